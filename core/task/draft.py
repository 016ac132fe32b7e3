"""What a form hands in before there is a task, and when one is changed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Self
from zoneinfo import ZoneInfo

from core import clock, field
from core.errors import Lacking
from core.task.model import Priority, Task
from core.task.rhythm import Rhythm, due_day, midnight

MOST_LINES = 30
FARTHEST = timedelta(days=730)
"""How far ahead a task may be due or put off: what is further away is forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is to be done: by the end of a day, or at a time of it; nobody's where `owner_id` is None."""

    title: str = ""
    due_on: date | None = None
    due_time: time | None = None
    owner_id: int | None = None
    priority: Priority = Priority.NORMAL
    checklist: tuple[str, ...] = ()
    note: str = ""
    rhythm: Rhythm | None = None

    @classmethod
    def of(cls, task: Task) -> Self:
        """As a task stands now."""
        then = clock.local(task.due_at, task.zone).time()
        return cls(
            title=task.title,
            due_on=due_day(task.due_at, task.zone),
            due_time=then if then != time() else None,
            owner_id=task.owner_id,
            priority=task.priority,
            checklist=tuple(line.text for line in task.checklist),
            note=task.note,
            rhythm=task.rhythm,
        )

    def tidied(self, today: date) -> Self:
        """With its texts as they are kept; Lacking names what is missing or cannot be."""
        kept = field.gathered(
            title=partial(field.line, self.title, least=1, what="What is to be done"),
            note=partial(field.paragraph, self.note, what="The note"),
            checklist=partial(_lines, self.checklist),
            due_on=partial(_ahead, self.due_on, today),
        )
        if self.rhythm:
            self.rhythm.check()
            if self.rhythm.until and kept["due_on"] > self.rhythm.until:
                raise Lacking({"until": "It ends before it is due for the first time."})
        return replace(self, **kept)

    def due_at(self, zone: str) -> datetime:
        """The moment on the wall clock of an IANA zone."""
        if self.due_on is None:
            raise ValueError("A task is due on some day.")
        if self.due_time is None or self.due_time == time():
            return midnight(self.due_on + timedelta(days=1), zone)
        return datetime.combine(self.due_on, self.due_time, ZoneInfo(zone))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask(Terms):
    """A task to be added, about a referral, a patient or a site alone, and the site that is to do it: where that is
    not named, it is the one that comes into question."""

    subject: str = "site"
    subject_id: int | None = None
    site_id: int | None = None


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    kept = tuple(text for one in texts if (text := field.line(one, what="A line of the checklist")))
    if len(kept) > MOST_LINES:
        raise Lacking({"checklist": f"A checklist has up to {MOST_LINES} lines. Make several tasks of it."})
    return kept


def _ahead(day: date | None, today: date) -> date:
    """Also a day that is over: what should have been done already is overdue from the start."""
    if day is None:
        raise Lacking({"due_on": "Choose the day by which it is to be done."})
    if not today - FARTHEST < day < today + FARTHEST:
        raise Lacking({"due_on": "Choose a day within two years of today."})
    return day
