"""The tasks of a person, soonest due first, each with its answer right there."""

from collections.abc import Sequence

from core.task import Task
from pages.parts import cursor
from pages.parts.cursor import Cursor
from pages.parts.links import to
from pages.parts.table import Cell, Column, Empty, Row, table
from pages.parts.task_rows import answers
from pages.parts.task_words import due, there

SHOWN = 12
NOTHING = "Nothing waits for you. Tasks come by themselves: after a visit, a missed appointment, an urgent referral."


def my_notes(found: Sequence[Task]) -> Task | None:
    """Draw the notes that mention somebody; answers the one that they have seen."""
    shown = {one.id: one for one in found}
    columns = [Column("Note", place="title"), Column("About"), Column("Due", "when", "nowhere")]
    asked = table("Notes for you", columns, [_row(one) for one in found], Empty(""), cards=True, key="notes")
    return shown.get(asked.id) if asked else None


def my_tasks(found: Sequence[Task], whole: int, after: Cursor | None) -> Task | None:
    """Draw the first of those found, and a way to the rest; answers the one that somebody says is done."""
    shown = {one.id: one for one in found[:SHOWN]}
    links = [("Back to the start", to("home"))] if after else []
    if len(found) > SHOWN:
        last = found[SHOWN - 1]
        links.append((f"Next {SHOWN}", to("home", after=cursor.spelt((last.due_at, last.id)))))
    asked = table(
        "My tasks",
        [Column("Task", place="title"), Column("About"), Column("Due", "when", "corner")],
        [_row(one) for one in shown.values()],
        Empty(NOTHING),
        footer=links,
        note=f"{len(shown)} of {whole:,}, soonest due first" if links else "",
        cards=True,
        key="tasks",
    )
    return shown[asked.id] if asked else None


def _row(one: Task) -> Row:
    words, tone, exact = due(one)
    about = " · ".join(part for part in (one.patient, one.site, one.owner) if part)
    cells = (Cell(one.title), Cell(about), Cell(words, tone=tone, hover=exact))
    return Row(one.id, cells, there(one) or to("tasks", id=one.id), actions=answers(one))
