"""Sums of milestones: which cells a referral counts in, and what moves between them when its milestones change."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.insight.measures import BY_WORTH, COUNTED
from data.tables.insight import LEADS

Row = Mapping[str, Any]
GRAINS = {
    "place": ("site_id", "direction"),
    "source": ("site_id", "direction", "source"),
    "specialty": ("site_id", "direction", "specialty"),
    "funding": ("site_id", "direction", "funding"),
    "provider": ("site_id", "direction", "provider_id"),
    "mix": ("site_id", "direction", "source", "specialty", "funding"),
    "campaign": ("site_id", "direction", "campaign_id"),
}
"""The sums that are kept, by what they tell apart besides the month: the narrowest first."""
ONLY = {"campaign": "campaign_id"}
"""Sums of those alone of which this says something: few came of a campaign, and the others cost nothing."""
DIMENSIONS = {
    "site_id": 0, "direction": "", "source": "", "specialty": "", "funding": "", "provider_id": 0, "campaign_id": 0,
}  # fmt: skip
"""What a cell says of what its grain does not tell."""
_COHORT = [measure.value for measure in COUNTED if measure not in BY_WORTH]
_WORTH = [measure.value for measure in BY_WORTH]


@dataclass(slots=True)
class Change:
    """What is added to a cell, or taken away: of each measure, and of each lead time in days."""

    key: Row
    counts: Counter[str] = field(default_factory=Counter)
    days: dict[str, Counter[int]] = field(default_factory=lambda: {name: Counter() for name in LEADS})

    @property
    def empty(self) -> bool:
        """Whether it changes nothing."""
        return not any(self.counts.values()) and not any(any(each.values()) for each in self.days.values())

    def take(self, other: "Change") -> None:
        """The other one too."""
        _take(self.counts, other.counts)
        for name, days in other.days.items():
            if days:
                _take(self.days[name], days)


class Moved:
    """What moves between the cells of the tally and of the dwell times, gathered over several referrals."""

    def __init__(self) -> None:
        self.tally: dict[str, Change] = {}
        self.dwell: dict[tuple[int, int, str, str], Counter[int]] = defaultdict(Counter)

    def move(self, before: Row | None, after: Row | None) -> None:
        """From what a referral counted as to what it counts as: only what is different touches any cell."""
        places: dict[tuple[Any, ...], Change] = {}
        for row, sign in ((before, -1), (after, 1)):
            if row:
                self._stays(row, sign)
                _add(places, row, sign)
        for place in places.values():
            if not place.empty:
                self._spread(place)

    def changes(self) -> Iterator[tuple[str, Change]]:
        """Cells that really change."""
        return ((cell, change) for cell, change in self.tally.items() if not change.empty)

    def _stays(self, row: Row, sign: int) -> None:
        for stage, month, bucket in row["stays"]:
            self.dwell[month, row["site_id"], row["direction"], stage][bucket] += sign

    def _spread(self, place: Change) -> None:
        """Into one cell of every grain that it has a part in."""
        month = place.key["month"]
        for grain, dimensions in GRAINS.items():
            if grain in ONLY and not place.key[ONLY[grain]]:
                continue
            told = [place.key[name] for name in dimensions]
            cell = ":".join(map(str, (grain, month, *told)))
            if cell not in self.tally:
                key = DIMENSIONS | dict(zip(dimensions, told, strict=True)) | {"grain": grain, "month": month}
                self.tally[cell] = Change(key)
            self.tally[cell].take(place)


def _take(mine: Counter[Any], theirs: Counter[Any]) -> None:
    """Sums of either sign, which Counter's own adding does not keep."""
    for what, n in theirs.items():
        if n:
            mine[what] += n


def _add(places: dict[tuple[Any, ...], Change], row: Row, sign: int) -> None:
    """A referral counts in the month it was received in, and its worth in the month of its report."""
    received = _place(places, row, row["month"])
    _count(received, row, _COHORT, sign)
    for name in LEADS:
        if (days := row[f"days_{name}"]) is not None:
            received.days[name][days] += sign
    if row["valued_month"]:
        _count(_place(places, row, row["valued_month"]), row, _WORTH, sign)


def _place(places: dict[tuple[Any, ...], Change], row: Row, month: int) -> Change:
    key = {"month": month} | {name: row[name] for name in DIMENSIONS}
    return places.setdefault(tuple(key.values()), Change(key))


def _count(change: Change, row: Row, names: Iterable[str], sign: int) -> None:
    for name in names:
        if n := row[name]:
            change.counts[name] += sign * n
