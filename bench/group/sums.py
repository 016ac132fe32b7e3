"""Adding up rows that are columns of numbers: what has the same key is one cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int64]
NONE = -1
"""A value that a row does not have."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Which rows there are of each kind: `first` is the place of one of each, `of` the cell of every row."""

    first: Column
    of: Column

    @classmethod
    def by(cls, columns: Sequence[Column]) -> "Cells":
        """A cell for each combination that there is."""
        _, first, of = np.unique(_one(columns), return_index=True, return_inverse=True)
        return cls(first, of)

    def told(self, columns: Sequence[Column]) -> list[tuple[int, ...]]:
        """What each cell was made by."""
        return list(zip(*(column[self.first].tolist() for column in columns), strict=True))

    def sums(self, amounts: Iterable[Column]) -> list[tuple[int, ...]]:
        """All of it by cell: whole numbers, which doubles hold exactly."""
        added = (np.bincount(self.of, weights=each, minlength=len(self.first)) for each in amounts)
        return list(zip(*(each.astype(np.int64).tolist() for each in added), strict=True))

    def histograms(self, values: Column) -> list[dict[int, int]]:
        """How often there is each value, by cell; rows that have none are left out."""
        there, wide = values != NONE, int(values.max(initial=0)) + 1
        pairs, often = np.unique(self.of[there] * wide + values[there], return_counts=True)
        edges = np.searchsorted(pairs, np.arange(len(self.first) + 1) * wide).tolist()
        several, often = (pairs % wide).tolist(), often.tolist()
        return [dict(zip(several[start:end], often[start:end], strict=True)) for start, end in pairwise(edges)]


class Codes:
    """Words as numbers, and back."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._known: dict[str, int] = {}

    def of(self, word: Any) -> int:
        """The same number for the same word."""
        if word not in self._known:
            self._known[word] = len(self.words)
            self.words.append(word)
        return self._known[word]


def column(several: Iterable[int]) -> Column:
    """One number for each row."""
    return np.fromiter(several, dtype=np.int64)


def stretched(starts: Column, lengths: Column) -> Column:
    """The places from each start on, as many as its length says, one after the other."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))


def _one(columns: Sequence[Column]) -> Column:
    """One number that no other combination has."""
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for each in columns:
        key = key * (int(each.max(initial=0)) + 1) + each
    return key
