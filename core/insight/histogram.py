"""Histograms as bytes: which values there are and how often, in pairs, so that thousands are added up at once.

Lead times are kept in whole days. Stays are kept in logarithmic buckets of seven per cent, so that a stay read back out
of its bucket is at most 3.5 per cent off.
"""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import accumulate, chain, count, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

PAIR = np.dtype("<i4")
DENSE = 1 << 20
"""Up to so many places a table holds a count for every key and value; what else there is is kept pair by pair."""
Numbers = NDArray[Any]
Pairs = tuple[Numbers, Numbers, Numbers]
"""To which each belongs, the value, and how often that is there."""
RATIO = 1.07
MINUTE = timedelta(minutes=1)


def packed(counts: Mapping[int, int]) -> bytes:
    """As they are stored: value and count, the lowest value first; what is there no times is left out."""
    pairs = sorted((value, n) for value, n in counts.items() if n)
    return np.array(pairs, dtype=PAIR).tobytes()


def unpacked(stored: bytes) -> dict[int, int]:
    """How often there is each value."""
    pairs = np.frombuffer(stored, dtype=PAIR).reshape(-1, 2)
    return dict(zip(pairs[:, 0].tolist(), pairs[:, 1].tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Histogram:
    """`values` in ascending order, each with how often it is there."""

    values: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()

    @property
    def n(self) -> int:
        """How many there are in all."""
        return sum(self.counts)

    def rank(self, share: float) -> int | None:
        """The value of nearest rank, the ⌈share · n⌉th smallest; None without any."""
        wanted = max(math.ceil(round(share * self.n, 6)), 1)
        place = bisect_left(list(accumulate(self.counts)), wanted)
        return self.values[place] if place < len(self.values) else None


@dataclass(frozen=True, slots=True)
class Totals:
    """Histograms one after the other: their values, how often each is there, and where in these each of them ends."""

    values: Numbers
    counts: Numbers
    ends: Numbers

    def told(self, *shares: float) -> list[tuple[int | None, ...]]:
        """Of each how many there are, and the values of nearest rank for these shares, as Histogram has them."""
        until = np.append(0, np.cumsum(self.counts))
        reached = until[np.append(0, self.ends)]
        before, n = reached[:-1], np.diff(reached)
        ranks = (before + np.maximum(np.ceil(np.round(share * n, 6)), 1) for share in shares)
        found = (self._values(np.searchsorted(until[1:], rank), n) for rank in ranks)
        return list(zip(n.tolist(), *found, strict=True))

    def each(self) -> list[Histogram]:
        """One by one."""
        values, counts = self.values.tolist(), self.counts.tolist()
        parts = pairwise([0, *self.ends.tolist()])
        return [Histogram(tuple(values[since:until]), tuple(counts[since:until])) for since, until in parts]

    def _values(self, places: Numbers, n: Numbers) -> list[int | None]:
        found = self.values[np.minimum(places, len(self.values) - 1)].tolist() if len(self.values) else [None] * len(n)
        return found if n.all() else [value if there else None for value, there in zip(found, n, strict=True)]


class Growing:
    """Histograms by their keys, so many for each, added to as rows are read, so that the rows need not be held."""

    def __init__(self, for_each: int = 1) -> None:
        self._places: dict[Any, int] = defaultdict(count().__next__)
        self._for_each = for_each
        self._table = np.zeros((0, 0))
        self._beyond: list[Pairs] = []

    def add(self, keys: Iterable[Any], *columns: Sequence[bytes]) -> None:
        """Of each row what is stored in each of these columns to the histograms of its key."""
        stored = [*chain(*columns)]
        of = np.fromiter(map(self._places.__getitem__, keys), dtype=np.int64, count=len(columns[0]))
        of = np.concatenate([of * self._for_each + place for place in range(self._for_each)])
        lengths = np.fromiter(map(len, stored), dtype=np.int64, count=len(stored)) // (2 * PAIR.itemsize)
        pairs = np.frombuffer(b"".join(stored), dtype=PAIR).reshape(-1, 2)
        self._add(of, lengths, pairs[:, 0], pairs[:, 1])

    def _add(self, of: Numbers, lengths: Numbers, values: Numbers, counts: Numbers) -> None:
        height = len(self._places) * self._for_each
        width = max(self._table.shape[1], int(values.max(initial=0)) + 1)
        if height * width > DENSE:
            self._beyond.append((of.repeat(lengths), values, counts))
            return
        if self._table.shape != (height, width):
            self._table = _grown(self._table, height, width)
        cells = (of * width).repeat(lengths)
        cells += values
        self._table += np.bincount(cells, counts, height * width).reshape(height, width)

    @property
    def keys(self) -> list[Any]:
        """In the order in which they came."""
        return list(self._places)

    def whole(self) -> Totals:
        """All that was added, by key and then by value."""
        which, values = self._table.nonzero()
        found: Pairs = which, values, self._table[which, values]
        if self._beyond:
            found = _together(*(np.concatenate(each) for each in zip(found, *self._beyond, strict=True)))
        which, values, counts = found
        ends = np.searchsorted(which, np.arange(len(self._places) * self._for_each), side="right")
        return Totals(values, counts.astype(np.int64), ends)


def _grown(table: Numbers, height: int, width: int) -> Numbers:
    larger = np.zeros((height, width))
    larger[: table.shape[0], : table.shape[1]] = table
    return larger


def _together(which: Numbers, values: Numbers, counts: Numbers) -> Pairs:
    """Pairs in any order, each of which may be there several times, in order and once."""
    width = int(values.max(initial=0)) + 1
    cells, places = np.unique(which * width + values, return_inverse=True)
    return cells // width, cells % width, np.bincount(places, counts).astype(np.int64)


def merged(several: Iterable[Histogram]) -> Histogram:
    """All of those that were read already."""
    counts: Counter[int] = Counter()
    for each in several:
        counts.update(dict(zip(each.values, each.counts, strict=True)))
    values = sorted(counts)
    return Histogram(tuple(values), tuple(counts[value] for value in values))


def bucket(stay: timedelta) -> int:
    """The logarithmic bucket that a stay belongs to; less than a minute counts as one."""
    return int(math.log(max(stay / MINUTE, 1.0)) / math.log(RATIO))


def edges(of: int) -> tuple[timedelta, timedelta]:
    """From how long to how long the stays in this bucket are."""
    return MINUTE * float(RATIO**of), MINUTE * float(RATIO ** (of + 1))


@lru_cache(maxsize=1024)
def length(of: int) -> timedelta:
    """How long a stay in this bucket is, in its middle."""
    return MINUTE * float(RATIO ** (of + 0.5))
