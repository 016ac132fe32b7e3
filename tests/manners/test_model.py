"""Quiet hours on the patient's own clock, also when it changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from core.errors import Lacking
from core.manners import Manners, shipped

LONDON = "Europe/London"
SECOND = timedelta(seconds=1)
MANNERS = some.builds(Manners, some.integers(960, 1440), some.integers(1, 720), some.integers(1, 20))
ZONES = some.sampled_from([LONDON, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca"])
MOMENTS = some.integers(0, 365 * 24 * 60).map(
    lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)


@pytest.mark.parametrize(
    ("hour", "minute", "night"),
    [(20, 59, False), (21, 0, True), (23, 59, True), (0, 0, True), (7, 59, True), (8, 0, False)],
)
def test_it_is_quiet_from_nine_until_just_before_eight(hour, minute, night):
    moment = datetime(2026, 1, 14, hour, minute, tzinfo=UTC)
    assert shipped().is_quiet(moment, LONDON) is night
    assert (shipped().after_quiet(moment, LONDON) == moment) is not night
    assert (shipped().before_quiet(moment, LONDON) == moment) is not night


@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        (datetime(2026, 7, 14, 20, 30, tzinfo=UTC), datetime(2026, 7, 15, 7, tzinfo=UTC)),
        (datetime(2026, 3, 28, 22, 0, tzinfo=UTC), datetime(2026, 3, 29, 7, tzinfo=UTC)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 7, tzinfo=UTC)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), datetime(2026, 10, 25, 8, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 8, tzinfo=UTC)),
    ],
)
def test_the_morning_is_eight_on_that_clock_also_when_it_changes(moment, morning):
    assert shipped().after_quiet(moment, LONDON) == morning


@settings(max_examples=150, deadline=None)
@given(MANNERS, MOMENTS, ZONES)
def test_what_is_put_off_or_brought_forward_falls_into_the_day_and_no_further_than_it_must(manners, moment, zone):
    after, before = manners.after_quiet(moment, zone), manners.before_quiet(moment, zone)
    assert before <= moment <= after
    assert not manners.is_quiet(after, zone)
    assert not manners.is_quiet(before, zone)
    assert after - before <= timedelta(minutes=24 * 60 - manners.quiet_from + manners.quiet_until + 2 * 60)


def test_what_has_to_come_before_a_visit_comes_in_the_evening_where_the_morning_is_too_late():
    at_night = datetime(2026, 1, 14, 23, 0, tzinfo=UTC)
    eight = datetime(2026, 1, 15, 8, 0, tzinfo=UTC)
    assert shipped().around_quiet(at_night, LONDON, latest=eight) == eight
    assert shipped().around_quiet(at_night, LONDON, latest=eight - SECOND) == datetime(2026, 1, 14, 20, tzinfo=UTC)
    early = datetime.combine(date(2026, 1, 15), time(2), ZoneInfo(LONDON))
    assert shipped().around_quiet(early, LONDON, latest=early) == datetime(2026, 1, 14, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "asked"),
    [
        ("quiet_from", Manners(8 * 60, 8 * 60, 3)),
        ("quiet_from", Manners(25 * 60, 8 * 60, 3)),
        ("quiet_until", Manners(21 * 60, 0, 3)),
        ("quiet_until", Manners(21 * 60, 13 * 60, 3)),
        ("quiet_until", Manners(13 * 60, 12 * 60, 3)),
        ("most", Manners(21 * 60, 8 * 60, 0)),
        ("most", Manners(21 * 60, 8 * 60, 21)),
    ],
)
def test_what_leaves_no_day_or_no_message_is_refused(wrong, asked):
    with pytest.raises(Lacking) as refusal:
        asked.check()
    assert set(refusal.value.fields) == {wrong}
