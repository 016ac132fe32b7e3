"""When time is up, counted in a site's opening hours on its wall clock; pure, so the time is always given."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.directory import Calendar
from core.sla.deadlines import working_days

LONGEST = 10 * 366
"""Days to look ahead; a site that does not open in ten years never will."""


def due(what: str, urgency: str, since: datetime, calendar: Calendar) -> datetime:
    """The end of opening on the last working day allowed; the local day of `since` is day 0."""
    return after_days(working_days(what, urgency), since, calendar)


def after_days(days: int, since: datetime, calendar: Calendar) -> datetime:
    """The end of opening on the nth open day after the local day of `since`; for 0 that day or the next."""
    today = since.astimezone(ZoneInfo(calendar.time_zone)).date()
    left = days
    for day in _days(today if days == 0 else today + timedelta(days=1)):
        if blocks := calendar.open_on(day):
            left -= 1
            if left <= 0:
                return _instant(day, blocks[-1][1], calendar)
    raise _never_open()


def business_due(since: datetime, for_: timedelta, calendar: Calendar) -> datetime:
    """The moment at which the site has been open for `for_` since then, in time that really passed."""
    left, moment = for_, since.astimezone(UTC)
    for day in _days(since.astimezone(ZoneInfo(calendar.time_zone)).date()):
        for opens, closes in calendar.open_on(day):
            start, end = max(moment, _instant(day, opens, calendar)), _instant(day, closes, calendar)
            if start + left <= end:
                return start + left
            left -= max(end - start, timedelta())
    raise _never_open()


def _days(first: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range(LONGEST))


def _instant(day: date, minutes: int, calendar: Calendar) -> datetime:
    """A wall clock's reading as an instant: the first of two where clocks go back."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return wall.replace(tzinfo=ZoneInfo(calendar.time_zone)).astimezone(UTC)


def _never_open() -> ValueError:
    return ValueError("The site has no opening hours within ten years.")
