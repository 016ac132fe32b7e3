"""What rules do to a referral, by the same checks as a person; chains end, the first may stop the rest."""

from dataclasses import replace

import pytest
from sqlalchemy import insert, select

from core import referral, rule, task
from core.access import machine
from core.errors import NotAllowed, NotFound, NotNow
from core.referral.tags import make_tag
from core.rule.firing import KEPT
from core.work import reading, work
from data.tables import firing
from data.tables import referral as table
from data.tables import rule as rules
from tests.referral.story import inbound, outbound, step
from tests.rule.keeping import JOB, TASK, firings, made, react, told

FLAG = {"do": "flag_at_risk", "why": "Nobody booked it"}


pytestmark = pytest.mark.usefixtures("cast", "today")


def flagged(it):
    with reading() as db:
        return db.execute(select(table.c.flagged_at).where(table.c.id == it)).scalar_one() is not None


def test_a_flag_stands_with_its_reason_until_the_referral_moves_on(cast):
    made(cast.cleo, do=[FLAG])
    it = inbound(cast)
    step(cast.ana, it, "accept")
    react()
    assert referral.one(cast.ana, it).flagged_because == "Nobody booked it"
    step(cast.ana, it, "waitlist")
    assert not flagged(it)


def test_somebody_who_looked_at_it_lowers_the_flag(cast):
    made(cast.cleo, do=[FLAG])
    it = inbound(cast)
    step(cast.ana, it, "accept")
    react()
    with pytest.raises(NotFound):
        referral.lower_flag(cast.dev, it)
    with pytest.raises(NotAllowed):
        referral.lower_flag(cast.cleo, it)
    referral.lower_flag(cast.ana, it)
    assert not flagged(it)
    with pytest.raises(NotNow):
        referral.lower_flag(cast.ana, it)


def test_tags_are_put_on_and_taken_off_and_asked_for(cast):
    made(cast.cleo, do=[{"do": "add_tag", "tag": "Implant week"}])
    made(
        cast.cleo,
        "Take it off again",
        when="referral:waitlisted",
        given=[{"fact": "tags", "contains": "Implant week"}],
        do=[{"do": "remove_tag", "tag": "Implant week"}],
    )
    it = inbound(cast)
    step(cast.ana, it, "accept")
    react()
    assert referral.one(cast.ana, it).tags == ("Implant week",)
    step(cast.ana, it, "waitlist")
    react()
    assert referral.one(cast.ana, it).tags == ()
    assert [facts for _, facts in told("referral:untagged")] == [{"tag": "Implant week"}]


def test_a_person_tags_by_hand_at_her_own_sites_with_tags_of_the_group(cast):
    made(cast.cleo, do=[{"do": "add_tag", "tag": "VIP"}])
    it = inbound(cast)
    referral.set_tag(cast.ana, it, "VIP", on=True)
    assert referral.one(cast.ana, it).tags == ("VIP",)
    for who, tag, refusal in ((cast.dev, "VIP", NotFound), (cast.ana, "VIP", NotNow), (cast.ana, "new", NotFound)):
        with pytest.raises(refusal):
            referral.set_tag(who, it, tag, on=True)
    referral.set_tag(cast.ana, it, "VIP", on=False)
    assert referral.one(cast.ana, it).tags == ()


def test_a_step_is_taken_as_the_rule_and_what_it_leads_to_follows(cast):
    name = made(cast.cleo, when="referral:received", do=[{"do": "take_step", "step": "acknowledge"}])
    it = inbound(cast)
    react()
    assert referral.one(cast.ana, it).now.stage == "acknowledged"
    assert firings(name)[0][2] == [["take_step", ""]]


def test_a_step_that_cannot_be_is_noted_and_holds_nothing_up(cast):
    name = made(cast.cleo, do=[{"do": "take_step", "step": "complete"}, TASK])
    it = inbound(cast)
    step(cast.ana, it, "accept")
    react()
    assert referral.one(cast.ana, it).now.stage == "accepted"
    ((fired, _, outcome),) = firings(name)
    assert fired
    assert outcome[0][0] == "take_step"
    assert outcome[0][1]
    assert outcome[1] == ["open_task", ""]
    assert [one.title for one in task.of(cast.ana, "referral", it) if one.state == "open"] == ["Call Iris Okafor"]


@pytest.mark.parametrize("to", ["pool", "ben"])
def test_a_rule_gives_it_to_somebody_who_is_there(cast, to):
    meant = cast.ben.account_id if to == "ben" else to
    made(cast.cleo, do=[{"do": "assign", "to": meant}])
    it = inbound(cast)
    step(cast.ana, it, "accept")
    react()
    assert referral.one(cast.ana, it).now.owner_id == (cast.ben.account_id if to == "ben" else None)


