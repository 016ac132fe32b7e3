"""Our reference can be read aloud and mistyped without reaching another patient."""

import pytest

from core.referral.reference import read, spell


def test_a_reference_is_read_however_it_is_typed():
    whole = spell(2026, 123)
    for typed in (whole, whole.lower(), f" {whole} ", whole.replace("-", " "), "2026-123", "b2026-000123"):
        assert read(typed) == whole


@pytest.mark.parametrize("number", [1, 123, 4711, 99999, 123456])
def test_any_one_wrong_digit_shows(number):
    whole = spell(2026, number)
    for place, digit in enumerate(whole):
        for other in "0123456789":
            if digit.isdigit() and digit != other:
                assert read(whole[:place] + other + whole[place + 1 :]) is None


def test_two_swapped_neighbours_show():
    whole = spell(2026, 123456)
    digits = [place for place, c in enumerate(whole) if c.isdigit() and whole[place + 1].isdigit()]
    for place in digits:
        if whole[place] != whole[place + 1]:
            assert read(whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]) is None


@pytest.mark.parametrize("typed", ["", "B-2026", "Iris Okafor", "B-2026-000123-O", "١٢٣٤-١٢٣", "B-2026-1234567-A"])
def test_what_is_no_reference_is_none(typed):
    assert read(typed) is None
