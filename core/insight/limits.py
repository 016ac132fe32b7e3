"""Within which limits chance alone lets a site's share lie: exact binomial limits around the group's, as a funnel.

After D. J. Spiegelhalter, “Funnel plots for comparing institutional performance”, Statistics in Medicine 24 (2005)
1185–1202, appendix A.1: where a probability falls between two whole counts, the limit is interpolated between them.
The upper ones are the lower ones of the cases that are none, so that a share lies outside just where the exact test
says so.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from statistics import NormalDist

FEWEST = 5
"""Below this many a share says nothing."""
USUAL, RARE = 0.95, 0.998
"""Of sites that do not differ at all, so many lie within the inner and the outer limits."""
FINE = 1e-15


class Standing(Enum):
    """Where a share lies beside what would be expected: more or fewer, and never better or worse."""

    FEW = 0, False
    WITHIN = 0, True
    BELOW = -1, False
    FAR_BELOW = -1, True
    ABOVE = 1, False
    FAR_ABOVE = 1, True

    @property
    def outside(self) -> bool:
        """Whether it lies outside the inner limits."""
        return bool(self.value[0])

    @property
    def telling(self) -> bool:
        """Whether it lies outside the outer limits, where chance alone hardly ever leads."""
        return self.outside and self.value[1]

    def words(self, fewer: str = "fewer", more: str = "more") -> str:
        """In words that never judge; of waits it is shorter and longer."""
        if not self.outside:
            return "Within what chance alone would give" if self is Standing.WITHIN else "Too few to say"
        said = f"{more if self.value[0] > 0 else fewer} than expected"
        return said.capitalize() if self.telling else f"Rather {said}"


@dataclass(frozen=True, slots=True)
class Limits:
    """Shares between which chance alone keeps nineteen of twenty sites, and all but two of a thousand."""

    low: float
    high: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Edge:
    """The limits for a site with so many cases: a point of the funnel's curves."""

    n: int
    limits: Limits


@lru_cache(maxsize=2048)
def limits(n: int, expected: float) -> Limits:
    """Of `n` cases each of which is one with the probability `expected`."""
    inner, outer = (1 - USUAL) / 2, (1 - RARE) / 2
    low, lowest = (_lowest(p, n, expected) for p in (inner, outer))
    high, highest = (1 - _lowest(p, n, 1 - expected) for p in (inner, outer))
    return Limits(low, high, lowest, highest)


def standing(part: int, n: int, expected: float) -> Standing:
    """Where `part` of `n` lies beside what is expected."""
    if n < FEWEST:
        return Standing.FEW
    here, share = limits(n, expected), part / n
    if share < here.low:
        return Standing.FAR_BELOW if share < here.lowest else Standing.BELOW
    if share > here.high:
        return Standing.FAR_ABOVE if share > here.highest else Standing.ABOVE
    return Standing.WITHIN


def interval(part: int, n: int) -> tuple[float, float]:
    """Where the true share lies with a confidence of 95 %, by E. B. Wilson's score (Journal of the American
    Statistical Association 22 (1927) 209–212)."""
    z = NormalDist().inv_cdf((1 + USUAL) / 2)
    middle, spread = part + z * z / 2, z * math.sqrt(part * (n - part) / n + z * z / 4)
    return max(middle - spread, 0.0) / (n + z * z), min(middle + spread, n + z * z) / (n + z * z)


def funnel(expected: float, least: int, most: int, points: int = 32) -> list[Edge]:
    """Its curves from sites of `least` to sites of `most` cases; narrow steps where it is steep."""
    grows = (max(most, least + 1) / least) ** (1 / (points - 1))
    steps = sorted({round(least * grows**step) for step in range(points)})
    return [Edge(n, limits(n, expected)) for n in steps]


def by_chance(standings: Iterable[Standing | None]) -> float:
    """How many of these sites lie outside the inner limits although nothing sets them apart."""
    return (1 - USUAL) * sum(each not in {None, Standing.FEW} for each in standings)


def at_most(count: int, n: int, share: float) -> float:
    """The probability of at most `count` in `n`: the binomial distribution, summed exactly."""
    if count < 0:
        return 0.0
    if count >= n:
        return 1.0
    if count > n * share:
        return 1 - at_most(n - count - 1, n, 1 - share)
    return _tail(count, n, share)


def _tail(count: int, n: int, share: float) -> float:
    """From the largest term downwards, until what is left no longer counts."""
    term = total = _exactly(count, n, share)
    odds = (1 - share) / share if share else 0.0
    for k in range(count, 0, -1):
        term *= k / (n - k + 1) * odds
        total += term
        if term < total * FINE:
            break
    return total


def _exactly(count: int, n: int, share: float) -> float:
    """The probability of just `count` in `n`."""
    if not 0 < share < 1:
        return float(count == n * share)
    ways = math.lgamma(n + 1) - math.lgamma(count + 1) - math.lgamma(n - count + 1)
    return math.exp(ways + count * math.log(share) + (n - count) * math.log1p(-share))


def _lowest(p: float, n: int, share: float) -> float:
    """The share below which chance leads with the probability p, interpolated between whole counts."""
    if not 0 < share < 1:
        return share
    guess = n * share + NormalDist().inv_cdf(p) * math.sqrt(n * share * (1 - share))
    count = min(max(round(guess), 0), n)
    below, here = at_most(count - 1, n, share), _exactly(count, n, share)
    while below >= p:
        count -= 1
        here = _exactly(count, n, share)
        below -= here
    while below + here < p:
        below, count = below + here, count + 1
        here = _exactly(count, n, share)
    return max(count - (below + here - p) / here, 0.0) / n
