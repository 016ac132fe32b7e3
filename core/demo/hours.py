"""The open time of a site as one long tape: where a length of work ends on it, and where a visit fits."""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from core.directory import Calendar

DAY = 8 * 3600
"""Seconds of work that people call a day."""
SHORTEST = 20.0
"""Seconds that anything takes."""
GRID = 5 * 60


class Hours:
    """Every open block between two days, in seconds since 1970, with the open time that lies before it."""

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        zone = ZoneInfo(calendar.time_zone)
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.before: list[int] = []
        worked = 0
        for n in range((last - first).days + 1):
            day = first + timedelta(days=n)
            midnight = datetime.combine(day, time())
            for block in calendar.open_on(day):
                opens, closes = (int((midnight + timedelta(minutes=m)).replace(tzinfo=zone).timestamp()) for m in block)
                self.starts.append(opens)
                self.ends.append(closes)
                self.before.append(worked)
                worked += closes - opens

    def after(self, moment: datetime, days: float) -> datetime:
        """When the site has been open for this many days of work since then; always within opening hours."""
        return self._when(self._worked(moment.timestamp()) + max(days * DAY, SHORTEST))

    def back(self, moment: datetime, days: float) -> datetime:
        """From when the site has been open for this many days of work until then."""
        return self._when(self._worked(moment.timestamp()) - days * DAY)

    def within(self, rng: Random, day: date, zone: str) -> datetime | None:
        """A moment of this local day, mornings and early afternoons first; None when the site is closed."""
        opens, closes = (datetime.combine(day + timedelta(days=n), time(), ZoneInfo(zone)).timestamp() for n in (0, 1))
        first, last = bisect_left(self.starts, opens), bisect_left(self.starts, closes)
        if first == last:
            return None
        n = rng.randrange(first, last)
        return _moment(self.starts[n] + rng.betavariate(1.3, 1.9) * (self.ends[n] - self.starts[n]))

    def visit(self, rng: Random, not_before: datetime, minutes: int) -> datetime:
        """The start of a visit that fits into one of the next open blocks that begin after that moment."""
        n = bisect_left(self.starts, not_before.timestamp()) + rng.randrange(3)
        while self.ends[n] - self.starts[n] < minutes * 60:
            n += 1
        room = (self.ends[n] - self.starts[n] - minutes * 60) // GRID
        return _moment(self.starts[n] + rng.randrange(0, room + 1, 3) * GRID)

    def _when(self, worked: float) -> datetime:
        n = bisect_left(self.before, worked) - 1
        return _moment(self.starts[n] + worked - self.before[n])

    def _worked(self, second: float) -> float:
        n = bisect_right(self.starts, second) - 1
        return self.before[n] + min(second, self.ends[n]) - self.starts[n] if n >= 0 else 0.0


def _moment(second: float) -> datetime:
    return datetime.fromtimestamp(int(second), UTC)
