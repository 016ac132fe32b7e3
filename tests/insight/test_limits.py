"""Which shares chance alone gives: by hand, as published, and against another reckoning of the same distribution."""

import random

import pytest
from scipy.stats import binom

from core.insight.limits import Standing, at_most, by_chance, funnel, interval, limits, standing


def test_ten_tosses_of_a_coin_by_hand():
    """At most one head in ten: 11 of 1,024; at most two: 56 of 1,024. So 2.5 % lies between one and two."""
    here = limits(10, 0.5)
    assert here.low == pytest.approx((2 - (56 / 1024 - 0.025) / (45 / 1024)) / 10)
    assert here.high == pytest.approx(1 - here.low)
    assert here.lowest == pytest.approx((1 - (11 / 1024 - 0.001) / (10 / 1024)) / 10)
    assert here.highest == pytest.approx(1 - here.lowest)


def test_the_distribution_is_that_of_another_reckoning():
    dice = random.Random(5)
    for _ in range(400):
        n, share = dice.choice([dice.randint(1, 60), dice.randint(60, 40_000)]), dice.random()
        count = min(n, round(dice.gauss(n * share, (n * share * (1 - share)) ** 0.5 + 1)))
        assert at_most(count, n, share) == pytest.approx(binom.cdf(count, n, share), abs=1e-9)


def test_a_site_stands_outside_just_where_the_exact_test_says_so():
    dice = random.Random(7)
    for _ in range(300):
        n, expected = dice.randint(5, 400), dice.uniform(0.02, 0.98)
        for part in range(0, n + 1, max(1, n // 40)):
            tail = min(binom.cdf(part, n, expected), binom.sf(part - 1, n, expected))
            said = standing(part, n, expected)
            assert said.outside == (tail < 0.025), (part, n, expected)
            assert said.telling == (tail < 0.001), (part, n, expected)


def test_a_small_site_is_not_shamed_by_what_chance_gives():
    assert standing(1, 4, 0.8) is Standing.FEW
    assert standing(3, 6, 0.8) is Standing.WITHIN
    assert standing(300, 600, 0.8) is Standing.FAR_BELOW
    assert standing(30, 45, 0.8) is Standing.BELOW
    assert standing(592, 600, 0.8) is Standing.FAR_ABOVE


def test_where_everybody_or_nobody_is_one_nothing_is_outside_but_what_differs():
    assert standing(0, 9, 0.0) is Standing.WITHIN
    assert standing(9, 9, 1.0) is Standing.WITHIN
    assert standing(1, 9, 0.0) is Standing.FAR_ABOVE
    assert standing(8, 9, 1.0) is Standing.FAR_BELOW


def test_words_never_judge():
    said = " ".join(each.words() for each in Standing).lower()
    assert Standing.BELOW.words() == "Rather fewer than expected"
    assert Standing.FAR_ABOVE.words("shorter", "longer") == "Longer than expected"
    assert not any(word in said for word in ("worst", "best", "bad", "poor", "good", "outlier"))


def test_the_funnel_narrows_and_holds_the_mean():
    edges = funnel(0.7, 5, 2_000)
    assert (edges[0].n, edges[-1].n) == (5, 2_000)
    for edge in edges:
        here = edge.limits
        assert 0 <= here.lowest <= here.low <= 0.7 <= here.high <= here.highest <= 1
    assert edges[-1].limits.high - edges[-1].limits.low < 0.05 < edges[0].limits.high - edges[0].limits.low
    assert [edge.n for edge in funnel(0.7, 9, 9)] == [9, 10]


def test_it_is_said_how_many_stand_outside_by_chance():
    assert by_chance([Standing.WITHIN] * 30 + [Standing.BELOW] * 10 + [Standing.FEW] * 5) == pytest.approx(2)


@pytest.mark.parametrize(
    ("part", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_are_those_that_newcombe_published(part, n, low, high):
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3."""
    assert interval(part, n) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
