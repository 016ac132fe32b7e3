"""How long things take and how often they go another way, by direction and urgency."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from core.referral import Direction, Urgency

SPREAD, LATEST = 0.75, 4.0
"""Sigma of the delays: most are quick, a few are very late, none more than so many times the median."""
HASTE = {Urgency.ROUTINE: 1.0, Urgency.SOON: 0.6, Urgency.URGENT: 0.2, Urgency.SUSPECTED_CANCER: 0.1}
TO_VISIT = {Urgency.ROUTINE: 15.0, Urgency.SOON: 8.0, Urgency.URGENT: 1.6, Urgency.SUSPECTED_CANCER: 3.0}
"""Calendar days from the booking to the first visit with us; elsewhere it takes twice as long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Medians in working days, then how many in a hundred go another way."""

    acknowledge: float
    decide: float
    inform: float
    book: float
    report: float
    close: float
    again: float
    give_up: float = 16.0
    answer: float
    further: float

    ask: float
    decline: float
    redirect: float
    waitlist: float
    never: float
    withdraw: float
    move: float = 8.0
    cancel: float = 5.0
    miss: float


INBOUND = Pace(
    acknowledge=0.5, decide=1.7, inform=2.2, book=1.5, report=2.8, close=1.6, again=2.0, answer=2.2, further=9.0,
    ask=9, decline=5, redirect=2, waitlist=9, never=10.5, withdraw=4, miss=6.5,
)  # fmt: skip
OUTBOUND = Pace(
    acknowledge=2.2, decide=4.5, inform=1.2, book=5.0, report=7.0, close=1.2, again=4.0, answer=1.6, further=14.0,
    ask=11, decline=8, redirect=3, waitlist=18, never=6, withdraw=4, miss=8,
)  # fmt: skip
INTERNAL = Pace(
    acknowledge=1.1, decide=1.3, inform=0.9, book=1.5, report=2.6, close=1.3, again=1.8, answer=1.0, further=9.0,
    ask=6, decline=2, redirect=1, waitlist=8, never=5, withdraw=2, miss=6,
)  # fmt: skip
PACES = {Direction.INBOUND: INBOUND, Direction.OUTBOUND: OUTBOUND, Direction.INTERNAL: INTERNAL}


def delay(rng: Random, median: float, urgency: Urgency = Urgency.ROUTINE) -> float:
    """Working days that something took."""
    return median * HASTE[urgency] * min(rng.lognormvariate(0, SPREAD), LATEST)


def happens(rng: Random, of_hundred: float) -> bool:
    """Whether this one is among them."""
    return rng.random() * 100 < of_hundred


def picked(rng: Random, odds: Mapping[str, int]) -> str:
    """One of several by their odds."""
    return rng.choices(list(odds), list(odds.values()))[0]
