"""What is told of a place, or of several together: sums, and beside them lead times."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.insight.histogram import Histogram, merged
from core.insight.sums import Sums, added


@dataclass(frozen=True, slots=True)
class Lead:
    """A wait in whole local days, over the `n` that came there; `waiting` are open and not there yet."""

    n: int
    median: int | None
    p90: int | None
    waiting: int
    days: Histogram


@dataclass(frozen=True, slots=True)
class Told:
    """Sums, and beside them the lead times that were asked for, by what is waited for."""

    sums: Sums = field(default_factory=Sums)
    leads: Mapping[str, Lead] = field(default_factory=dict)


def lead(days: Histogram, waiting: int) -> Lead:
    """A wait as its days tell it."""
    return Lead(days.n, days.rank(0.5), days.rank(0.9), waiting, days)


def together(several: Iterable[Told]) -> Told:
    """All of them in one; they were asked for the same lead times."""
    known = list(several)
    codes = {code for each in known for code in each.leads}
    return Told(
        added(each.sums for each in known), {code: _one(each.leads.get(code) for each in known) for code in codes}
    )


def _one(several: Iterable[Lead | None]) -> Lead:
    known = [each for each in several if each]
    return lead(merged(each.days for each in known), sum(each.waiting for each in known))
