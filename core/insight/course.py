"""A period month by month beside the one it is compared with, and which of its months can be told already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core import clock, months
from core.access import Actor
from core.insight.asked import Asked
from core.insight.metrics import Metric, Rate, rate
from core.insight.queries import cells
from core.insight.sums import NO_SUMS, Sums, added
from core.settings import settings


@dataclass(frozen=True, slots=True)
class Change:
    """A rate over the months that can be told, and over the same months before; `points` are those of a percentage."""

    now: Rate
    then: Rate

    @property
    def points(self) -> float | None:
        """How much more there is now; None where either is told in counts alone."""
        if self.now.share is None or self.then.share is None:
            return None
        return 100 * (self.now.share - self.then.share)


@dataclass(frozen=True, slots=True)
class Course:
    """`now` are the sums of each month asked for, `then` those of the months it is compared with, both in order."""

    asked: Asked
    today: date
    now: dict[int, Sums]
    then: dict[int, Sums]

    @property
    def whole(self) -> Sums:
        """The whole period in one."""
        return added(self.now.values())

    @property
    def whole_before(self) -> Sums | None:
        """The period it is compared with in one; None without, and where it begins before there was anything."""
        begun = any(sums.received for sums in list(self.then.values())[:1])
        return added(self.then.values()) if begun else None

    def told(self, metric: Metric) -> list[int]:
        """The months that are old enough for a figure to be told."""
        return [month for month in self.now if (self.today - months.first_day(month)).days >= _whole(month, metric)]

    def recent(self, metric: Metric) -> list[int]:
        """The others: too recent to tell."""
        return [month for month in self.now if month not in self.told(metric)]

    def change(self, metric: Metric) -> Change | None:
        """What changed among the months that can be told, so that none is held against one that had more time."""
        told = self.told(metric)
        if not self.then or not told:
            return None
        pairs = zip(self.now, self.then, strict=True)
        alike = [before for month, before in pairs if month in told]
        return Change(self._rate(metric, self.now, told), self._rate(metric, self.then, alike))

    @staticmethod
    def _rate(metric: Metric, sums: dict[int, Sums], of: Iterable[int]) -> Rate:
        return rate(metric, added(sums[month] for month in of))


def course(actor: Actor, asked: Asked) -> Course:
    """The months asked for, and what they are compared with."""
    today = clock.now().astimezone(settings().time_zone).date()
    compared = asked.compared
    return Course(asked, today, _by_month(actor, asked), _by_month(actor, compared) if compared else {})


def _by_month(actor: Actor, asked: Asked) -> dict[int, Sums]:
    found = cells(actor, asked, ("month",))
    return {month: found.get((month,), NO_SUMS) for month in asked.months}


def _whole(month: int, metric: Metric) -> int:
    """How many days after its beginning a month can be told."""
    return (months.first_day(months.moved(month, 1)) - months.first_day(month)).days + metric.ripe
