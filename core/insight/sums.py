"""Sums as they are read: a number for each measure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.insight.measures import COUNTED, Measure

_PLACE = {measure: place for place, measure in enumerate(COUNTED)}


@dataclass(frozen=True, slots=True)
class Sums:
    """`counts` in the order of COUNTED; ask by measure, or by its name: sums[Measure.BOOKED], sums.booked."""

    counts: tuple[int, ...] = (0,) * len(COUNTED)

    def __getitem__(self, measure: Measure) -> int:
        return self.counts[_PLACE[measure]]

    def __getattr__(self, name: str) -> int:
        try:
            return self.counts[_PLACE[Measure(name)]]
        except ValueError:
            raise AttributeError(name) from None

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(tuple(map(sum, zip(self.counts, other.counts, strict=True))))


NO_SUMS = Sums()


def added(several: Iterable[Sums]) -> Sums:
    """All of them together."""
    columns: Sequence[tuple[int, ...]] = [each.counts for each in several]
    return Sums(tuple(map(sum, zip(*columns, strict=True)))) if columns else NO_SUMS
