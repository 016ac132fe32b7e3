"""What places are compared by: a rate, a wait or a number, how sure it is, and what it is held against."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from core.insight.histogram import Histogram
from core.insight.limits import interval, limits
from core.insight.measures import Measure
from core.insight.metrics import LEAD_TIMES, LEAST, METRICS, LeadTime, Metric, rate
from core.insight.told import Told

HALF = 0.5
VOLUMES = (Measure.RECEIVED, Measure.SENT, Measure.BOOKED, Measure.ATTENDED, Measure.COMPLETED, Measure.VALUE)


class Unit(Enum):
    """What an amount is of."""

    SHARE = "share"
    DAYS = "days"
    NUMBER = "number"
    PENCE = "pence"


@dataclass(frozen=True, slots=True)
class Value:
    """`amount` is a share, days or a number; None where too few tell it. The true one lies between `low` and `high`
    with a confidence of 95 %; `part` is what was counted of `n`, and so many wait still."""

    amount: float | None
    part: int
    n: int
    low: float | None = None
    high: float | None = None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A place held against all of them: so many of n, where chance alone would give the expected share."""

    part: int
    n: int
    expected: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One way to compare: its definition, the measure behind its numbers, its value of one place, and what of a place
    is held against all of them, where that says anything. `least_first` is how it is ranked; `ripe` is after how many
    days a month is whole, `waits` are the lead times that it is made of."""

    label: str
    sentence: str
    counts: Measure
    unit: Unit
    value: Callable[[Told], Value]
    held: Callable[[Told, Told], Held | None]
    least_first: bool = False
    ripe: int = 0
    waits: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, str]:
        """What less and more of it are called."""
        return ("shorter", "longer") if self.unit is Unit.DAYS else ("fewer", "more")

    def rank(self, told: Told) -> tuple[bool, float]:
        """The order of places; those of which too little is known come last."""
        amount = self.value(told).amount
        return amount is None, (amount or 0) * (1 if self.least_first else -1)


def _share(metric: Metric) -> Figure:
    def value(told: Told) -> Value:
        found = rate(metric, told.sums)
        low, high = (None, None) if found.share is None else interval(found.n, found.of)
        return Value(found.share, found.n, found.of, low, high)

    def held(told: Told, whole: Told) -> Held | None:
        here, everywhere = rate(metric, told.sums), rate(metric, whole.sums)
        return None if everywhere.share is None else Held(here.n, here.of, everywhere.share)

    least_first = metric.good is False
    return Figure(metric.label, metric.sentence, metric.of, Unit.SHARE, value, held, least_first, metric.ripe)


def _wait(lead: LeadTime) -> Figure:
    def days(told: Told) -> Histogram:
        return told.leads[lead.code].days if lead.code in told.leads else Histogram()

    def value(told: Told) -> Value:
        """A median is as sure as the two ranks between which chance keeps a half."""
        here, waiting = days(told), told.sums[lead.waiting]
        if here.n < LEAST:
            return Value(None, here.n, here.n, waiting=waiting)
        ranks = limits(here.n, HALF)
        return Value(here.rank(HALF), here.n, here.n, here.rank(ranks.low), here.rank(ranks.high), waiting)

    def held(told: Told, whole: Told) -> Held | None:
        """How many waited longer than the median of all, beside how many of all did."""
        here, everywhere = days(told), days(whole)
        median = everywhere.rank(HALF)
        if median is None or everywhere.n < LEAST:
            return None
        return Held(_longer(here, median), here.n, _longer(everywhere, median) / everywhere.n)

    return Figure(
        lead.label, lead.sentence, Measure(lead.code), Unit.DAYS, value, held, least_first=True, waits=(lead.code,)
    )


def volume(measure: Measure) -> Figure:
    """A measure as a number by itself."""

    def value(told: Told) -> Value:
        counted = told.sums[measure]
        return Value(counted, counted, counted)

    unit = Unit.PENCE if measure is Measure.VALUE else Unit.NUMBER
    return Figure(measure.label, measure.sentence, measure, unit, value, lambda *_: None)


def _longer(days: Histogram, than: int) -> int:
    return sum(n for value, n in zip(days.values, days.counts, strict=True) if value > than)


FIGURES: dict[str, Figure] = {
    **{code: _share(metric) for code, metric in METRICS.items()},
    **{f"days_{code}": _wait(lead) for code, lead in LEAD_TIMES.items()},
    **{measure.value: volume(measure) for measure in VOLUMES},
}
"""Everything places are compared by, by the name it has in addresses."""
