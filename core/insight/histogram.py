"""Histograms as bytes: which values there are and how often, in pairs, so that thousands are added up at once.

Lead times are kept in whole days. Stays are kept in logarithmic buckets of seven per cent, so that a stay read back out
of its bucket is at most 3.5 per cent off.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate

import numpy as np

PAIR = np.dtype("<i4")
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


def total(several: Iterable[bytes]) -> Histogram:
    """All of them added up."""
    pairs = np.frombuffer(b"".join(several), dtype=PAIR).reshape(-1, 2)
    if not len(pairs):
        return Histogram()
    sums = np.bincount(pairs[:, 0], weights=pairs[:, 1]).astype(np.int64)
    values = np.flatnonzero(sums)
    return Histogram(tuple(values.tolist()), tuple(sums[values].tolist()))


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


def length(of: int) -> timedelta:
    """How long a stay in this bucket is, in its middle."""
    return MINUTE * float(RATIO ** (of + 0.5))
