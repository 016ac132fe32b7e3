"""Rules are saved with what is wrong said place by place, kept with who and why, and end when a need is gone."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update

from core import clock, defaults, referral, rule, workflow
from core.access import machine
from core.errors import Changed, Duplicate, Lacking, NotAllowed, NotFound, NotNow, Refusal
from core.referral.tags import make_tag
from core.rule import stored
from core.rule.stored import Enabled
from core.work import reading, work
from data.tables import account, reason, rule_version
from data.tables import rule as rules
from tests.rule.keeping import TASK, made, told

JOB = machine("job:rules")
FLAG = {"do": "flag_at_risk", "why": "Nobody booked it"}


pytestmark = pytest.mark.usefixtures("cast")


def row(name):
    with reading() as db:
        return db.execute(select(rules).where(rules.c.name == name)).one_or_none()


def versions(name):
    c = rule_version.c
    with reading() as db:
        rows = db.execute(select(c.version, c.actor, c.why).where(c.rule == name).order_by(c.version))
        return [tuple(one) for one in rows]


def wrong(actor, **parts):
    with pytest.raises(Lacking) as refused:
        made(actor, **parts)
    return refused.value.fields


@pytest.mark.parametrize(
    ("parts", "place", "words"),
    [
        ({"when": "patient:added"}, "trigger", "No rule can wait for this"),
        ({"when": "rule:stopped"}, "trigger", "No rule can wait for this"),
        ({"when": "document:opened"}, "trigger", "No rule can wait for this"),
        ({"given": [{"fact": "shoe_size", "is": 9}]}, "conditions.0", "which nobody knows"),
        ({"given": [{"fact": "custom.77", "is": "x"}]}, "conditions.0", "nobody asks any more"),
        ({"given": [{"fact": "channel", "is": "email"}]}, "conditions.0", "is not known when this happens"),
        ({"given": [{"fact": "urgency", "more": 3}]}, "conditions.0", "cannot be asked whether it"),
        ({"given": [{"fact": "urgency", "is": "asap"}]}, "conditions.0", "“asap” is not in the list"),
        ({"given": [{"fact": "urgency", "in": ["soon", "asap"]}]}, "conditions.0", "“asap” is not in the list"),
        ({"given": [{"fact": "urgency", "in": []}]}, "conditions.0", "Choose what"),
        ({"given": [{"fact": "age", "is": "old"}]}, "conditions.0", "something that it cannot be"),
        ({"given": [{"fact": "held", "is": 1}]}, "conditions.0", "something that it cannot be"),
        ({"given": [{"fact": "tags", "contains": "unknown"}]}, "conditions.0", "“unknown” is not in the list"),
        ({"given": {"any": [{"fact": "age", "more": 3}, {"fact": "x", "is": 1}]}}, "conditions.1", "nobody knows"),
        ({"do": [{"do": "dance"}]}, "actions.0", "cannot do “dance”"),
        ({"do": [TASK, {"do": "send_message"}]}, "actions.1", "needs to know"),
        ({"do": [{"do": "send_message", "template": "unwritten"}]}, "actions.0", "“unwritten” is not in the list"),
        ({"do": [TASK | {"colour": "red"}]}, "actions.0", "has no use for “colour”"),
        ({"do": [TASK | {"days": "three"}]}, "actions.0", "cannot be"),
        ({"do": [FLAG | {"why": "x" * 201}]}, "actions.0", "longer than 200"),
        ({"do": [{"do": "take_step", "step": "book"}]}, "actions.0", "“book” is not in the list"),
        ({"do": [{"do": "take_step", "step": "decline"}]}, "actions", "has to give a reason"),
        ({"do": [{"do": "take_step", "step": "wait_on"}]}, "actions", "has to say something"),
        ({"do": [{"do": "assign", "to": 9_999}]}, "actions.0", "“9999” is not in the list"),
        ({"do": [{"do": "call_webhook", "hook": 5}]}, "actions.0", "“5” is not in the list"),
        ({"do": [{"do": "remove_tag", "tag": "unknown"}]}, "actions.0", "“unknown” is not in the list"),
        ({"do": [TASK | {"title": "Call {{ patiant }}"}]}, "actions", "nobody knows"),
        ({"do": [TASK, TASK]}, "actions", "same thing twice"),
    ],
)
def test_what_cannot_be_is_said_where_it_stands(cast, parts, place, words):
    found = wrong(cast.cleo, **parts)
    assert set(found) == {place}
    assert words in found[place]


@pytest.mark.parametrize("parts", [{"do": []}, {"when": "fax:sent"}, {"label": " "}, {"label": "x" * 161}])
def test_a_rule_that_is_none_is_refused(cast, parts):
    with pytest.raises(Refusal):
        made(cast.cleo, **parts)


@pytest.mark.parametrize(
    ("when", "given", "action"),
    [
        ("task:opened", [], TASK),
        ("task:opened", [{"fact": "kind", "is": "follow_up"}], TASK),
        ("task:opened", [{"fact": "kind", "is": "tell"}], {"do": "send_message", "template": "booked-patient"}),
        ("referral:assigned", [], {"do": "assign", "to": "lines"}),
        ("referral:flagged", [{"fact": "doer", "is": "rule"}], FLAG),
        ("referral:completed", [], {"do": "take_step", "step": "complete"}),
        ("referral:tagged", [], {"do": "add_tag", "tag": "VIP"}),
    ],
)
def test_a_rule_that_would_set_itself_off_again_is_refused(cast, when, given, action):
    found = wrong(cast.cleo, when=when, given=given, do=[action])
    assert "set itself off again" in found["actions"]


@pytest.mark.parametrize(
    ("when", "given", "action"),
    [
        ("task:opened", [{"fact": "kind", "is": "chase"}], TASK),
        ("referral:flagged", [{"fact": "doer", "is": "person"}], FLAG),
        ("referral:tagged", [{"fact": "tag", "is": "VIP"}], {"do": "add_tag", "tag": "other"}),
        ("referral:received", [], {"do": "take_step", "step": "acknowledge"}),
    ],
)
def test_what_its_conditions_rule_out_is_no_loop(cast, when, given, action):
    with work() as db:
        make_tag(db, JOB, "VIP")
    made(cast.cleo, when=when, given=given, do=[action])


def test_a_loop_over_others_is_refused_and_names_them(cast):
    made(cast.cleo, "Flag what is assigned", when="referral:assigned", do=[FLAG])
    found = wrong(
        cast.cleo, label="Assign what is flagged", when="referral:flagged", do=[{"do": "assign", "to": "pool"}]
    )
    assert "“Flag what is assigned”" in found["actions"]


def test_a_rule_that_is_there_already_is_refused(cast):
    made(cast.cleo)
    with pytest.raises(Duplicate, match="does exactly this already"):
        made(cast.cleo, "Another name")
    assert "called this already" in wrong(cast.cleo, when="referral:booked")["label"]


def test_each_save_is_kept_with_who_and_why(cast):
    name = made(cast.cleo)
    parts = {"label": "Ask about it", "when": "referral:booked", "actions": [TASK]}
    rule.save(cast.adam, parts, name, 1, "It came too early")
    assert versions(name) == [(1, cast.cleo.ref, ""), (2, cast.adam.ref, "It came too early")]
    with pytest.raises(Changed):
        rule.save(cast.cleo, parts, name, 1)
    assert [facts["version"] for _, facts in told("rule:changed")] == [1, 2]


def test_a_shipped_rule_that_was_edited_stays_and_what_ships_now_stands_beside_it(cast, monkeypatch):
    now = row("thank-referrer")
    parts = {name: getattr(now, name) for name in stored.CONTENT} | {"label": "Our thanks"}
    rule.save(cast.cleo, parts, "thank-referrer", 1, "Our wording")
    assert versions("thank-referrer")[0][:2] == (1, "baton")
    defaults.load()
    assert (row("thank-referrer").label, row("thank-referrer").renewed) == ("Our thanks", False)
    shipped = list(stored._shipped())
    for one in shipped:
        if one["name"] == "thank-referrer":
            one["shipped_as"] = one["shipped_as"] | {"label": "Better thanks"}
    monkeypatch.setattr(stored, "_shipped", lambda: shipped)
    defaults.load()
    assert (row("thank-referrer").label, row("thank-referrer").renewed) == ("Our thanks", True)
    assert row("thank-referrer").shipped_as["label"] == "Better thanks"
    rule.save(cast.cleo, row("thank-referrer").shipped_as, "thank-referrer", 2, "As it ships now")
    assert (row("thank-referrer").label, row("thank-referrer").renewed) == ("Better thanks", False)


def test_a_shipped_rule_that_is_only_switched_off_is_still_renewed(cast):
    rule.switch(cast.cleo, "thank-referrer", 1, on=False)
    with work() as db:
        db.execute(update(rules).where(rules.c.name == "thank-referrer").values(label="Old"))
        kept = row("thank-referrer").shipped_as | {"label": "Old"}
        db.execute(update(rules).where(rules.c.name == "thank-referrer").values(shipped_as=kept))
    defaults.load()
    now = row("thank-referrer")
    assert (now.label, now.enabled) == ("Thank the referrer when a referral arrives", False)
    with pytest.raises(NotNow, match="Switch it off instead"):
        rule.remove(cast.cleo, "thank-referrer", now.version)


def test_a_manager_makes_rules_for_her_own_sites_and_switches_the_groups_off_there(cast):
    own = made(cast.mia, "Only at Leeds", only_sites=[cast.leeds])
    for sites in ([], [cast.leeds, cast.hull], [cast.hull]):
        with pytest.raises(NotAllowed):
            made(cast.mia, "Wider", when="referral:booked", only_sites=sites)
    with pytest.raises(NotAllowed, match="whole group’s"):
        rule.switch(cast.mia, "thank-referrer", 1, on=False)
    rule.switch(cast.mia, "thank-referrer", 1, on=False, site_id=cast.leeds)
    with pytest.raises(NotAllowed):
        rule.switch(cast.mia, "thank-referrer", 2, on=False, site_id=cast.hull)
    with reading() as db:
        enabled = Enabled(db)
        (thanks,) = [one for one in enabled.waiting_for("referral:received") if one.name == "thank-referrer"]
        (mine,) = [one for one in enabled.waiting_for("referral:accepted") if one.name == own]
    assert [thanks.acts_at(site) for site in (cast.leeds, cast.york, None)] == [False, True, True]
    assert [mine.acts_at(site) for site in (cast.leeds, cast.york, None)] == [True, False, False]
    rule.switch(cast.mia, "thank-referrer", 2, on=True, site_id=cast.leeds)
    assert row("thank-referrer").off_sites == []
    rule.remove(cast.mia, own, 1)
    assert row(own) is None


def test_who_does_not_edit_rules_neither_sees_nor_changes_them(cast):
    name = made(cast.mia, only_sites=[cast.leeds])
    for who in (cast.dev, cast.ana, cast.ben):
        for asked in (
            lambda who=who: rule.catalogue(who),
            lambda who=who: made(who, "Mine", when="referral:booked", only_sites=[cast.hull]),
            lambda who=who: rule.switch(who, name, 1, on=False),
            lambda who=who: rule.move(who, name),
            lambda who=who: rule.remove(who, name, 1),
        ):
            with pytest.raises(NotAllowed):
                asked()
    with pytest.raises(NotAllowed):
        rule.move(cast.mia, name)


def test_a_rule_of_another_site_is_not_there(cast):
    name = made(cast.mia, only_sites=[cast.leeds])
    elsewhere = replace(cast.mia, sites=frozenset({cast.hull}))
    with pytest.raises(NotFound):
        rule.remove(elsewhere, name, 1)


def test_rules_are_put_in_another_order(cast):
    first, second = made(cast.cleo), made(cast.cleo, "Second", when="referral:booked")
    rule.move(cast.cleo, second)
    rule.move(cast.cleo, first, second)
    with reading() as db:
        order = list(db.execute(select(rules.c.name).order_by(rules.c.position)).scalars())
    assert order[:2] == [second, first]
    with pytest.raises(NotFound):
        rule.move(cast.cleo, first, "nobody")


def gone(cast, name):
    """Whether looking after the rules switches exactly this one off, once, and says so."""
    assert rule.look_after(JOB) == 1
    now = row(name)
    assert not now.enabled
    assert [facts["rule"] for _, facts in told("rule:disabled")] == [name]
    assert [(one.label, one.why) for one in rule.notices(cast.mia)] == [(now.label, now.fault)]
    assert rule.notices(cast.dev) == []
    assert rule.look_after(JOB) == 0
    with pytest.raises(Lacking):
        rule.switch(cast.cleo, name, now.version, on=True)
    return now.fault


def test_a_field_that_is_asked_no_more_switches_its_rules_off(cast):
    number = workflow.add_field(cast.cleo, workflow.NewField(label="Implant system"))
    name = made(cast.cleo, given=[{"fact": f"custom.{number}", "contains": "X"}])
    assert rule.look_after(JOB) == 0
    workflow.end_field(cast.cleo, number, 1)
    assert "nobody asks any more" in gone(cast, name)


def test_a_person_who_left_switches_off_what_was_for_them(cast):
    name = made(cast.cleo, do=[{"do": "assign", "to": cast.ben.account_id}])
    with work() as db:
        db.execute(update(account).where(account.c.id == cast.ben.account_id).values(disabled_at=clock.now()))
    assert "is not in the list" in gone(cast, name)


def test_a_reason_and_a_tag_that_are_gone_do_the_same(cast):
    name = made(cast.cleo, do=[{"do": "take_step", "step": "lose", "reason": "lose.no_answer"}])
    with work() as db:
        db.execute(delete(reason).where(reason.c.code == "lose.no_answer"))
    assert "lose.no_answer" in gone(cast, name)


def test_a_tag_that_is_dropped_switches_off_what_asks_for_it(cast):
    made(cast.cleo, do=[{"do": "add_tag", "tag": "VIP"}])
    name = made(cast.cleo, "Very important", when="referral:booked", given=[{"fact": "tags", "contains": "VIP"}])
    with pytest.raises(NotAllowed):
        referral.drop_tag(cast.mia, "VIP")
    referral.drop_tag(cast.cleo, "VIP")
    assert "VIP" in gone(cast, name)
