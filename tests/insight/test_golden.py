"""The golden cases of the definitions: each is one that dashboards are known to get wrong.

That what begins on Friday at 16:30 with one business hour is due on Monday at 09:30 stands in tests/sla/test_clock.py.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from core import clock, insight, months, referral
from core.access import machine
from core.insight import METRICS, Asked, Course, Histogram, Measure, Sums, is_ripe
from core.insight.measures import COUNTED
from core.work import reading
from data.tables import event
from tests import make
from tests.insight.reference import nearest_rank
from tests.referral.story import booked, inbound, only_at, step
from tests.world.drain import drain

TEN_MONTHS = Asked(since=202601, until=months.moved(202601, 10))
EVER = Asked(since=200001, until=209901)
NAMES = ("Iris Okafor", "Tom Moss", "Mei Lin", "Rose Hill", "Ada Boon", "Sam Reed", "Jo Park", "Kit Dean")


def received(cast, at, name="Iris Okafor", site=None, **more):
    """A referral that was received at this moment, noted down two days later."""
    with clock.telling(at + timedelta(days=2)):
        place = site or cast.leeds
        who = make.patient(name, at=place)
        return inbound(cast, make.HOUSE, patient_id=who, site_id=place, received_at=at, **more)


def of_each_month(actor):
    return {month: sums.received for (month,), sums in insight.cells(actor, EVER, ("month",)).items()}


def test_ten_months_from_january_do_not_let_the_first_of_november_in(cast):
    received(cast, datetime(2026, 10, 31, 23, 59, 59, 999999, UTC))
    received(cast, datetime(2026, 11, 1, 0, 0, tzinfo=UTC), "Tom Moss")
    drain()
    assert TEN_MONTHS.until == 202611
    assert insight.sums(cast.mia, TEN_MONTHS).received == 1
    assert of_each_month(cast.mia) == {202610: 1, 202611: 1}


@pytest.mark.parametrize(
    ("zone", "at", "month"),
    [
        ("Europe/London", datetime(2026, 6, 30, 23, 30, tzinfo=UTC), 202607),
        ("America/St_Johns", datetime(2026, 7, 1, 1, 30, tzinfo=UTC), 202606),
        ("Pacific/Auckland", datetime(2026, 6, 30, 12, 0, tzinfo=UTC), 202607),
        ("America/St_Johns", datetime(2026, 11, 1, 3, 15, tzinfo=UTC), 202611),
        ("Europe/London", datetime(2026, 2, 28, 23, 59, tzinfo=UTC), 202602),
    ],
)
def test_what_comes_in_the_evening_belongs_to_the_day_that_it_is_there(cast, zone, at, month):
    there = make.site("Away", time_zone=zone)
    received(cast, at, site=there)
    drain()
    assert of_each_month(only_at(cast.mia, [there])) == {month: 1}


def test_days_are_those_on_the_wall_also_when_clocks_change(cast):
    """From late on Saturday to the first minutes of Monday are two days, though not quite one day passed in hours."""
    number = received(cast, datetime(2026, 3, 28, 23, 30, tzinfo=UTC))
    with clock.telling(datetime(2026, 3, 29, 23, 5, tzinfo=UTC)):
        step(cast.ana, number, "acknowledge")
        drain()
    assert insight.leads(cast.mia, Asked(since=202603, until=202604))[()]["acknowledged"].median == 2


def test_who_still_waits_never_lowers_a_median_in_silence(cast):
    """Three were booked after ten days; five still wait, and say so beside."""
    start = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    numbers = [received(cast, start, name) for name in NAMES]
    with clock.telling(start + timedelta(days=10)):
        for number in numbers[:3]:
            booked(cast, number, days=5)
        drain()
    for later in (11, 60):
        with clock.telling(start + timedelta(days=later)):
            lead = insight.leads(cast.mia, Asked(since=202603, until=202604))[()]["booked"]
        assert (lead.n, lead.median, lead.p90, lead.waiting) == (3, 10, 10, 5)


def test_of_fewer_than_five_there_are_counts_and_no_percentage(cast):
    for name in NAMES[:4]:
        booked(cast, received(cast, datetime(2026, 3, 2, 9, 0, tzinfo=UTC), name))
    drain()
    few = insight.rate("booking", insight.sums(cast.mia, EVER))
    assert (few.n, few.of, few.share, few.words) == (4, 4, None, "4 of 4")
    received(cast, datetime(2026, 3, 2, 9, 0, tzinfo=UTC), NAMES[4])
    drain()
    five = insight.rate("booking", insight.sums(cast.mia, EVER))
    assert (five.n, five.of, five.share, five.words) == (4, 5, 0.8, "80 %")


def test_of_nothing_there_is_no_percentage_either(cast):
    assert insight.rate("booking", insight.sums(cast.mia, EVER)).words == "none yet"
    assert insight.cells(cast.mia, EVER) == {}
    assert insight.leads(cast.mia, EVER) == {}
    assert insight.dwell(cast.mia, EVER) == {}


def test_a_month_too_recent_to_tell_is_said_and_not_left_out():
    ripe = METRICS["booking"]
    now = {202603: Sums(), 202604: Sums(tuple(9 * (one is Measure.RECEIVED) for one in COUNTED))}
    told = Course(Asked(since=202603, until=202605), date(2026, 5, 31), now, {})
    assert (told.told(ripe), told.recent(ripe)) == ([202603], [202604])
    assert told.whole.received == 9
    assert not is_ripe(ripe, 29)


@pytest.mark.parametrize(
    ("values", "median", "p90"),
    [
        ([7], 7, 7),
        ([1, 2], 1, 2),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5, 9),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 6, 10),
        ([0] * 9 + [100], 0, 0),
        ([0] * 9 + [100, 100], 0, 100),
    ],
)
def test_the_ninth_decile_is_the_value_of_nearest_rank(values, median, p90):
    kinds = sorted({*values})
    told = Histogram(tuple(kinds), tuple(values.count(each) for each in kinds))
    assert (told.rank(0.5), told.rank(0.9)) == (median, p90)
    assert (nearest_rank(values, 0.5), nearest_rank(values, 0.9)) == (median, p90)


def test_what_others_have_is_none_of_ones_own(cast):
    received(cast, datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    drain()
    stranger = only_at(cast.mia, [cast.hull])
    assert (insight.cells(stranger, EVER), insight.leads(stranger, EVER), insight.dwell(stranger, EVER)) == ({}, {}, {})


def test_a_step_that_came_too_late_is_late_though_nobody_was_there_to_tell(cast):
    """The jobs were down until the forty-second day: two were acknowledged before, and one after it was told."""
    start = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    with clock.telling(start):
        several = [inbound(cast, make.HOUSE, patient_id=make.patient(name, at=cast.leeds)) for name in NAMES[:3]]
    for number, days in zip(several, (0, 40, 42), strict=True):
        with clock.telling(start + timedelta(days=days, hours=1)):
            if days > 41:
                referral.tell_due(machine("job:clocks"))
            step(cast.ana, number, "acknowledge")
    drain()
    sums = insight.sums(cast.mia, EVER)
    assert (sums.acknowledged_in_time, sums.acknowledgements_due) == (1, 3)
    with reading() as db:
        wanted = select(event.c.facts).where(event.c.kind == "referral:acknowledged").order_by(event.c.id)
        told = [facts.get("late") for facts in db.execute(wanted).scalars()]
    assert told == [None, True, None], "said by the step only where nobody had told"
