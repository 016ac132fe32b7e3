"""Histograms that are added up as they are read tell what counting one by one gives, however many there are."""

import random
from collections import Counter, defaultdict

import pytest

from core.insight import histogram
from core.insight.histogram import Growing, Histogram, packed


def drawn(dice):
    """Rows of two columns of histograms, some of them empty, under a dozen keys that come again."""
    some = [Counter(dice.choices(range(400), k=dice.choice((0, 1, 30)))) for _ in range(120)]
    return [(dice.randrange(12), one, other) for one, other in zip(some, reversed(some), strict=True)]


@pytest.mark.parametrize("dense", [0, 6_000, 1 << 20], ids=["pair by pair", "begun in a table", "in a table"])
@pytest.mark.parametrize("seed", range(3))
def test_all_that_has_one_key_is_one_histogram(monkeypatch, dense, seed):
    monkeypatch.setattr(histogram, "DENSE", dense)
    rows, found, by_hand = drawn(random.Random(seed)), Growing(2), defaultdict(lambda: (Counter(), Counter()))
    for some in (rows[:5], rows[5:]):
        found.add([key for key, *_ in some], *([packed(row[which]) for row in some] for which in (1, 2)))
    for key, *several in rows:
        for kept, one in zip(by_hand[key], several, strict=True):
            kept.update(one)
    counted = [one for each in by_hand.values() for one in each]
    expected = [Histogram(*map(tuple, zip(*sorted(one.items()), strict=True))) for one in counted]
    whole = found.whole()
    assert found.keys == list(by_hand)
    assert whole.each() == expected
    assert whole.told(0.5, 0.9) == [(one.n, one.rank(0.5), one.rank(0.9)) for one in expected]


def test_nothing_at_all_is_no_histogram():
    found = Growing()
    assert (found.keys, found.whole().each(), found.whole().told(0.5)) == ([], [], [])
    found.add(["empty"], [b""])
    assert (found.whole().each(), found.whole().told(0.5)) == ([Histogram()], [(0, None)])
