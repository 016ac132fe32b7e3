"""A rule is tried on what happened, as things stood then, and nothing is written."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core import clock, referral
from core.errors import NotAllowed, Refusal
from core.rule.rehearsal import rehearse
from core.work import reading
from data.tables import event, firing, message, task
from tests import make
from tests.referral.story import booked, inbound, outbound, step

FLAG = [{"do": "flag_at_risk", "why": "It waits"}]
TEN_DAYS = {"after": 10, "unit": "days", "anchor": "accepted"}


@pytest.fixture(autouse=True)
def moved(today, request):
    """The clock of the test, on a Tuesday in March."""
    return request.getfixturevalue("clock")


def rule(*conditions, when="referral:accepted", actions=FLAG, **more):
    return {"when": when, "conditions": list(conditions), "actions": actions, **more}


def timed(*conditions, timing=TEN_DAYS, **more):
    return rule(*conditions, when="rule:due", timing=timing, **more)


def rows():
    with reading() as db:
        return [
            db.execute(select(func.count()).select_from(table)).scalar_one() for table in (event, firing, message, task)
        ]


def in_days(days):
    return clock.now() + timedelta(days=days)


def who(found):
    return [one.patient for one in found.latest]


def named(cast, name, **more):
    return inbound(cast, patient_id=make.patient(name, at=cast.leeds), **more)


def test_it_counts_what_it_would_have_done_and_writes_nothing(cast):
    for name in ("Rose Tyler", "Mei Lin"):
        step(cast.ana, named(cast, name), "accept")
    outbound(cast)
    before = rows()
    found = rehearse(cast.mia, rule({"fact": "direction", "is": "inbound"}))
    assert (found.fired, found.of, sorted(who(found))) == (2, 2, ["Mei Lin", "Rose Tyler"])
    assert found.latest[0].because == ("the direction is inbound",)
    assert found.latest[0].site == "Leeds Dental"
    assert found.limits == ()
    assert rows() == before


def test_a_time_comes_unless_it_was_undone(cast, moved):
    waits, seen, ended = (named(cast, name) for name in ("Rose Tyler", "Mei Lin", "Tom Reed"))
    for it in (waits, seen, ended):
        step(cast.ana, it, "accept")
    moved.forward(days=5)
    step(cast.ana, seen, "book", starts_at=in_days(7))
    step(cast.ana, ended, "decline", reason="decline.no_capacity")
    moved.forward(days=4)
    assert rehearse(cast.mia, timed()).fired == 0
    moved.forward(days=2)
    assert sorted(who(rehearse(cast.mia, timed()))) == ["Mei Lin", "Rose Tyler"]
    never = rehearse(cast.mia, timed({"fact": "booked_once", "is": False}))
    assert who(never) == ["Rose Tyler"]
    assert never.of == 2


def test_it_is_judged_as_things_stood_then(cast, moved):
    it = named(cast, "Rose Tyler")
    step(cast.ana, it, "accept")
    moved.forward(days=12)
    booked_later = step(cast.ana, it, "book", starts_at=in_days(20))
    assert booked_later.now.visit == "booked"
    asks = {"fact": "booked_once", "is": False}, {"fact": "stage", "is": "accepted"}
    assert rehearse(cast.mia, timed(*asks)).fired == 1
    referral.assign(cast.ana, it, booked_later.now.version, cast.ben.account_id)
    assert rehearse(cast.mia, timed({"fact": "owner", "is": cast.ben.account_id})).fired == 0


def test_a_time_before_an_appointment(cast, moved):
    it = named(cast, "Rose Tyler")
    booked(cast, it, days=3)
    before = {"before": 24, "unit": "hours", "anchor": "appointment"}
    assert rehearse(cast.mia, timed(timing=before)).fired == 0
    moved.forward(days=2, hours=1)
    found = rehearse(cast.mia, timed(timing=before))
    assert found.fired == 1
    step(cast.ana, it, "reschedule", starts_at=in_days(9))
    assert rehearse(cast.mia, timed(timing=before)).fired == 1


def test_what_is_older_than_ninety_days_is_not_looked_at(cast, moved):
    step(cast.ana, named(cast, "Rose Tyler"), "accept")
    moved.forward(days=91)
    assert rehearse(cast.mia, rule()).of == 0


def test_it_says_what_it_cannot_know(cast):
    step(cast.ana, named(cast, "Rose Tyler"), "accept")
    (limit,) = rehearse(cast.mia, rule({"fact": "open_tasks", "less": 5})).limits
    assert limit == (
        "What the answer to “number of open tasks” was at the time is not known any more; today’s was taken."
    )


def test_it_says_when_a_text_could_not_have_been_written(cast):
    who = make.patient("Rose Tyler", at=cast.leeds, email="rose@example.org")
    step(cast.ana, inbound(cast, patient_id=who), "accept")
    found = rehearse(cast.mia, rule(actions=[{"do": "send_message", "template": "booked-patient"}]))
    assert found.fired == 1
    assert "In 1 of the first 1 it could not have been done" in found.limits[0]


def test_progress_is_told(cast):
    step(cast.ana, named(cast, "Rose Tyler"), "accept")
    heard = []
    rehearse(cast.mia, rule(), heard.append)
    assert heard == [1.0]


def test_only_ones_own_sites_are_looked_at_and_records_only_by_who_may_read_them(cast):
    step(cast.ana, named(cast, "Rose Tyler"), "accept")
    found = rehearse(cast.cleo, rule())
    assert (found.fired, who(found), found.latest[0].referral_id) == (1, [""], None)
    with pytest.raises(NotAllowed):
        rehearse(cast.dev, rule())
    with pytest.raises(NotAllowed):
        rehearse(cast.ana, rule())


def test_a_bad_rule_is_not_tried(cast):
    with pytest.raises(Refusal, match="does nothing"):
        rehearse(cast.mia, rule(actions=[]))
    with pytest.raises(Refusal, match="text that does not exist"):
        rehearse(cast.mia, rule(actions=[{"do": "send_message", "template": "unwritten"}]))
