"""The open time of a site as one long tape, on which lengths are looked up instead of walked."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import wraps
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from core.directory import Calendar

AT_ONCE = 45
"""Days that are laid out at a time."""
BACK = 90
"""Days before what is asked about, where the tape has to begin anew: others may ask about them next."""
LONGEST = 10 * 366
"""Days to look ahead; a site that does not open in ten years never will."""
DAY = timedelta(days=1)
NOTHING = timedelta()


P = ParamSpec("P")
R = TypeVar("R")


def _in_turn(answer: Callable[Concatenate["OpenTime", P], R]) -> Callable[Concatenate["OpenTime", P], R]:
    """One at a time, because whoever asks may lay out more of the tape that the others read."""

    @wraps(answer)
    def asked(self: "OpenTime", /, *args: P.args, **named: P.kwargs) -> R:
        with self._lock:
            return answer(self, *args, **named)

    return asked


class OpenTime:
    """Open blocks in order, each with the open time before and after it, and open days with the end of their last
    block; laid out from the first day that anybody asked about, as far ahead as answers need."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._lock = Lock()
        self._zone = ZoneInfo(calendar.time_zone)
        self._begin(date.max)

    @_in_turn
    def after(self, since: datetime, length: timedelta) -> datetime:
        """When the site has been open for this long since then, in time that really passed."""
        self._cover(since)
        n = self._block_at(since)
        worked = self._before[n] + max(since - self._opens[n], NOTHING)
        self._reach(self._until, worked + length, since)
        end = max(bisect_left(self._until, worked + length), n)
        return self._opens[end] + (worked + length - self._before[end])

    @_in_turn
    def between(self, since: datetime, until: datetime) -> timedelta:
        """How long the site is open from one moment to another."""
        self._cover(since)
        return max(self._worked(until) - self._worked(since), NOTHING)

    @_in_turn
    def before(self, until: datetime, length: timedelta, since: datetime) -> datetime:
        """From when the site is open for this long until then, but not from before `since`."""
        self._cover(since)
        worked = self._worked(until) - length
        if not length or worked <= self._worked(since):
            return since if length else until
        n = bisect_right(self._until, worked)
        return max(self._opens[n] + (worked - self._before[n]), since)

    @_in_turn
    def day_end(self, days: int, since: datetime) -> datetime:
        """The end of opening on the nth open day after the local day of `since`; for 0 that day's, or the next one
        that is still to come."""
        self._cover(since)
        today = self._day(since)
        n = bisect_right(self._days, today) + days - 1
        if not days:
            n = bisect_right(self._ends, since)
        self._reach_day(n, since)
        return self._ends[n]

    @_in_turn
    def days_between(self, since: datetime, until: datetime) -> int:
        """Open days after the local day of `since` up to the one on which `until` is the end of opening."""
        self._cover(since)
        return max(self._ending(until) + 1 - bisect_right(self._days, self._day(since)), 0)

    @_in_turn
    def day_before(self, until: datetime, days: int, since: datetime) -> datetime:
        """The end of opening some open days before the day of `until`, but not from before `since`."""
        self._cover(since)
        n = self._ending(until) - days
        return max(self._ends[n], since) if n >= 0 else since

    def _ending(self, until: datetime) -> int:
        """The open day that has not ended before then."""
        while not self._ends or self._ends[-1] < until:
            self._lay(until)
        return bisect_left(self._ends, until)

    def _worked(self, moment: datetime) -> timedelta:
        """The open time on the tape before a moment."""
        n = self._block_at(moment)
        return self._before[n] + max(moment - self._opens[n], NOTHING)

    def _block_at(self, moment: datetime) -> int:
        """The block that is open then, else the next one."""
        while not self._closes or self._closes[-1] <= moment:
            self._lay(moment)
        return bisect_right(self._closes, moment)

    def _reach(self, tape: list[timedelta], length: timedelta, since: datetime) -> None:
        while tape[-1] < length:
            self._lay(since)

    def _reach_day(self, n: int, since: datetime) -> None:
        while len(self._ends) <= n:
            self._lay(since)

    def _day(self, moment: datetime) -> int:
        return moment.astimezone(self._zone).toordinal()

    def _cover(self, since: datetime) -> None:
        """Begin the tape no later than the day of `since`, and lay it out beyond."""
        if self._first > self._day(since):
            again = BACK if self._opens else 1
            self._begin(since.astimezone(self._zone).date() - again * DAY)
        while not self._closes or self._closes[-1] <= since:
            self._lay(since)

    def _begin(self, first: date) -> None:
        self._first, self._next = first.toordinal(), first
        self._opens: list[datetime] = []
        self._closes: list[datetime] = []
        self._before: list[timedelta] = []
        self._until: list[timedelta] = []
        self._days: list[int] = []
        self._ends: list[datetime] = []

    def _lay(self, asked: datetime) -> None:
        """Lay out the next days. What opens and closes while clocks leave out an hour is not open at all."""
        if self._next.toordinal() - self._day(asked) > LONGEST:
            raise ValueError("The site has no opening hours within ten years.")
        for _ in range(AT_ONCE):
            count = len(self._opens)
            for opens, closes in self.calendar.open_on(self._next):
                self._add(self._instant(opens), self._instant(closes))
            if len(self._opens) > count:
                self._days.append(self._next.toordinal())
                self._ends.append(self._closes[-1])
            self._next += DAY

    def _add(self, opens: datetime, closes: datetime) -> None:
        if opens < closes:
            worked = self._until[-1] if self._until else NOTHING
            self._opens.append(opens)
            self._closes.append(closes)
            self._before.append(worked)
            self._until.append(worked + (closes - opens))

    def _instant(self, minutes: int) -> datetime:
        """When a clock on the wall first shows this reading of the day, or one after it where it never does."""
        wall = datetime.combine(self._next, time()) + timedelta(minutes=minutes)
        first = wall.replace(tzinfo=self._zone)
        instant = first.astimezone(UTC)
        if instant.astimezone(self._zone).replace(tzinfo=None) == wall:
            return instant
        return _change(first.replace(fold=1).astimezone(UTC), instant, self._zone)


def _change(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """The moment between two at which clocks are put forward, to the second."""
    offset, span = early.astimezone(zone).utcoffset(), int((late - early).total_seconds())
    steps = range(span + 1)
    n = bisect_left(
        steps, True, key=lambda second: (early + timedelta(seconds=second)).astimezone(zone).utcoffset() != offset
    )
    return early + timedelta(seconds=n)
