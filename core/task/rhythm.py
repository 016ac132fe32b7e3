"""How a task comes again: every so many days, weeks on a weekday or months on a day; pure, so days are always given."""

from calendar import day_name, monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from core import clock
from core.errors import Lacking
from core.spoken import Spoken

MOST = {"day": 366, "week": 52, "month": 24}
LAST = 31
"""As a day of the month it is its last one, however long the month."""


class Unit(Spoken):
    """What is counted between one and the next."""

    DAY = "day", "Days"
    WEEK = "week", "Weeks"
    MONTH = "month", "Months"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every so many of a unit: weeks on the weekday `on` (Monday is 0), months on the day `on`, or the month's last
    where it is shorter. `until` is the last day that counts."""

    unit: Unit
    every: int = 1
    on: int = 0
    until: date | None = None

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From its stored form."""
        until = date.fromisoformat(stored["until"]) if stored.get("until") else None
        return cls(Unit(stored["unit"]), stored["every"], stored["on"], until)

    @property
    def spelt(self) -> dict[str, Any]:
        """As it is kept."""
        told = {"unit": self.unit.value, "every": self.every, "on": self.on}
        return told | ({"until": self.until.isoformat()} if self.until else {})

    def check(self) -> None:
        """Refuse what never comes, or not as one would think."""
        wrong = {}
        if not 1 <= self.every <= MOST[self.unit]:
            wrong["every"] = f"Choose a number from 1 to {MOST[self.unit]}."
        if self.unit is Unit.WEEK and not 0 <= self.on <= 6:
            wrong["on"] = "Choose a day of the week."
        if self.unit is Unit.MONTH and not 1 <= self.on <= LAST:
            wrong["on"] = "Choose a day of the month."
        if wrong:
            raise Lacking(wrong)

    def after(self, day: date) -> date | None:
        """The day of the next one after this one; None where there is none any more."""
        reckon = {Unit.DAY: self._days, Unit.WEEK: self._weeks, Unit.MONTH: self._months}[self.unit]
        following = reckon(day)
        return None if self.until and following > self.until else following

    def upcoming(self, day: date, today: date) -> tuple[date | None, int]:
        """The newest one after this one whose day has come by today, or else the next; and how many came to nothing."""
        following, passed = self.after(day), 0
        while following and (later := self.after(following)) and later <= today:
            following, passed = later, passed + 1
        return following, passed

    def __str__(self) -> str:
        """Every 2 weeks on Friday, until 3 Mar 2027."""
        unit = self.unit.value
        many = f"Every {unit}" if self.every == 1 else f"Every {self.every} {unit}s"
        where = {Unit.DAY: "", Unit.WEEK: f" on {day_name[self.on % 7]}", Unit.MONTH: f" on {nth(self.on)}"}[self.unit]
        until = f", until {self.until.day} {self.until:%b} {self.until.year}" if self.until else ""
        return f"{many}{where}{until}"

    def _days(self, day: date) -> date:
        return day + timedelta(days=self.every)

    def _weeks(self, day: date) -> date:
        there = day - timedelta(days=day.weekday()) + timedelta(days=self.on)
        return there if there > day else there + timedelta(weeks=self.every)

    def _months(self, day: date) -> date:
        there = self._in_month(day.year, day.month)
        return there if there > day else self._in_month(day.year, day.month + self.every)

    def _in_month(self, year: int, month: int) -> date:
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        return date(year, month, min(self.on, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Again:
    """Where a task stands in its rhythm: the day it is for, and the moment at which the next one opens at the latest.

    The first of a series has no `series_id` yet: it is its own.
    """

    rhythm: Rhythm
    period_on: date
    next_at: datetime | None
    series_id: int | None = None

    @classmethod
    def on(cls, rhythm: Rhythm, period_on: date, zone: str, series_id: int | None = None) -> Self:
        """For a day on the wall clock of an IANA zone."""
        following = rhythm.after(period_on)
        return cls(rhythm, period_on, midnight(following, zone) if following else None, series_id)

    @property
    def columns(self) -> dict[str, Any]:
        """As a row has it."""
        told = {"rhythm": self.rhythm.spelt, "period_on": self.period_on, "next_at": self.next_at}
        return told | ({"series_id": self.series_id} if self.series_id else {})


NO_MORE: dict[str, Any] = {"rhythm": None, "period_on": None, "next_at": None, "series_id": None}
"""The same of a task that comes once."""


def midnight(day: date, zone: str) -> datetime:
    """When a day begins on the wall clock of an IANA zone."""
    return datetime.combine(day, time(), ZoneInfo(zone))


def due_like(due_at: datetime, day: date, zone: str) -> datetime:
    """Due on another day as something is due: by its end, or at the same time of the wall clock."""
    then = clock.local(due_at, zone).time()
    return midnight(day + timedelta(days=1), zone) if then == time() else datetime.combine(day, then, ZoneInfo(zone))


def due_day(due_at: datetime, zone: str) -> date:
    """The day on which it is due: a midnight ends the day before it."""
    return clock.local(due_at - timedelta(microseconds=1), zone).date()


def nth(day: int) -> str:
    """A day of the month as it is said: the 22nd, the last day."""
    if day == LAST:
        return "the last day"
    ending = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"the {day}{ending}"
