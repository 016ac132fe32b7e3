"""When staff are mailed and when the next level is due, on the site's wall clock; pure."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core import clock
from core.alert.ladder import Quiet, Rung
from core.directory import Calendar
from core.sla import OpenTime

AHEAD = 366
"""Days to look ahead for one on which the site is open; one that stays closed for longer is written to all the same."""
DAY = timedelta(days=1)


def not_before(moment: datetime, urgency: str, quiet: Quiet, calendar: Calendar) -> datetime:
    """When a mail of its own may leave: at once, or when quiet ends."""
    if urgency in quiet.wakes:
        return moment
    there = clock.local(moment, calendar.time_zone)
    by_day = quiet.ends <= there.hour * 60 + there.minute < quiet.begins

    def mailed(day: date) -> bool:
        return not quiet.closed_days or bool(calendar.open_on(day))

    return moment if by_day and mailed(there.date()) else _morning(moment, quiet, calendar, mailed)


def next_morning(moment: datetime, quiet: Quiet, calendar: Calendar) -> datetime:
    """When the next morning mail leaves, on a day on which the site is open."""
    return _morning(moment, quiet, calendar, lambda day: bool(calendar.open_on(day)))


def later(moment: datetime, rung: Rung, calendar: Calendar) -> datetime:
    """When a level is due that waits since a moment."""
    hours = timedelta(hours=rung.after)
    return OpenTime(calendar).after(moment, hours) if rung.open and rung.after else moment + hours


def _morning(moment: datetime, quiet: Quiet, calendar: Calendar, mailed: Callable[[date], bool]) -> datetime:
    """The first end of quiet after the moment on a day that fits."""
    today = clock.local(moment, calendar.time_zone).date()
    ends = ((day, _at(day, quiet.ends, calendar.time_zone)) for day in (today + n * DAY for n in range(AHEAD)))
    ahead = [(day, at) for day, at in ends if at > moment]
    return next((at for day, at in ahead if mailed(day)), ahead[0][1])


def _at(day: date, minute: int, zone: str) -> datetime:
    return datetime.combine(day, time(*divmod(minute, 60)), ZoneInfo(zone)).astimezone(UTC)
