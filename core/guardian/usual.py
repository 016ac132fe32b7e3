"""What is usual, as far as it was known at a moment: how long each stage takes, and how often what went wrong."""

import math
from collections import defaultdict
from collections.abc import Hashable

from core.guardian.case import FAR, Case, Run

Key = tuple[Hashable, ...]
FINE = 20
"""Steps of the waits' histogram in a doubling: a median is within two in a hundred."""
BINS = 320
ENOUGH = 20
"""From so many on a place's own usual counts; before, the group's does."""
PRIOR = 12.0
"""A share counts as if so many had gone as everywhere else."""


class Waits:
    """Days that something took, as a histogram."""

    __slots__ = ("bins", "n")

    def __init__(self) -> None:
        self.bins = [0] * BINS
        self.n = 0

    def add(self, days: float) -> None:
        """One more."""
        self.bins[_bin(days)] += 1
        self.n += 1

    def median(self) -> float:
        """Days that half of them took at most."""
        seen = 0
        for place, count in enumerate(self.bins):
            seen += count
            if 2 * seen >= self.n:
                return _days(place)
        return 0.0

    def tails(self) -> list[int]:
        """How many took longer than each step."""
        left, tails = self.n, []
        for count in self.bins:
            left -= count
            tails.append(left)
        return tails


def _bin(days: float) -> int:
    return min(int(FINE * math.log2(1 + max(days, 0.0) * 24)), BINS - 1)


def _days(place: int) -> float:
    """The middle of a step."""
    return float((2 ** ((place + 0.5) / FINE) - 1) / 24)


class Usual:
    """Fed with what ends, in the order in which it became known."""

    def __init__(self) -> None:
        self.waits: dict[Key, Waits] = defaultdict(Waits)
        self.tally: dict[Key, list[int]] = defaultdict(lambda: [0, 0])
        self.crowds: dict[Key, list[int]] = defaultdict(lambda: [0, 0])
        self._medians: dict[Key, float] = {}
        self._tails: dict[Key, list[int]] = {}

    def left(self, case: Case, stage: str, days: float) -> None:
        """A stage was left after so many days."""
        for key in (stage, case.born.direction), (stage, case.born.direction, case.born.site_id):
            self.waits[key].add(days)

    def ended(self, case: Case, run: Run) -> None:
        """A deadline was kept or not; one that never ran is neither."""
        if run.due < FAR:
            bad = run.broken_at < FAR
            self._count(bad, ("all", "kept"), ("stage", run.stage, case.born.direction))
            self._count(bad, ("site", case.born.site_id, run.stage, case.born.direction))
            self._count(bad, ("recipient", case.born.recipient))

    def closed(self, case: Case, *, converted: bool) -> None:
        """Seen or not; what was entered in error says nothing."""
        if not case.void:
            born = case.born
            self._count(not converted, ("all", "seen"), ("referrer", born.referrer), ("source", born.source))
            self._count(not converted, ("specialty", born.specialty, born.direction))

    def turn(self, crowd: dict[Key, int]) -> None:
        """Another day has come, with so many standing at each place."""
        for key, count in crowd.items():
            mean = self.crowds[key]
            mean[0] += count
            mean[1] += 1
        self._medians.clear()
        self._tails.clear()

    def wait(self, case: Case) -> float:
        """Days that this stage usually takes: at this site where enough is known, else in the group."""
        key = self._key(case)
        if key not in self._medians:
            self._medians[key] = self.waits[key].median() if key in self.waits else 0.0
        return self._medians[key]

    def longer(self, case: Case, so_far: float, until: float) -> float:
        """The share of those that waited so far that waited until then too."""
        key = self._key(case)
        if key not in self.waits:
            return 0.5
        if key not in self._tails:
            self._tails[key] = self.waits[key].tails()
        tails = self._tails[key]
        return (tails[_bin(until)] + 0.5) / (tails[_bin(so_far)] + 1.0)

    def share(self, key: Key, among: Key) -> float:
        """How often it went wrong there, drawn towards how often it does among all of its kind."""
        (bad, n), (all_bad, all_n) = self.tally.get(key, (0, 0)), self.tally.get(among, (0, 0))
        everywhere = (all_bad + 1) / (all_n + 5)
        return (bad + PRIOR * everywhere) / (n + PRIOR)

    def known(self, key: Key) -> int:
        """How many that share was learned from."""
        return self.tally.get(key, (0, 0))[1]

    def crowd(self, key: Key) -> float:
        """How many usually stand there."""
        total, times = self.crowds.get(key, (0, 0))
        return total / times if times else 0.0

    def _key(self, case: Case) -> Key:
        here = (case.stage, case.born.direction, case.born.site_id)
        return here if here in self.waits and self.waits[here].n >= ENOUGH else here[:2]

    def _count(self, bad: bool, *keys: Key) -> None:
        for key in keys:
            if None in key:
                continue
            self.tally[key][0] += bad
            self.tally[key][1] += 1
