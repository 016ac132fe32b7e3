"""When a report is about and when it is due: months and weeks by the calendar of a site; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core import clock, months
from core.directory import Calendar
from core.spoken import Spoken

DAY = timedelta(days=1)
AHEAD = 31
"""Days to look ahead for one on which the site is open; where it stays closed for longer a weekday has to do."""
MONDAYS_TO_FRIDAYS = 5


class Rhythm(Spoken):
    """How often a kind of report comes. Months that were missed all follow, of weeks only the newest would be true."""

    MONTH = "month", "On the first working day of each month"
    WEEK = "week", "Each week"


@dataclass(frozen=True, slots=True)
class When:
    """A schedule: the weekday (Monday is 0) counts for weeks alone; `minute` is of the local day."""

    rhythm: Rhythm
    weekday: int = 0
    minute: int = 8 * 60

    @property
    def words(self) -> str:
        """First working day of the month, 08:00."""
        hour = f"{self.minute // 60:02}:{self.minute % 60:02}"
        day = date(2024, 1, 1) + self.weekday * DAY
        return f"First working day, {hour}" if self.rhythm is Rhythm.MONTH else f"{day:%A}s, {hour}"


def latest(when: When, today: date) -> date:
    """The newest period that has ended by a day: the first day of the last whole month, or the week's day itself."""
    if when.rhythm is Rhythm.MONTH:
        return months.first_day(months.moved(months.month_of(today), -1))
    return today - (today.weekday() - when.weekday) % 7 * DAY


def due_at(when: When, period_on: date, calendar: Calendar) -> datetime:
    """The moment at which the report about a period leaves: on a day on which the site is open."""
    first = period_on
    if when.rhythm is Rhythm.MONTH:
        first = months.first_day(months.moved(months.month_of(period_on), 1))
    return _at(_open_day(first, calendar), when.minute, calendar.time_zone)


def owed(when: When, reached_on: date, calendar: Calendar, now: datetime) -> list[date]:
    """The periods after the one that was reached whose time has come, oldest first."""
    newest = latest(when, clock.local(now, calendar.time_zone).date())
    ended = [one for one in _between(when, reached_on, newest) if due_at(when, one, calendar) <= now]
    return ended if when.rhythm is Rhythm.MONTH else ended[-1:]


def spoken(rhythm: Rhythm, period_on: date) -> str:
    """October 2026; of a weekly one its day, Mon 2 Nov 2026."""
    return f"{period_on:%B %Y}" if rhythm is Rhythm.MONTH else f"{clock.spoken_day(period_on)} {period_on.year}"


def _between(when: When, after: date, until: date) -> Iterator[date]:
    while after < until:
        after = _next(when, after)
        if after <= until:
            yield after


def _next(when: When, period_on: date) -> date:
    if when.rhythm is Rhythm.MONTH:
        return months.first_day(months.moved(months.month_of(period_on), 1))
    return period_on + ((when.weekday - period_on.weekday() - 1) % 7 + 1) * DAY


def _open_day(first: date, calendar: Calendar) -> date:
    ahead = [first + n * DAY for n in range(AHEAD)]
    weekday = next(day for day in ahead if day.weekday() < MONDAYS_TO_FRIDAYS)
    return next((day for day in ahead if calendar.open_on(day)), weekday)


def at_midnight(day: date, zone: str) -> datetime:
    """When a day begins in a zone."""
    return _at(day, 0, zone)


def _at(day: date, minute: int, zone: str) -> datetime:
    return datetime.combine(day, time(*divmod(minute, 60)), ZoneInfo(zone)).astimezone(UTC)
