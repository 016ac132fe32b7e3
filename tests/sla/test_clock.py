"""Deadlines fall at the end of a day on which the site is open, whatever clocks and holidays do."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.directory import Calendar, calendar
from core.sla import after_days, business_due, deadlines, due
from core.work import reading, work
from data.tables import site_holiday
from tests import make

LONDON = ZoneInfo("Europe/London")
OFFICE = Calendar("Europe/London")
BROKEN = Calendar("Europe/London", dict.fromkeys(range(5), ((540, 750), (810, 1050))) | {5: ((540, 720),)})
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


def at(text, zone=LONDON):
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


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
        ("2026-03-14 09:00", 0, "2026-03-16 17:00"),
    ],
)
def test_working_days_end_with_the_day(since, days, until):
    assert after_days(days, at(since), OFFICE) == at(until)


def test_an_evening_belongs_to_its_local_day():
    evening = datetime(2026, 6, 8, 23, 30, tzinfo=UTC)  # Tuesday 00:30 in London
    assert after_days(1, evening, OFFICE) == at("2026-06-10 17:00")


def test_holidays_do_not_count():
    closed = Calendar("Europe/London", holidays=CHRISTMAS)
    assert after_days(1, at("2026-12-24 10:00"), closed) == at("2026-12-29 17:00")
    assert after_days(5, at("2026-12-24 10:00"), closed) == at("2027-01-05 17:00")


def test_a_day_ends_with_its_last_block():
    assert after_days(1, at("2026-03-12 09:00"), BROKEN) == at("2026-03-13 17:30")
    assert after_days(2, at("2026-03-12 09:00"), BROKEN) == at("2026-03-14 12:00")


def test_a_site_may_be_open_until_midnight():
    night = Calendar("Europe/London", {6: ((20 * 60, 24 * 60),)})
    assert after_days(1, at("2026-10-20 12:00"), night) == at("2026-10-26 00:00")


def test_a_site_that_never_opens_is_a_bug_and_not_a_loop():
    with pytest.raises(ValueError, match="no opening hours"):
        after_days(1, at("2026-03-10 09:00"), Calendar("Europe/London", {}))
    with pytest.raises(ValueError, match="no opening hours"):
        business_due(at("2026-03-10 09:00"), timedelta(hours=1), Calendar("Europe/London", {}))


@pytest.mark.parametrize(
    ("since", "hours", "until"),
    [
        ("2026-03-13 16:30", 1, "2026-03-16 09:30"),
        ("2026-03-13 16:30", 0.5, "2026-03-13 17:00"),
        ("2026-03-14 12:00", 1, "2026-03-16 10:00"),
        ("2026-03-10 07:00", 1, "2026-03-10 10:00"),
        ("2026-03-10 09:00", 8, "2026-03-10 17:00"),
        ("2026-03-10 09:00", 16.5, "2026-03-12 09:30"),
        ("2026-03-27 16:00", 2, "2026-03-30 10:00"),
    ],
)
def test_business_time_runs_only_while_the_site_is_open(since, hours, until):
    assert business_due(at(since), timedelta(hours=hours), OFFICE) == at(until)


def test_business_time_skips_the_break_at_noon():
    assert business_due(at("2026-03-10 12:00"), timedelta(hours=1), BROKEN) == at("2026-03-10 14:00")


def test_business_time_is_time_that_really_passed():
    always = Calendar("Europe/London", dict.fromkeys(range(7), ((0, 24 * 60),)))
    assert business_due(at("2026-03-29 00:30"), timedelta(hours=1), always) == at("2026-03-29 02:30")
    assert business_due(at("2026-10-25 00:30"), timedelta(hours=2), always) == at("2026-10-25 01:30", UTC)


@pytest.mark.parametrize(
    ("what", "urgency", "until"),
    [
        ("acknowledge", "routine", "2026-03-17 17:00"),
        ("acknowledge", "soon", "2026-03-13 17:00"),
        ("acknowledge", "suspected_cancer", "2026-03-11 17:00"),
        ("decide", "urgent", "2026-03-24 17:00"),
        ("report", "routine", "2026-03-30 17:00"),
    ],
)
def test_what_is_due_by_urgency(what, urgency, until):
    assert due(what, urgency, at("2026-03-10 09:00"), OFFICE) == at(until)


def test_nothing_more_urgent_is_due_later():
    for by_urgency in deadlines().values():
        days = [by_urgency[name] for name in ("routine", "soon", "urgent", "suspected_cancer")]
        assert days == sorted(days, reverse=True)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_around_every_change_of_clocks_a_deadline_lies_ahead_at_five_there():
    for case in json.loads((CORPUS / "own/dst_instants.json").read_text()):
        if case["zone"] == "Pacific/Apia":
            continue  # in 2011 it left out a whole day
        since = datetime.fromisoformat(case["utc"])
        until = after_days(1, since, Calendar(case["zone"]))
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
    assert after_days(1, at("2026-03-10 09:00"), found) == at("2026-03-16 17:00")


def test_a_site_without_hours_is_open_in_office_hours(database):
    here = make.site("York")
    with reading() as db:
        assert calendar(db, here) == OFFICE
