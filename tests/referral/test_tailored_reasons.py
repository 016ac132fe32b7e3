"""Reasons as an edited list: shipped ones survive upgrades unless somebody changed them, and one always remains."""

from datetime import timedelta

import pytest

from core.errors import Changed, Lacking, NotAllowed, NotNow
from core.referral.reasons import load_shipped, reasons
from core.referral.tailored import NewReason, add_reason, change_reason, every_reason
from core.work import work
from tests.referral.story import inbound, step

BUDGET = NewReason(step="decline", label="No budget this quarter", needs_comment=True)


pytestmark = pytest.mark.usefixtures("cast", "today")


def given(cast, step="decline"):
    return [each.label for each in reasons(cast.ana, step)]


def one(cast, label):
    return next(each for each in every_reason(cast.cleo) if each.label == label)


def put(cast, standing, **more):
    said = {name: getattr(standing, name) for name in ("step", "label", "who", "needs_comment", "ends_referral")}
    said |= {name: getattr(standing, name) for name in ("stops_messages", "patient_died")}
    change_reason(cast.cleo, standing.id, standing.version, NewReason(**(said | more)))


def test_a_reason_of_the_group_is_given_like_any_other(cast):
    number = add_reason(cast.cleo, BUDGET)
    code = next(each.code for each in every_reason(cast.cleo) if each.id == number)
    assert given(cast)[-1] == "No budget this quarter"
    id = inbound(cast)
    with pytest.raises(Lacking, match="explanation"):
        step(cast.ana, id, "decline", reason=code)
    assert step(cast.ana, id, "decline", reason=code, comment="Ask again in May").because == BUDGET.label


def test_what_was_changed_survives_an_upgrade_and_the_rest_follows_it(cast):
    put(cast, one(cast, "Wrong specialty for this request"), label="Not our specialty")
    put(cast, one(cast, "Funding not available"), place=1)
    with work() as db:
        load_shipped(db)
    assert given(cast)[:2] == ["Funding not available", "Not our specialty"]
    assert "Wrong specialty for this request" not in given(cast)
    assert one(cast, "Funding not available").shipped
    assert not one(cast, "Not our specialty").shipped


def test_a_reason_ends_on_a_day_and_stays_ended(cast, today):
    put(cast, one(cast, "Funding not available"), until_on=today + timedelta(days=1))
    assert "Funding not available" in given(cast)
    put(cast, one(cast, "Funding not available"), until_on=today)
    with work() as db:
        load_shipped(db)
    assert "Funding not available" not in given(cast)
    with pytest.raises(NotNow, match="has ended"):
        put(cast, one(cast, "Funding not available"), label="x")


def test_one_that_anybody_can_give_remains_for_each_step(cast, today):
    *several, last = [each for each in every_reason(cast.cleo) if each.step == "redirect"]
    for each in several:
        put(cast, each, until_on=today)
    with pytest.raises(NotNow, match="last reason"):
        put(cast, last, until_on=today)
    assert given(cast, "redirect") == [last.label]


def test_only_whoever_answers_for_every_site_edits_them(cast):
    for who in (cast.mia, cast.ana, cast.dev):
        with pytest.raises(NotAllowed):
            add_reason(who, BUDGET)
    assert every_reason(cast.mia)
    with pytest.raises(NotAllowed):
        every_reason(cast.dev)


def test_bad_reasons_are_refused(cast, today):
    for wrong, field in (
        ({"step": "book"}, "step"),
        ({"label": ""}, "label"),
        ({"who": "everybody"}, "who"),
        ({"until_on": today - timedelta(days=1)}, "until_on"),
    ):
        told = {"step": "decline", "label": "No budget"} | wrong
        with pytest.raises(Lacking) as lacking:
            add_reason(cast.cleo, NewReason(**told))
        assert set(lacking.value.fields) == {field}
    with pytest.raises(Lacking, match="already"):
        add_reason(cast.cleo, NewReason(step="decline", label="Funding not available"))


def test_two_people_do_not_overwrite_each_other(cast):
    before = one(cast, "Funding not available")
    put(cast, before, label="No money")
    with pytest.raises(Changed):
        put(cast, before, label="No funds")


def test_whoever_died_gets_no_more_messages(cast):
    number = add_reason(cast.cleo, NewReason(step="lose", label="Died abroad", patient_died=True))
    assert next(each for each in every_reason(cast.cleo) if each.id == number).stops_messages
