"""Clocks run in opening hours: golden cases, both changes of clocks, and a reckoning by the minute that agrees."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from core.clock import NEVER
from core.directory import Calendar, calendar
from core.sla import How, OpenTime, Policy, Scope, Span, State, Unit, Warn, clock_of
from core.work import reading, work
from data.tables import site_holiday
from tests import make

LONDON = ZoneInfo("Europe/London")
OFFICE = Calendar("Europe/London")
BROKEN = Calendar("Europe/London", dict.fromkeys(range(5), ((540, 750), (810, 1050))) | {5: ((540, 720),)})
ALWAYS = Calendar("Europe/London", dict.fromkeys(range(7), ((0, 24 * 60),)))
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
MINUTE = timedelta(minutes=1)


def at(text, zone=LONDON):
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def allowed(amount, unit="days", warn=(80, "percent"), **more):
    return Policy(
        scope=Scope(what="report"), amount=amount, unit=Unit(unit), warn_amount=warn[0], warn_unit=Warn(warn[1]), **more
    )


def ran(*spans):
    return tuple(Span(at(when), How(how)) for when, how in spans)


def due(policy, since, hours=OFFICE):
    return clock_of((Span(since),), policy, OpenTime(hours)).due_at


@pytest.mark.parametrize(
    ("since", "days", "until"),
    [
        ("2026-03-10 09:00", 1, "2026-03-11 17:00"),  # Tuesday to Wednesday
        ("2026-03-10 23:59", 1, "2026-03-11 17:00"),  # late that day is still that day
        ("2026-03-13 16:30", 1, "2026-03-16 17:00"),  # Friday to Monday
        ("2026-03-14 11:00", 1, "2026-03-16 17:00"),  # Saturday is day 0
        ("2026-03-10 09:00", 5, "2026-03-17 17:00"),
        ("2026-03-10 09:00", 40, "2026-05-05 17:00"),  # no bank holidays were entered
        ("2026-03-27 12:00", 1, "2026-03-30 17:00"),  # over the change to summer time
        ("2026-10-23 12:00", 1, "2026-10-26 17:00"),  # and back
        ("2026-03-10 09:00", 0, "2026-03-10 17:00"),
        ("2026-03-10 18:00", 0, "2026-03-11 17:00"),  # that day is over
        ("2026-03-14 09:00", 0, "2026-03-16 17:00"),
    ],
)
def test_open_days_end_with_the_day(since, days, until):
    assert due(allowed(days), at(since)) == at(until)


def test_an_evening_belongs_to_its_local_day():
    evening = datetime(2026, 6, 8, 23, 30, tzinfo=UTC)  # Tuesday 00:30 in London
    assert due(allowed(1), evening) == at("2026-06-10 17:00")


def test_holidays_do_not_count():
    closed = Calendar("Europe/London", holidays=CHRISTMAS)
    assert due(allowed(1), at("2026-12-24 10:00"), closed) == at("2026-12-29 17:00")
    assert due(allowed(5), at("2026-12-24 10:00"), closed) == at("2027-01-05 17:00")
    assert due(allowed(8, "hours"), at("2026-12-24 16:00"), closed) == at("2026-12-29 16:00")


def test_a_day_ends_with_its_last_block():
    assert due(allowed(1), at("2026-03-12 09:00"), BROKEN) == at("2026-03-13 17:30")
    assert due(allowed(2), at("2026-03-12 09:00"), BROKEN) == at("2026-03-14 12:00")


def test_a_site_may_be_open_until_midnight():
    night = Calendar("Europe/London", {6: ((20 * 60, 24 * 60),)})
    assert due(allowed(1), at("2026-10-20 12:00"), night) == at("2026-10-26 00:00")


@pytest.mark.parametrize("policy", [allowed(1), allowed(1, "hours")])
def test_a_site_that_never_opens_is_a_bug_and_not_a_loop(policy):
    with pytest.raises(ValueError, match="no opening hours"):
        due(policy, at("2026-03-10 09:00"), Calendar("Europe/London", {}))


@pytest.mark.parametrize(
    ("since", "hours", "until"),
    [
        ("2026-03-13 16:30", 1, "2026-03-16 09:30"),
        ("2026-03-14 12:00", 1, "2026-03-16 10:00"),
        ("2026-03-10 07:00", 1, "2026-03-10 10:00"),
        ("2026-03-10 09:00", 8, "2026-03-10 17:00"),
        ("2026-03-10 09:30", 16, "2026-03-12 09:30"),
        ("2026-03-27 16:00", 2, "2026-03-30 10:00"),
    ],
)
def test_open_hours_run_only_while_the_site_is_open(since, hours, until):
    assert due(allowed(hours, "hours"), at(since)) == at(until)


def test_open_hours_skip_the_break_at_noon():
    assert due(allowed(1, "hours"), at("2026-03-10 12:00"), BROKEN) == at("2026-03-10 14:00")


@pytest.mark.parametrize("minute", range(60))
def test_in_the_hour_that_clocks_leave_out_no_time_is_counted(minute):
    since = at("2026-03-29 00:00") + minute * MINUTE
    assert due(allowed(1, "hours"), since, ALWAYS) == since + 60 * MINUTE
    gap = Calendar("Europe/London", {6: ((0, 60 + minute), (180, 240))})
    assert due(allowed(1, "hours"), at("2026-03-29 00:00"), gap) == at("2026-03-29 01:00", UTC)
    assert due(allowed(1, "hours"), at("2026-03-29 00:30"), gap) == at("2026-03-29 03:30")


@pytest.mark.parametrize("minute", range(60))
def test_in_the_hour_that_clocks_show_twice_a_site_opens_and_closes_once(minute):
    since = at("2026-10-25 00:00") + minute * MINUTE
    assert due(allowed(2, "hours"), since, ALWAYS) == since + 120 * MINUTE
    closing = Calendar("Europe/London", {6: ((0, 60 + minute),), 0: ((540, 1020),)})
    left = OpenTime(closing).between(at("2026-10-25 00:00"), at("2026-10-25 12:00"))
    assert left == (60 + minute) * MINUTE
    opening = Calendar("Europe/London", {6: ((60 + minute, 180),), 0: ((540, 1020),)})
    assert OpenTime(opening).between(at("2026-10-25 00:00"), at("2026-10-25 12:00")) == (180 - minute) * MINUTE


@pytest.mark.parametrize(
    ("policy", "since", "warned"),
    [
        (allowed(8, "hours", (75, "percent")), "2026-03-10 09:00", "2026-03-10 15:00"),
        (allowed(10, "hours", (90, "percent")), "2026-03-13 16:00", "2026-03-17 09:00"),
        (allowed(2, warn=(2, "hours")), "2026-03-12 09:00", "2026-03-16 15:00"),
        (allowed(2, "hours", (1, "hours")), "2026-03-13 16:30", "2026-03-16 09:30"),
        (allowed(5, warn=(1, "days")), "2026-03-10 09:00", "2026-03-16 17:00"),
        (allowed(1, warn=(80, "percent")), "2026-03-10 09:00", "2026-03-11 13:48"),
        (allowed(1, warn=(5, "days")), "2026-03-10 11:00", "2026-03-10 11:00"),  # never before it began
    ],
)
def test_it_is_at_risk_after_a_part_of_its_time_or_a_time_before(policy, since, warned):
    assert clock_of((Span(at(since)),), policy, OpenTime(OFFICE)).warn_at == at(warned)


def test_on_hold_the_rest_of_its_time_goes_on_afterwards():
    spans = ran(("2026-03-10 09:00", "running"), ("2026-03-10 12:00", "held"), ("2026-03-19 16:00", "running"))
    assert clock_of(spans, allowed(8, "hours"), OpenTime(OFFICE)).due_at == at("2026-03-20 13:00")
    assert clock_of(spans, allowed(5), OpenTime(OFFICE)).due_at == at("2026-03-26 17:00")
    onward = allowed(5, pauses_held=False)
    assert clock_of(spans, onward, OpenTime(OFFICE)).due_at == at("2026-03-17 17:00")


def test_paused_twice_and_for_two_reasons():
    spans = ran(
        ("2026-03-10 09:00", "running"),
        ("2026-03-10 11:00", "held"),
        ("2026-03-11 09:00", "running"),
        ("2026-03-11 12:00", "waiting"),
        ("2026-03-16 09:00", "running"),
    )
    both = allowed(8, "hours", pauses_waiting=True)
    assert clock_of(spans, both, OpenTime(OFFICE)).due_at == at("2026-03-16 12:00")
    assert clock_of(spans, allowed(8, "hours"), OpenTime(OFFICE)).due_at == at("2026-03-11 15:00")


def test_a_pause_of_a_moment_changes_nothing():
    for day in range(10, 17):
        since = f"2026-03-{day:02} 11:00"
        pause = ran(("2026-03-10 09:00", "running"), (since, "held"), (since, "running"))
        for policy in (allowed(5), allowed(36, "hours")):
            assert clock_of(pause, policy, OpenTime(OFFICE)) == clock_of(pause[:1], policy, OpenTime(OFFICE))


def test_while_it_stands_still_it_is_paused_and_breaks_never():
    spans = ran(("2026-03-10 09:00", "running"), ("2026-03-10 12:00", "held"))
    read = clock_of(spans, allowed(5), OpenTime(OFFICE))
    assert (read.due_at, read.warn_at, read.paused) == (NEVER, None, True)
    assert read.state(at("2027-03-10 12:00")) is State.PAUSED


def test_what_broke_before_a_pause_stays_broken_and_what_warned_stays_warned():
    late = ran(("2026-03-10 09:00", "running"), ("2026-03-12 09:00", "held"), ("2026-03-20 09:00", "running"))
    assert clock_of(late, allowed(1), OpenTime(OFFICE)).due_at == at("2026-03-11 17:00")
    read = clock_of(late, allowed(3, warn=(2, "days")), OpenTime(OFFICE))
    assert (read.warn_at, read.due_at) == (at("2026-03-11 17:00"), at("2026-03-23 17:00"))


def test_the_policy_may_change_while_it_runs():
    spans = ran(("2026-03-10 09:00", "running"))
    now = at("2026-03-12 12:30")
    states = [clock_of(spans, allowed(days), OpenTime(OFFICE)).state(now) for days in (1, 2, 5)]
    assert states == [State.BREACHED, State.AT_RISK, State.RUNNING]


def test_one_tape_answers_in_any_order():
    tape, dice = OpenTime(BROKEN), Random(7)
    for _ in range(300):
        since = at("2026-01-01 00:00") + dice.randrange(3 * 365 * 24 * 60) * MINUTE
        policy = allowed(dice.randrange(1, 40), dice.choice(("days", "hours")))
        assert clock_of((Span(since),), policy, tape) == clock_of((Span(since),), policy, OpenTime(BROKEN))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_around_every_change_of_clocks_a_deadline_lies_ahead_at_five_there():
    for case in json.loads((CORPUS / "own/dst_instants.json").read_text()):
        if case["zone"] == "Pacific/Apia":
            continue  # in 2011 it left out a whole day
        since = datetime.fromisoformat(case["utc"])
        until = due(allowed(1), since, Calendar(case["zone"]))
        there = until.astimezone(ZoneInfo(case["zone"]))
        assert (there.hour, there.minute) == (17, 0)
        assert there.weekday() < 5
        assert timedelta() < until - since < timedelta(days=5)


def test_the_calendar_is_the_sites_own(database):
    here = make.site("Leeds", hours=((0, 540, 720), (0, 780, 1020), (2, 600, 840)))
    with work() as db:
        db.execute(site_holiday.insert().values(site_id=here, on=date(2026, 3, 11), name="Staff day"))
    with reading() as db:
        found = calendar(db, here)
    assert found.open_on(date(2026, 3, 9)) == ((540, 720), (780, 1020))
    assert found.open_on(date(2026, 3, 10)) == found.open_on(date(2026, 3, 11)) == ()
    assert due(allowed(1), at("2026-03-10 09:00"), found) == at("2026-03-16 17:00")


def test_a_site_without_hours_is_open_in_office_hours(database):
    here = make.site("York")
    with reading() as db:
        assert calendar(db, here) == OFFICE
