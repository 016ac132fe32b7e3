"""The one place that asks what time it is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

EVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Before anything that is counted."""
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""When something without a deadline is due: sorts last, on every database."""

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _told.get() or datetime.now(UTC) + _shift()


@contextmanager
def telling(moment: datetime) -> Iterator[None]:
    """Within this block it is `moment`: the demo's history and tests are written at their own times."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


def local(moment: datetime, zone: str) -> datetime:
    """The same moment on the wall clock of an IANA zone."""
    return moment.astimezone(ZoneInfo(zone))


def spoken_day(day: date, today: date | None = None) -> str:
    """Tue 24 Nov; with its year when that is not this year's."""
    words = f"{day:%a} {day.day} {day:%b}"
    return words if today is None or day.year == today.year else f"{words} {day.year}"


def spoken(moment: datetime, zone: str) -> str:
    """Tue 24 Nov, 14:30 on the wall clock of the zone; with the year when it is not this year's."""
    there = local(moment, zone)
    return f"{spoken_day(there.date(), local(now(), zone).date())}, {there:%H:%M}"


def _shift() -> timedelta:
    """Whole seconds in the file that BATON_TEST_CLOCK names move every process of a story at once."""
    path = os.environ.get("BATON_TEST_CLOCK")
    return timedelta(seconds=int(Path(path).read_text() or 0)) if path else timedelta()
