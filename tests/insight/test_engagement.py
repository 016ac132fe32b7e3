"""When a practice has lapsed: golden cases of its own usual gap, and of silence beside it."""

from datetime import date, timedelta

import pytest

from core.insight.engagement import Engagement, Gap, usual_gap

TODAY = date(2026, 3, 10)


def ago(*days: int) -> list[date]:
    return [TODAY - timedelta(days=each) for each in days]


def test_the_usual_gap_is_the_median_of_theirs():
    assert usual_gap(ago(100, 90, 70, 40, 0), TODAY) == Gap(20, 4)
    assert usual_gap(ago(0, 40, 70, 90, 100, 101), TODAY) == Gap(20, 5)


def test_several_on_one_day_are_one_word_from_them():
    assert usual_gap(ago(100, 100, 90, 70, 70, 40, 0), TODAY) == Gap(20, 4)


def test_fewer_than_four_gaps_make_nothing_usual():
    assert usual_gap(ago(60, 40, 20, 0), TODAY) is None
    assert usual_gap([], TODAY) is None
    assert not Engagement(TODAY, last_on=TODAY - timedelta(days=700)).lapsed


def test_what_is_older_than_two_years_or_still_to_come_counts_no_more():
    assert usual_gap(ago(900, 800, 731, 730, 40, 20, 0), TODAY) is None
    assert usual_gap(ago(729, 60, 40, 20, 0), TODAY) == Gap(20, 4)
    assert usual_gap([*ago(60, 40, 20, 0), TODAY + timedelta(days=20)], TODAY) is None


@pytest.mark.parametrize(
    ("gap", "silence", "lapsed"),
    [(30, 60, False), (30, 61, True), (1, 14, False), (1, 15, True), (7, 14, False), (8, 16, False), (8, 17, True)],
)
def test_it_has_lapsed_after_twice_its_own_gap_and_never_within_a_fortnight(gap, silence, lapsed):
    (last,) = ago(silence)
    assert Engagement(TODAY, last, Gap(gap, 4)).lapsed is lapsed


def test_a_practice_that_never_referred_is_silent_and_not_lapsed():
    never = Engagement(TODAY)
    assert (never.silence, never.lapsed, never.change) == (None, False, None)


def test_the_trend_is_beside_the_twelve_months_before():
    assert Engagement(TODAY, now=20, before=30).change == pytest.approx(-1 / 3)
    assert Engagement(TODAY, now=4, before=0).change is None
    assert Engagement(TODAY, now=4).change is None, "nothing was counted then"
