"""Tasks as rows of a list: the task itself, what it is about, who has it and when it is due."""

from core.task import DECISION, Task
from pages.parts.links import to
from pages.parts.table import Action, Cell, Column, Row
from pages.parts.task_words import PRIORITIES, due

STEPS = {
    "ask_outcome": (("Attended", "attend"), ("Missed", "miss")),
    "rebook": (("Book", "book"),),
    DECISION: (("Decide", ""),),
}
"""Tasks whose answer is a step of the referral, taken on its page; that step ends them."""
ALONE = {"ask_outcome", DECISION}
"""Those that nothing else answers: to say that they are done would decide nothing."""
LATEST = {"done": "When", "asleep": "Back"}
"""What the column of moments is called where it is not when a task is due."""


def columns(view: str, *, narrow: bool) -> list[Column]:
    """Fewer beside one that is open."""
    when = Column(LATEST.get(view, "Due"), "when", "corner")
    title, whom, who = Column("Task", place="title"), Column("About"), Column("Who", "person", "foot")
    return [title, when] if narrow else [title, whom, when, who]


def row(one: Task, now: dict[str, str], view: str, *, several: bool, narrow: bool, shown: int) -> Row:
    """It opens beside the list; what is done at once is done right there."""
    words, tone, exact = due(one)
    under = [one.progress and f"{one.progress} ticked", str(one.rhythm or ""), one.note if view == "done" else ""]
    priority = f"{one.priority.label} priority" if one.priority in PRIORITIES else ""
    title = Cell(
        one.title,
        under=" · ".join(part for part in under if part),
        mark=priority,
        mark_tone=PRIORITIES.get(one.priority, "grey"),
    )
    when = Cell(words.removeprefix("Put off until "), tone=tone, hover=exact)
    cells = (title, when) if narrow else (title, _about(one, several), when, Cell(one.owner, under="Pool"))
    there = to("tasks", **now, id=one.id)
    acts = () if narrow else actions(one)
    return Row(one.id, cells, there, actions=acts, chosen=one.id == shown, version=one.version)


def _about(one: Task, several: bool) -> Cell:
    """The patient, and for people at several sites which of them it is with; a site alone is what it is about."""
    return Cell(one.patient, under=one.site if several else "") if one.patient else Cell(one.site)


def actions(one: Task) -> tuple[Action, ...]:
    """What is likely, right on the row, and that it can wait."""
    if one.state != "open":
        return ()
    waits = one.kind not in {"ask_outcome", "mention"}
    return (*answers(one), *([Action("Put off", "later")] if waits else []))


def answers(one: Task) -> tuple[Action, ...]:
    """A step of the referral where that is the answer, else that it is done."""
    steps = STEPS.get(one.kind, ())
    links = tuple(Action(label, href=to("referral", id=one.subject_id, step=step)) for label, step in steps)
    return links if one.kind in ALONE else (*links, Action("Seen" if one.kind == "mention" else "Done", "done"))
