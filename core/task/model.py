"""A task as the rest of the house sees it: what is to be done, by whom, by when, and how far it is."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self

from core.spoken import Spoken
from core.task.rhythm import Rhythm

ADDED = "added"
"""The kind of a task that somebody added by hand."""
MENTION = "mention"
"""The kind of a task that tells one person that they were mentioned; it is theirs alone."""

DECISION = "approval"
"""The kind of a task that asks for a decision; it ends when that is taken, and nobody can say that it is done."""


class Priority(Spoken):
    """How much it matters among others that are due."""

    HIGH = "high", "High"
    NORMAL = "normal", "Normal"
    LOW = "low", "Low"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a checklist; its number stays while the list is edited."""

    id: int
    text: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A task in words; `patient` and `owner` are empty where there is none, `wakes_at` is when it comes back."""

    id: int
    kind: str
    title: str
    subject: str
    subject_id: int
    site_id: int
    site: str
    zone: str
    patient: str
    owner_id: int | None
    owner: str
    state: str
    created_at: datetime
    due_at: datetime
    ended_at: datetime | None
    note: str
    version: int
    patient_id: int | None
    priority: Priority
    checklist: tuple[Line, ...]
    wakes_at: datetime | None
    rhythm: Rhythm | None
    period_on: date | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """As a row of the table has it."""
        read: dict[str, Any] = {"priority": Priority(row["priority"]), "checklist": lines_of(row["checklist"])}
        read["rhythm"] = Rhythm.read(row["rhythm"]) if row["rhythm"] else None
        return cls(**{name: read.get(name, row[name]) for name in cls.__slots__})

    @property
    def ticked(self) -> int:
        """How many lines of the checklist are ticked off."""
        return sum(line.ticked for line in self.checklist)

    @property
    def progress(self) -> str:
        """2 of 3; nothing without a checklist."""
        return f"{self.ticked} of {len(self.checklist)}" if self.checklist else ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The open tasks about one thing, and how many of them are overdue."""

    open: int = 0
    overdue: int = 0

    def __str__(self) -> str:
        """3 tasks, 1 overdue; nothing where there are none."""
        if not self.open:
            return ""
        many = "1 task" if self.open == 1 else f"{self.open} tasks"
        if self.overdue and self.overdue == self.open:
            return f"{many} overdue"
        return f"{many}, {self.overdue} overdue" if self.overdue else many


def lines_of(stored: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """A checklist from its stored form."""
    return tuple(Line(one["id"], one["text"], one["ticked"]) for one in stored)


def stored(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """A checklist as it is kept."""
    return [asdict(line) for line in lines]


def fresh(texts: Iterable[str], known: Iterable[Line] = ()) -> tuple[Line, ...]:
    """A checklist of these texts: a line that was there keeps its number and its tick."""
    left = list(known)
    number = max((line.id for line in left), default=0)
    lines = []
    for text in texts:
        same = next((line for line in left if line.text == text), None)
        if same:
            left.remove(same)
        else:
            number += 1
        lines.append(same or Line(number, text))
    return tuple(lines)
