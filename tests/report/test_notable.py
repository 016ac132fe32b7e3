"""What is said to stand out: nothing that chance brings about, and what it hardly would."""

from datetime import date
from math import comb
from random import Random

import pytest

from core import months
from core.insight import COUNTED, Histogram, Lead, Rate, Sums
from core.report.followup import CALM, NOTHING, YOUNG, follow_up, stands_out
from core.report.gathered import BACK, Figures, Waiting
from core.report.notable import CHANCE, apart, findings, held, surprise

OCTOBER, TODAY = 202510, date(2025, 11, 20)
"""Late enough for acknowledgements of October to be told, not for its bookings."""


def sums(**counts: int) -> Sums:
    return Sums(tuple(counts.get(measure.value, 0) for measure in COUNTED))


def year(month: dict[str, int], this: dict[str, int], **more: object) -> Figures:
    """Two years of months alike, and one that is not."""
    read = months.between(months.moved(OCTOBER, 1 - BACK), months.moved(OCTOBER, 1))
    by_month = {each: sums(**month) for each in read} | {OCTOBER: sums(**this)}
    return Figures(OCTOBER, TODAY, by_month, **more)  # type: ignore[arg-type]


def said(told: Figures) -> str:
    return " ".join(one.sentence for one in findings(told))


USUAL = {"received": 40, "acknowledgements_due": 40, "acknowledged_in_time": 38, "booked": 30}


def test_a_month_like_the_others_is_calm():
    told = year(USUAL, USUAL)
    assert findings(told) == []
    assert stands_out(told, []) == (CALM,)
    assert follow_up(told, []) == (NOTHING,)


def test_a_month_that_fell_is_told_with_what_to_do():
    told = year(USUAL, USUAL | {"acknowledged_in_time": 20})
    assert "Of those received in October, 50 % were acknowledged in time (20 of 40)" in said(told)
    assert "95 %" in said(told)
    assert any("who stands in" in one for one in follow_up(told, findings(told)))


def test_what_got_better_is_told_and_nothing_follows():
    told = year(USUAL | {"acknowledged_in_time": 20}, USUAL | {"acknowledged_in_time": 40})
    (found,) = findings(told)
    assert found.follow == ""


def test_half_as_many_referrals_stand_out_and_four_never_do():
    assert "15 referrals were received, fewer than usual" in said(year(USUAL, {"received": 15}))
    assert findings(year({"received": 1}, {"received": 4})) == []


def test_a_booking_rate_is_told_of_the_latest_month_that_can_be_told():
    """Sixty days after its end: in November that is August."""
    told = year(USUAL, USUAL)
    assert {one.month for one in held(told) if one.watched.metric == "booking"} == {202508}


def test_a_young_group_is_not_told_what_is_usual():
    told = Figures(OCTOBER, TODAY, {OCTOBER: sums(received=30)})
    assert findings(told) == []
    assert stands_out(told, []) == (YOUNG,)


def test_a_wait_that_doubled_stands_out():
    read = list(months.between(months.moved(OCTOBER, 1 - BACK), months.moved(OCTOBER, 1)))

    def waits(middle: int) -> dict[str, Lead]:
        days = Histogram(tuple(range(middle - 3, middle + 4)), (4, 5, 6, 7, 6, 5, 4))
        return {code: Lead(37, middle, middle + 2, 0, days) for code in ("acknowledged", "booked", "attended")}

    leads = {month: waits(7) for month in read} | {202508: waits(14)}
    told = year(USUAL, USUAL, leads=leads)
    assert "Half of those received in August that came to booking were there within 14 days" in said(told)


def test_a_practice_that_stopped_referring_is_to_be_called():
    told = year(USUAL, USUAL, practices={"Elm Road": (sums(received=1), sums(received=60))})
    assert "Elm Road referred 1 in the last three months, after 60 in the nine before" in said(told)
    assert "Call Elm Road and ask what has changed." in follow_up(told, findings(told))


def test_what_is_late_comes_first_and_nothing_comes_twice():
    told = year(USUAL, USUAL, waiting={"accepted": Waiting(7, 3, 1), "booked": Waiting(9, 0, 0)})
    sentences = follow_up(told, [])
    assert sentences[0] == "3 referrals are late now. Take these first."
    assert "7 patients are accepted and not booked. Ring them, the oldest first." in sentences
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize("of", [1, 4])
def test_below_five_nothing_lies_apart(of):
    assert apart(Rate(0, of, None), Rate(500, 500, 1.0)) == 0


def test_chance_alone_is_called_remarkable_once_in_a_hundred_times_or_less():
    """Exactly, for months of 40 beside a year of 480 of which seven in ten are booked."""
    before = Rate(336, 480, 0.7)
    chances = {n: comb(40, n) * 0.7**n * 0.3 ** (40 - n) for n in range(41)}
    remarkable = sum(chance for n, chance in chances.items() if abs(apart(Rate(n, 40, n / 40), before)) >= CHANCE)
    assert 0 < remarkable < 0.01


def test_a_year_of_chance_is_mostly_calm():
    dice = Random(3)
    loud = 0
    for _ in range(200):
        before = [sum(dice.random() < 0.5 for _ in range(80)) for _ in range(12)]
        now = sum(dice.random() < 0.5 for _ in range(80))
        loud += abs(surprise(now, sum(before) / 12, 12)) >= CHANCE
    assert loud <= 4
