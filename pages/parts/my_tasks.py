"""The tasks of a person, soonest due first, each with its answer right there."""

from collections.abc import Sequence

from core import clock
from core.sla import due_words
from core.task import Task
from pages.parts import cursor
from pages.parts.badges import DUE
from pages.parts.cursor import Cursor
from pages.parts.links import to
from pages.parts.table import Action, Cell, Column, Empty, Row, table

SHOWN = 12
STEPS = {"ask_outcome": (("Attended", "attend"), ("Missed", "miss")), "rebook": (("Book", "book"),)}
"""Tasks whose answer is a step of the referral, taken on its page; that step ends them."""
OPENS = {"referral": ("referral", "id"), "draft": ("refer", "draft"), "arrival": ("intake", "id")}
"""Which page a task's subject stands on, and what its address calls it."""
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
    words, tone = due_words(one.due_at, clock.now(), one.zone)
    about = " · ".join(part for part in (one.patient, one.site, one.owner) if part)
    cells = (
        Cell(one.title),
        Cell(about),
        Cell(words, tone=DUE[tone], hover=f"Due {clock.spoken(one.due_at, one.zone)}"),
    )
    page, name = OPENS.get(one.subject, ("", ""))
    return Row(one.id, cells, to(page, **{name: one.subject_id}) if page else "", actions=_answers(one))


def _answers(one: Task) -> tuple[Action, ...]:
    steps = STEPS.get(one.kind, ())
    links = tuple(Action(label, href=to("referral", id=one.subject_id, step=step)) for label, step in steps)
    return links if one.kind == "ask_outcome" else (*links, Action("Seen" if one.kind == "mention" else "Done", "done"))
