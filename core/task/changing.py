"""What of a task changes when it is put differently: the columns to write, and what to call it."""

from typing import Any

from sqlalchemy import Connection, Row

from core.errors import NotNow
from core.task.draft import Terms
from core.task.keep import titled
from core.task.model import fresh, lines_of, stored
from core.task.rhythm import NO_MORE, Again, Rhythm
from core.task.series import has_followed

CALLED = {
    "title": "what is to be done",
    "due_at": "when it is due",
    "priority": "priority",
    "checklist": "checklist",
    "note": "note",
    "rhythm": "how it comes again",
}


def changed(db: Connection, now: Row[Any], kept: Terms, zone: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The columns that are other than before, and by their names what people call them."""
    wanted = {
        **titled(kept.title),
        "due_at": kept.due_at(zone),
        "priority": kept.priority,
        "checklist": stored(fresh(kept.checklist, lines_of(now.checklist))),
        "note": kept.note,
        **_again(db, now, kept, zone),
    }
    values = {name: value for name, value in wanted.items() if getattr(now, name) != value}
    return values, {name: words for name, words in CALLED.items() if name in values}


def _again(db: Connection, now: Row[Any], kept: Terms, zone: str) -> dict[str, Any]:
    """Its place in a rhythm, reckoned anew where that is another one; that it is due on another day changes nothing."""
    before = Rhythm.read(now.rhythm) if now.rhythm else None
    if kept.rhythm == before or kept.due_on is None:
        return {}
    if has_followed(db, now):
        raise NotNow("The next of its series is open already. Change there how it comes again.")
    if kept.rhythm is None:
        return NO_MORE
    return Again.on(kept.rhythm, kept.due_on, zone, now.series_id or now.id).columns
