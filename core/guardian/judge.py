"""How right forecasts were: week by week and site by site, beside the plain rule of age."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.guardian.measure import length


@dataclass(frozen=True, slots=True)
class Foretold:
    """What was said of a referral one day, and what became of it."""

    made_on: date
    site_id: int
    chance: float
    age: float
    stalled: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """A day's forecasts at a site: of the tenth that stood highest, how many stalled; and in the order of age."""

    made_on: date
    site_id: int
    n: int
    stalled: int
    listed: int
    caught: int
    by_age: int


def judged(foretold: Iterable[Foretold]) -> list[Verdict]:
    """One verdict for each day and site."""
    groups: dict[tuple[date, int], list[Foretold]] = defaultdict(list)
    for each in foretold:
        groups[each.made_on, each.site_id].append(each)
    return [_judged(*key, several) for key, several in sorted(groups.items())]


def _judged(made_on: date, site_id: int, several: list[Foretold]) -> Verdict:
    listed = length(len(several))
    by_chance = sorted(several, key=lambda each: -each.chance)[:listed]
    by_age = sorted(several, key=lambda each: -each.age)[:listed]
    counted = (sum(each.stalled for each in some) for some in (several, by_chance, by_age))
    stalled, caught, aged = counted
    return Verdict(made_on, site_id, len(several), stalled, listed, caught, aged)
