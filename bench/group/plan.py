"""How large the invented group is: its regions, its years, and how many referrals each of them has."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

REGIONS, YEARS = 5, 5
YEAR = timedelta(days=364)
"""Whole weeks: what happened on a Tuesday at nine did so in every year."""
SLICES = (1.0, 1.08, 0.93, 1.04, 0.95)
"""How much of the group's work each region has, against the others."""
GROWTH = (1.1, 1.05, 1.0, 0.95, 0.9)
"""How much arrived in each year, the latest first."""
OPEN = 0.024
"""The share of all that is still open."""
SPARE = 1.3
"""So many more lives are invented than the largest copy takes, so that no two copies are alike."""
FEWEST = 150


@dataclass(frozen=True, slots=True)
class Copy:
    """One region's year: `age` is how many years ago, `open` and `closed` how many referrals it has of either."""

    number: int
    region: int
    age: int
    open: int
    closed: int

    @property
    def back(self) -> timedelta:
        """How much earlier everything was than in the mould."""
        return self.age * YEAR


@dataclass(frozen=True, slots=True)
class Plan:
    """A group of so many referrals as of a moment; the same seed invents the same."""

    size: int
    now: datetime
    seed: int = 1

    @property
    def lives(self) -> int:
        """How many referrals are invented, of which every copy takes its part."""
        return max(FEWEST, round(self.size * SPARE / (REGIONS * YEARS)))

    @property
    def people(self) -> int:
        """How many patients one copy has: four for ten referrals."""
        return max(FEWEST * 2 // 3, round(self.size * 0.4 / (REGIONS * YEARS)))

    @property
    def began(self) -> datetime:
        """When the group was founded."""
        return self.now - YEARS * YEAR - timedelta(days=2)

    def copies(self) -> list[Copy]:
        """Every region's years, the latest first; only in the latest is anything open."""
        cells = [(region, age) for age in range(YEARS) for region in range(REGIONS)]
        share = _parted(self.size, [SLICES[region] * GROWTH[age] for region, age in cells])
        still = _parted(round(self.size * OPEN), [SLICES[region] for region in range(REGIONS)])
        found = []
        for number, (region, age) in enumerate(cells):
            waiting = still[region] if age == 0 else 0
            found.append(Copy(number, region, age, waiting, share[number] - waiting))
        return found


def _parted(whole: int, weights: list[float]) -> list[int]:
    """Whole numbers in these proportions that add up."""
    edges = [0.0]
    for weight in weights:
        edges.append(edges[-1] + weight)
    rounded = [round(whole * edge / edges[-1]) for edge in edges]
    return [after - before for before, after in pairwise(rounded)]