def test_somebody_of_another_site_does_not_get_it(cast):
    name = made(cast.cleo, do=[{"do": "assign", "to": cast.dev.account_id}])
    it = inbound(cast)
    step(cast.ana, it, "accept")
    react()
    assert referral.one(cast.ana, it).now.owner_id == cast.ana.account_id
    assert "no such person at this site" in firings(name)[0][2][0][1]


def test_after_a_rule_that_stops_no_later_one_is_judged(cast):
    first = made(cast.cleo, given=[{"fact": "urgency", "is": "urgent"}], stop=True)
    second = made(cast.cleo, "Second", given=[], do=[FLAG])
    for urgency in ("urgent", "routine"):
        it = inbound(cast, urgency=referral.Urgency(urgency))
        step(cast.ana, it, "accept")
    react()
    assert [fired for fired, *_ in firings(first)] == [True, False]
    assert [fired for fired, *_ in firings(second)] == [True]


def test_a_site_that_switched_it_off_is_left_alone(cast):
    name = made(cast.cleo)
    rule.switch(cast.cleo, name, 1, on=False, site_id=cast.leeds)
    it = inbound(cast)
    step(cast.ana, it, "accept")
    react()
    assert firings(name) == []


def test_a_chain_stops_at_five_and_says_so(cast):
    """Two rules that set each other off, as only somebody who writes rows by hand can make them."""
    parts = {"conditions": [], "enabled": True, "shipped": False}
    tag = [{"do": "add_tag", "tag": "A"}, {"do": "remove_tag", "tag": "A"}]
    with work() as db:
        make_tag(db, JOB, "A")
        for n, (when, action) in enumerate((("referral:untagged", tag[0]), ("referral:tagged", tag[1]))):
            row = {"name": f"loop-{n}", "label": f"Loop {n}", "when": when, "actions": [action], "position": n, **parts}
            db.execute(insert(rules).values(row))
    it = outbound(cast)
    react()
    referral.set_tag(cast.ana, it, "A", on=True)
    react()
    done = told("referral:tagged") + told("referral:untagged")
    assert len(done) == 6, "one by hand, and five that followed"
    ((subject, facts),) = told("rule:stopped")
    assert (subject, facts["rule"]) == (it, "loop-0")
    assert firings("loop-0")[-1][2] == [["stop", "Stopped: 5 rules had followed from one another."]]
    assert firings("loop-0")[-1][0] is False
    assert [(one.referral_id, one.label) for one in rule.notices(cast.mia)] == [(it, "Loop 0")]
    assert rule.notices(replace(cast.mia, sites=frozenset({cast.hull}))) == []
    assert rule.notices(cast.dev) == []


def test_what_is_in_somebodys_words_is_not_kept_in_the_log(cast):
    name = made(cast.cleo, given=[{"fact": "referrer", "contains": "Pennine"}, {"fact": "age", "more": 3}])
    it = inbound(cast)
    step(cast.ana, it, "accept")
    react()
    (_, because, _) = firings(name)[0]
    assert because[0] == [1, None]
    assert because[1][1] > 60


def test_what_was_judged_long_ago_is_forgotten(cast, clock):
    made(cast.cleo)
    it = inbound(cast)
    step(cast.ana, it, "accept")
    react()
    actor = machine("job:rules")
    assert rule.sweep_firings(actor) == 0
    clock.forward(days=KEPT.days, hours=1)
    gone = rule.sweep_firings(actor)
    with reading() as db:
        assert db.execute(select(firing.c.id)).all() == []
    assert gone >= 1


def test_facts_about_everything_around_it_are_known(cast):
    name = made(
        cast.cleo,
        given=[
            {"fact": "open_tasks", "is": 0},
            {"fact": "documents", "is": 0},
            {"fact": "missed", "is": 0},
            {"fact": "booked_once", "is": False},
            {"fact": "unsent", "is": 0},
            {"fact": "open_alerts", "is": 0},
            {"fact": "doer_role", "is": "coordinator"},
            {"fact": "doer", "is": "person"},
            {"fact": "by_owner", "is": True},
            {"fact": "age_band", "is": "adult"},
            {"fact": "received", "younger": 1},
            {"fact": "mailable", "is": False},
        ],
    )
    it = inbound(cast)
    step(cast.ana, it, "accept")
    react()
    ((fired, because, _),) = firings(name)
    assert [held for held, _ in because] == [1] * 12, because
    assert fired
