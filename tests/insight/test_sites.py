"""Sites side by side: each held against a plain count of its rows, none shamed by chance, none seen by others."""

from datetime import date
from statistics import median_low

import pytest
from sqlalchemy import update

from core import clock, insight
from core.errors import Refusal
from core.insight import FIGURES, Asked, Standing, Told
from core.work import work
from data.tables import site
from tests.insight.lively import NOW, lives, manager, months, raw

YEAR = Asked(since=202503, until=202603)
SINCE, UNTIL = date(2025, 3, 1), date(2026, 3, 1)


@pytest.fixture
def lively(cast):
    lives(cast, 150)
    with clock.telling(NOW):
        yield cast


def beside(actor, code="booking", asked=YEAR):
    return insight.side_by_side(actor, asked, code)


def test_each_site_is_what_its_rows_say(lively):
    everywhere = manager(lively, lively.leeds, lively.york, lively.hull)
    rows = raw(sorted(everywhere.sites))
    shares_agree(everywhere, rows)
    waits_agree(everywhere, rows)
    sums_agree(everywhere)
    order_agrees(everywhere)


def shares_agree(actor, rows):
    found = beside(actor)
    for one in found.sites:
        mine = months(rows, SINCE, UNTIL, site=one.id)
        before = months(rows, date(2024, 3, 1), SINCE, site=one.id)
        value = found.figure.value(one.told)
        assert (value.part, value.n) == (sum(each.booked_on is not None for each in mine), len(mine))
        assert one.before.sums.received == len(before)
        assert [told.sums.received for told in one.months] == [
            len([each for each in mine if each.received_on.strftime("%Y%m") == str(month)]) for month in YEAR.months
        ]
        assert dict(one.mix) == {
            code: len([each for each in mine if each.specialty == code]) for code in {each.specialty for each in mine}
        }
    missed = beside(actor, "no_show")
    for one in missed.sites:
        mine = months(rows, SINCE, UNTIL, site=one.id)
        came, not_ = sum(each.attended for each in mine), sum(each.missed for each in mine)
        assert (missed.figure.value(one.told).part, missed.figure.value(one.told).n) == (not_, came + not_)


def waits_agree(actor, rows):
    found = beside(actor, "days_booked")
    for one in found.sites:
        mine = [each for each in months(rows, SINCE, UNTIL, site=one.id) if each.booked_on]
        days = [(each.booked_on - each.received_on).days for each in mine]
        value = found.figure.value(one.told)
        assert value.n == len(days)
        if len(days) >= 5:
            assert value.amount == median_low(days)
            assert value.low <= value.amount <= value.high


def sums_agree(actor):
    """What all have together is the sum of what each has, whatever it is ranked by."""
    for code in FIGURES:
        found = beside(actor, code)
        assert insight.added(one.told.sums for one in found.sites) == found.whole.sums == insight.sums(actor, YEAR)
        assert insight.added(one.before.sums for one in found.sites) == found.whole_before.sums
        for one in found.sites:
            assert insight.added(told.sums for told in one.months) == one.told.sums


def order_agrees(actor):
    found = beside(actor)
    booking = [found.figure.value(one.told).amount for one in found.sites]
    assert booking == sorted(booking, reverse=True)
    missed = beside(actor, "no_show")
    known = [value.amount for one in missed.sites if (value := missed.figure.value(one.told)).amount is not None]
    assert known == sorted(known)


def test_one_sees_the_sites_one_answers_for_and_no_others(lively):
    leeds = beside(manager(lively, lively.leeds))
    assert [one.id for one in leeds.sites] == [lively.leeds]
    assert leeds.whole == leeds.sites[0].told
    assert leeds.standing(leeds.sites[0]) is None, "held against itself alone it says nothing"
    assert {one.id for one in beside(lively.cleo).sites} == {lively.leeds, lively.york, lively.hull}
    narrowed = Asked(since=202503, until=202603, sites=frozenset({lively.leeds, lively.york}))
    assert [one.id for one in beside(manager(lively, lively.york), asked=narrowed).sites] == [lively.york]
    for nobody in (lively.dev, lively.ben):
        with pytest.raises(Refusal):
            beside(nobody)


def test_a_site_that_closed_stays_where_it_has_something_to_tell(lively):
    with work() as db:
        db.execute(update(site).where(site.c.id == lively.hull).values(closed_on=date(2025, 9, 14)))
    there = {one.id: one for one in beside(lively.cleo).sites}
    assert there[lively.hull].closed_on == date(2025, 9, 14)
    assert there[lively.hull].told.sums.received
    later = Asked(since=202703, until=202704, compare="nothing")
    assert {one.id for one in beside(lively.cleo, asked=later).sites} == {lively.leeds, lively.york}


def test_an_empty_group_says_nothing_untrue(cast):
    with clock.telling(NOW):
        for code in FIGURES:
            found = beside(cast.cleo, code)
            assert len(found.sites) == 3
            assert all(not found.figure.value(one.told).amount for one in found.sites)
            assert {found.standing(one) for one in found.sites} == {None}


def test_few_referrals_are_told_as_counts(cast):
    lives(cast, 2)
    with clock.telling(NOW):
        found = beside(cast.cleo, asked=Asked(since=202403, until=202604))
    assert found.whole.sums.received == 2
    assert all(found.figure.value(one.told).amount is None for one in found.sites)


def test_a_wait_is_held_against_how_many_of_all_waited_longer():
    days = FIGURES["days_booked"]

    def told(counts):
        hist = insight.Histogram(tuple(counts), tuple(counts.values()))
        return Told(leads={"booked": insight.Lead(hist.n, hist.rank(0.5), hist.rank(0.9), 0, hist)})

    held = days.held(told({3: 2, 10: 6}), told({3: 60, 10: 40}))
    assert (held.part, held.n, held.expected) == (6, 8, 0.4)
    assert days.held(told({3: 2}), told({3: 4})) is None
    value = days.value(told({1: 10, 5: 80, 30: 10}))
    assert (value.amount, value.low, value.high) == (5, 5, 5)
    assert Standing.ABOVE.words("shorter", "longer") == "Rather longer than expected"
