"""What comes again comes on the day people mean: month ends, leap years, clock changes, after a long silence."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.errors import Lacking
from core.task.rhythm import Again, Rhythm, Unit, due_day, due_like, midnight

LONDON = "Europe/London"


def days(rhythm, first, n):
    found = [first]
    while len(found) <= n and (following := rhythm.after(found[-1])):
        found.append(following)
    return found[1:]


def test_the_end_of_a_month_stays_the_end_of_a_month():
    last = Rhythm(Unit.MONTH, on=31)
    assert days(last, date(2028, 1, 31), 4) == [date(2028, m, d) for m, d in ((2, 29), (3, 31), (4, 30), (5, 31))]
    assert days(Rhythm(Unit.MONTH, on=30), date(2027, 1, 30), 2) == [date(2027, 2, 28), date(2027, 3, 30)]


def test_months_go_over_the_end_of_the_year():
    assert days(Rhythm(Unit.MONTH, 5, on=10), date(2026, 10, 10), 2) == [date(2027, 3, 10), date(2027, 8, 10)]
    assert days(Rhythm(Unit.MONTH, 12, on=1), date(2026, 12, 1), 1) == [date(2027, 12, 1)]


def test_a_first_day_beside_the_rhythm_leads_into_it():
    wednesday = date(2026, 3, 11)
    assert days(Rhythm(Unit.WEEK, 2, on=4), wednesday, 2) == [date(2026, 3, 13), date(2026, 3, 27)]
    assert days(Rhythm(Unit.WEEK, on=0), wednesday, 1) == [date(2026, 3, 16)]
    assert days(Rhythm(Unit.MONTH, on=15), wednesday, 1) == [date(2026, 3, 15)]


def test_every_weekday_and_every_distance_agrees_with_counting_days():
    """Written differently: walk day by day, and count the weeks by their Mondays."""
    for every in (1, 2, 3):
        for on in range(7):
            first = date(2026, 1, 5) + timedelta(days=on)
            walked = [first + timedelta(days=n) for n in range(1, 80)]
            meant = [day for day in walked if day.weekday() == on and (day - first).days // 7 % every == 0]
            assert days(Rhythm(Unit.WEEK, every, on), first, 80)[: len(meant)] == meant


def test_nothing_comes_after_its_last_day():
    rhythm = Rhythm(Unit.DAY, 7, until=date(2026, 3, 17))
    assert days(rhythm, date(2026, 3, 3), 5) == [date(2026, 3, 10), date(2026, 3, 17)]


def test_after_a_long_silence_only_the_newest_comes_and_the_others_are_counted():
    daily = Rhythm(Unit.DAY)
    assert daily.upcoming(date(2026, 1, 1), date(2026, 2, 15)) == (date(2026, 2, 15), 44)
    assert daily.upcoming(date(2026, 1, 1), date(2026, 1, 1)) == (date(2026, 1, 2), 0)
    assert Rhythm(Unit.WEEK, on=3).upcoming(date(2026, 1, 1), date(2026, 1, 20)) == (date(2026, 1, 15), 1)
    assert Rhythm(Unit.DAY, until=date(2026, 1, 1)).upcoming(date(2026, 1, 1), date(2026, 3, 1)) == (None, 0)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)], ids=["spring", "autumn"])
def test_it_is_due_at_the_same_time_of_the_wall_clock_across_a_change_of_the_clocks(day):
    before = day - timedelta(days=1)
    for at in (time(9), time(1, 30), time(23, 59)):
        due = due_like(datetime.combine(before, at, ZoneInfo(LONDON)), day + timedelta(days=1), LONDON)
        assert due == datetime.combine(day + timedelta(days=1), at, ZoneInfo(LONDON))
    whole = due_like(midnight(day, LONDON), day, LONDON)
    assert whole == midnight(day + timedelta(days=1), LONDON)
    assert whole - midnight(day, LONDON) in {timedelta(hours=23), timedelta(hours=25), timedelta(days=1)}
    assert due_day(whole, LONDON) == day


def test_the_next_opens_when_its_day_begins_there():
    again = Again.on(Rhythm(Unit.MONTH, on=31), date(2026, 2, 28), LONDON)
    assert again.next_at == datetime(2026, 3, 31, tzinfo=ZoneInfo(LONDON))
    assert Again.on(Rhythm(Unit.DAY, until=date(2026, 2, 28)), date(2026, 2, 28), LONDON).next_at is None


@pytest.mark.parametrize(
    ("rhythm", "field"),
    [
        (Rhythm(Unit.DAY, 0), "every"),
        (Rhythm(Unit.WEEK, 53), "every"),
        (Rhythm(Unit.WEEK, 1, 7), "on"),
        (Rhythm(Unit.MONTH, 1, 0), "on"),
        (Rhythm(Unit.MONTH, 1, 32), "on"),
    ],
)
def test_what_never_comes_is_refused(rhythm, field):
    with pytest.raises(Lacking) as lacking:
        rhythm.check()
    assert set(lacking.value.fields) == {field}


@pytest.mark.parametrize(
    ("rhythm", "words"),
    [
        (Rhythm(Unit.DAY), "Every day"),
        (Rhythm(Unit.DAY, 3), "Every 3 days"),
        (Rhythm(Unit.WEEK, 2, 4), "Every 2 weeks on Friday"),
        (Rhythm(Unit.MONTH, 1, 22), "Every month on the 22nd"),
        (Rhythm(Unit.MONTH, 3, 31, date(2027, 3, 3)), "Every 3 months on the last day, until 3 Mar 2027"),
        (Rhythm(Unit.MONTH, 1, 13), "Every month on the 13th"),
    ],
)
def test_a_rhythm_is_said_in_words_and_kept_as_it_is(rhythm, words):
    assert str(rhythm) == words
    assert Rhythm.read(rhythm.spelt) == rhythm
