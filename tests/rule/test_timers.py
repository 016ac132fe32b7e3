"""Rules that wait for a time: it is set, moved and taken away as the referral goes on, and comes once."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from core import clock as house
from core import rule, task
from core.errors import NotAllowed, Refusal
from core.referral import CancelledBy, reasons
from core.rule import planting
from core.work import reading
from data.tables import rule as rules
from data.tables import timer
from tests.referral.story import booked, inbound, step
from tests.rule.keeping import JOB, TASK, firings, made, only_own, pass_by, react, told, waits

NOT_BOOKED = [{"fact": "stage", "is": "accepted"}]


pytestmark = pytest.mark.usefixtures("cast", "today")


@pytest.fixture(autouse=True)
def _only_own(cast):
    only_own()


@pytest.fixture
def ten_days(cast):
    """Ten days after it was accepted, and still not booked."""
    return made(cast.cleo, "Not booked after ten days", timing=waits(10, "accepted"), given=NOT_BOOKED)


def to_do(cast, it):
    react()
    return [one.title for one in task.of(cast.ana, "referral", it) if one.state == "open"]


def due():
    c = timer.c
    with reading() as db:
        return [row.due_at for row in db.execute(select(c.due_at).where(c.fired_at.is_(None)).order_by(c.due_at))]


def test_ten_days_after_it_was_accepted_and_not_booked_somebody_is_asked_once(cast, clock, ten_days):
    it = inbound(cast)
    step(cast.ana, it, "accept")
    pass_by()
    assert to_do(cast, it) == []
    clock.forward(days=9)
    pass_by()
    assert to_do(cast, it) == []
    clock.forward(days=1, minutes=1)
    pass_by()
    assert to_do(cast, it) == ["Call Iris Okafor"]
    clock.forward(days=30)
    pass_by()
    assert len(told("rule:due")) == 1
    assert firings(ten_days) == [(True, [[1, "accepted"]], [["open_task", ""]])]


def test_booked_in_time_nobody_is_asked_and_the_log_says_why(cast, clock, ten_days):
    it = inbound(cast)
    booked(cast, it, days=30)
    clock.forward(days=11)
    pass_by()
    assert "Call Iris Okafor" not in to_do(cast, it)
    assert firings(ten_days) == [(False, [[0, "booked"]], [])]


def test_what_is_closed_is_waited_for_no_more(cast, clock, ten_days):
    it = inbound(cast)
    step(cast.ana, it, "accept")
    react()
    assert len(due()) == 1
    step(cast.ana, it, "decline", reason="decline.no_capacity")
    react()
    assert due() == []


def test_it_counts_on_the_wall_clock_of_the_site(cast, clock, ten_days):
    clock.to(datetime(2026, 3, 25, 14, 30, tzinfo=UTC))
    it = inbound(cast)
    step(cast.ana, it, "accept")
    react()
    (at,) = due()
    assert f"{house.local(at, 'Europe/London'):%d %b %H:%M}" == "04 Apr 14:30", "summer time began meanwhile"


def test_open_days_leave_out_those_on_which_the_site_is_closed(cast, clock):
    made(cast.cleo, timing=waits(3, "accepted", unit="open_days"))
    clock.to(datetime(2026, 3, 13, 10, tzinfo=UTC))
    it = inbound(cast)
    step(cast.ana, it, "accept")
    react()
    (at,) = due()
    assert at == datetime(2026, 3, 18, 17, tzinfo=UTC), "Friday, then Monday to Wednesday until it closes"


def test_the_day_before_an_appointment_moves_with_it_and_goes_with_it(cast, clock):
    made(cast.cleo, "Remind", timing=waits(24, "appointment", unit="hours", side="before"))
    it = inbound(cast)
    first = booked(cast, it, days=5).visits[0].starts_at
    react()
    assert due() == [first - timedelta(hours=24)]
    step(cast.ana, it, "reschedule", starts_at=first + timedelta(days=2))
    react()
    assert due() == [first + timedelta(hours=24)]
    code = next(one.code for one in reasons(cast.ana, "cancel_appointment") if not one.ends_referral)
    step(cast.ana, it, "cancel_appointment", reason=code, comment="x", cancelled_by=CancelledBy.CLINIC)
    react()
    assert due() == []


def test_a_move_that_was_not_reacted_to_yet_still_overtakes_the_old_time(cast, clock):
    name = made(cast.cleo, "Remind", timing=waits(24, "appointment", unit="hours", side="before"))
    it = inbound(cast)
    first = booked(cast, it, days=2).visits[0].starts_at
    react()
    clock.forward(days=1, minutes=1)
    step(cast.ana, it, "reschedule", starts_at=first + timedelta(days=9))
    rule.ring(JOB)
    react()
    assert firings(name) == [], "the visit is another day now"
    assert due() == [first + timedelta(days=8)]


def test_a_reminder_that_comes_after_the_visit_is_not_given(cast, clock):
    name = made(cast.cleo, "Remind", timing=waits(24, "appointment", unit="hours", side="before"))
    it = inbound(cast)
    booked(cast, it, days=2)
    react()
    clock.forward(days=45)
    pass_by()
    assert firings(name) == []
    assert due() == []


@pytest.mark.parametrize("away", [{"hours": 1}, {"days": 3}, {"days": 45}])
def test_however_long_nobody_looked_each_comes_once_and_in_order(cast, clock, ten_days, away):
    ids = []
    for _ in range(3):
        ids.append(inbound(cast))
        step(cast.ana, ids[-1], "accept")
        clock.forward(minutes=1)
    react()
    clock.forward(days=10)
    clock.forward(**away)
    jobs = [Thread(target=rule.ring, args=(JOB,)) for _ in range(3)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    react()
    assert [subject for subject, _ in told("rule:due")] == ids
    assert len([fired for fired, *_ in firings(ten_days) if fired]) == 3


def test_a_new_rule_waits_for_what_is_open_already_but_leaves_alone_what_is_over(cast, clock):
    old, young = inbound(cast), inbound(cast)
    step(cast.ana, old, "accept")
    clock.forward(days=12)
    step(cast.ana, young, "accept")
    react()
    name = made(cast.cleo, timing=waits(10, "accepted"), given=NOT_BOOKED)
    pass_by()
    assert firings(name) == []
    assert len(due()) == 1
    clock.forward(days=10, minutes=1)
    pass_by()
    assert [subject for subject, _ in told("rule:due")] == [young]


def test_or_acts_at_once_where_it_says_so_and_not_again_when_it_is_saved_again(cast, clock):
    it = inbound(cast)
    step(cast.ana, it, "accept")
    clock.forward(days=12)
    parts = {
        "label": "Late ones too",
        "timing": waits(10, "accepted", late="at_once"),
        "conditions": NOT_BOOKED,
        "actions": [TASK],
    }
    name = rule.save(cast.cleo, parts)
    pass_by()
    assert to_do(cast, it) == ["Call Iris Okafor"]
    rule.save(cast.cleo, parts | {"label": "Late ones as well"}, name, 1)
    pass_by()
    assert len(told("rule:due")) == 1


def test_setting_times_goes_on_where_it_was_when_it_was_interrupted(cast, clock, monkeypatch):
    monkeypatch.setattr(planting, "PLANTED", 2)
    ids = [inbound(cast) for _ in range(5)]
    for it in ids:
        step(cast.ana, it, "accept")
    react()
    name = made(cast.cleo, timing=waits(10, "accepted"))
    planting._plant_some()
    with reading() as db:
        assert db.execute(select(rules.c.planted_to).where(rules.c.name == name)).scalar_one() == ids[1]
    assert len(due()) == 2
    rule.plant(JOB)
    assert len(due()) == 5


def test_a_rule_that_is_switched_off_waits_for_nothing(cast, clock, ten_days):
    it = inbound(cast)
    step(cast.ana, it, "accept")
    react()
    rule.switch(cast.cleo, ten_days, 1, on=False)
    assert due() == []
    rule.switch(cast.cleo, ten_days, 2, on=True)
    pass_by()
    assert len(due()) == 1


@pytest.mark.parametrize(
    ("timing", "words"),
    [
        (waits(0, "accepted"), "too short or too long"),
        (waits(9_999, "accepted"), "too short or too long"),
        (waits(3, "the moon"), "does not exist"),
        (waits(3, "accepted", unit="moons"), "does not exist"),
        (waits(3, "accepted", side="before"), "nobody knows that beforehand"),
        ({"anchor": "accepted"}, "how long after or before"),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words(cast, timing, words):
    with pytest.raises(Refusal, match=words):
        made(cast.cleo, timing=timing)


def test_only_the_jobs_watch_times(cast):
    for asked in (rule.ring, rule.plant, rule.look_after, rule.sweep_firings):
        with pytest.raises(NotAllowed):
            asked(cast.cleo)
