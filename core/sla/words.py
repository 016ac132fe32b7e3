"""Deadlines and ages as people say them: 3 days late, in 40 min, tomorrow, Thu 26 Nov."""

from datetime import datetime, timedelta
from typing import Literal

from core.clock import NEVER, local, spoken_day
from core.sla.what import State

Tone = Literal["breach", "risk", "paused", "calm"]
MOMENT = timedelta(microseconds=1)
"""A midnight ends the day before it."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def due_words(due_at: datetime, now: datetime, zone: str) -> tuple[str, Tone]:
    """When it is due, and its tone: risk within a day, breach when late. No words where nothing is due."""
    if due_at >= NEVER:
        return "", "calm"
    left = due_at - now
    if left < timedelta():
        return f"{age_words(-left)} late", "breach"
    tone: Tone = "risk" if left < DAY else "calm"
    if left < HOUR:
        return f"in {left // MINUTE} min" if left >= MINUTE else "now", tone
    day, today = local(due_at - MOMENT, zone).date(), local(now, zone).date()
    near = {today: "today", today + DAY: "tomorrow"}
    return near.get(day, spoken_day(day, today)), tone


def clock_words(due_at: datetime, warn_at: datetime | None, state: State, now: datetime, zone: str) -> tuple[str, Tone]:
    """When what a referral waits for is due, and how its clock stands: late, at risk, paused; each said in words."""
    if state is State.PAUSED:
        until = f" until {spoken_day(local(due_at, zone).date(), local(now, zone).date())}" if due_at < NEVER else ""
        return f"paused{until}", "paused"
    words, tone = due_words(due_at, now, zone)
    if not words or tone == "breach":
        return words, tone
    return (f"at risk, {words}", "risk") if warn_at and warn_at <= now else (words, "calm")


def age_words(age: timedelta) -> str:
    """How long it has been, in its largest whole unit: 40 min, 2 h, 3 days, 5 months, 2 years."""
    if age < HOUR:
        return f"{max(age // MINUTE, 0)} min"
    if age < DAY:
        return f"{age // HOUR} h"
    if age < 60 * DAY:
        return _count(age // DAY, "day")
    if age < 730 * DAY:
        return _count(int(age / DAY / 30.44), "month")
    return _count(int(age / DAY / 365.25), "year")


def _count(n: int, unit: str) -> str:
    return f"{n} {unit}" if n == 1 else f"{n} {unit}s"
