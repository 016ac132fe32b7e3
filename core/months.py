"""Months as numbers: 202611 is November 2026."""

from collections.abc import Iterator
from datetime import date, datetime

from core import clock


def month_of(day: date) -> int:
    """The month a day belongs to."""
    return day.year * 100 + day.month


def month_at(moment: datetime, zone: str) -> int:
    """The month it is on the wall clock of a zone."""
    return month_of(clock.local(moment, zone).date())


def first_day(month: int) -> date:
    """Its first day."""
    return date(month // 100, month % 100, 1)


def moved(month: int, by: int) -> int:
    """So many months later, or earlier."""
    year, index = divmod(month // 100 * 12 + month % 100 - 1 + by, 12)
    return year * 100 + index + 1


def between(since: int, until: int) -> Iterator[int]:
    """Every month from `since` up to but without `until`."""
    while since < until:
        yield since
        since = moved(since, 1)


def count(since: int, until: int) -> int:
    """How many months those are."""
    return (until // 100 - since // 100) * 12 + until % 100 - since % 100


def spelt(month: int) -> str:
    """2026-11, as addresses say it."""
    return f"{month // 100}-{month % 100:02}"


def spoken(month: int) -> str:
    """Nov 2026."""
    return f"{first_day(month):%b %Y}"


def read(text: str) -> int | None:
    """The month that 2026-11 means, if it means one."""
    year, _, month = text.partition("-")
    if not (len(year) == 4 and len(month) == 2 and (year + month).isascii() and (year + month).isdecimal()):
        return None
    return int(year + month) if 2000 <= int(year) < 2100 and 1 <= int(month) <= 12 else None
