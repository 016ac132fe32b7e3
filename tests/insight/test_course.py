"""A period is held against another, and no month against one that had more time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core import clock, insight
from core.errors import NotAllowed
from core.insight import METRICS, Asked, Course, Measure, Sums
from core.insight.measures import COUNTED
from tests.referral.story import booked, inbound, only_at, outbound
from tests.world.drain import drain

MARCH = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
BOOKING = METRICS["booking"]


def sums(**counts):
    """Sums that count only this."""
    return Sums(tuple(counts.get(measure.value, 0) for measure in COUNTED))


def told(now, then=None, today=date(2026, 6, 1), **asked):
    """A course of these months, from January 2026 on."""
    period = Asked(since=202601, until=202601 + len(now), **asked)
    before = period.compared.months if period.compared else []
    return Course(period, today, dict(zip(period.months, now, strict=True)), dict(zip(before, then or [], strict=True)))


def test_a_month_can_be_told_so_many_days_after_it_ended():
    ended = date(2026, 2, 1)
    for days, known in ((BOOKING.ripe - 1, []), (BOOKING.ripe, [202601])):
        course = told([sums(received=9)], [sums()], ended + timedelta(days=days))
        assert course.told(BOOKING) == known
        assert course.recent(BOOKING) == [month for month in [202601] if month not in known]


def test_what_changed_is_told_of_months_that_are_old_enough():
    now = [sums(received=10, booked=8), sums(received=10, booked=1)]
    then = [sums(received=10, booked=6), sums(received=10, booked=6)]
    change = told(now, then, date(2026, 4, 15)).change(BOOKING)
    assert (change.now.n, change.now.of, change.then.n, change.then.of) == (8, 10, 6, 10)
    assert round(change.points) == 20


def test_nothing_changed_where_nothing_can_be_told():
    month = [sums(received=10, booked=8)]
    assert told(month, month, date(2026, 2, 2)).change(BOOKING) is None
    assert told(month, compare="nothing").change(BOOKING) is None


def test_a_change_between_few_has_no_points():
    change = told([sums(received=4, booked=4)], [sums(received=10, booked=5)]).change(BOOKING)
    assert change.points is None


def test_a_period_is_not_held_against_one_that_began_before_there_was_anything():
    months = [sums(received=3), sums(received=4)]
    assert told(months, [sums(), sums(received=5)]).whole_before is None
    assert told(months, [sums(received=1), sums(received=5)]).whole_before.received == 6


def test_every_month_is_there_also_where_nothing_came(cast):
    with clock.telling(MARCH):
        first, _ = inbound(cast), outbound(cast)
        booked(cast, first)
        drain()
        course = insight.course(cast.mia, Asked(since=202602, until=202604))
    assert [sums.received for sums in course.now.values()] == [0, 2]
    assert [sums.received for sums in course.then.values()] == [0, 0]
    assert (course.whole.booked, course.whole[Measure.SENT]) == (1, 1)


def test_the_months_of_another_site_are_not_told(cast):
    with clock.telling(MARCH):
        inbound(cast)
        drain()
    asked = Asked(since=202603, until=202604)
    assert insight.course(only_at(cast.mia, {cast.hull}), asked).whole.received == 0
    assert insight.course(cast.mia, replace(asked, sites=frozenset({cast.hull}))).whole.received == 0
    with pytest.raises(NotAllowed):
        insight.course(cast.dev, asked)
