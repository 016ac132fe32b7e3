"""That somebody has read what was answered: then it waits no more, and neither does the task to read it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from core import clock, task
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.conversation.queries import WAITS, in_scope
from core.errors import NotFound
from core.work import work
from data.tables import incoming

TO_READ = "read_answer"
"""The kind of task that an answer opens, by the rule that ships."""


def mark_read(actor: Actor, incoming_id: int) -> None:
    """Somebody has read this one; what was read before stays read by whoever was first."""
    c = incoming.c
    with work() as db:
        if not _read(db, actor, c.id == incoming_id):
            known = select(c.id).where(c.id == incoming_id, in_scope(actor))
            if db.execute(known).first() is None:
                raise NotFound("There is no such answer at your sites.")


def mark_all_read(actor: Actor, subject: str, subject_id: int) -> int:
    """All that waits about one referral, patient or arrival; how many."""
    c = incoming.c
    with work() as db:
        return len(_read(db, actor, c.subject == subject, c.subject_id == subject_id))


def _read(db: Connection, actor: Actor, *which: ColumnElement[bool]) -> Sequence[Any]:
    actor.must(Permission.MESSAGE_READ)
    c = incoming.c
    read = update(incoming).where(*which, WAITS, in_scope(actor))
    told = read.values(read_at=clock.now(), read_by_id=actor.account_id).returning(incoming)
    rows = db.execute(told).all()
    for row in rows:
        about = About(row.subject, row.subject_id, row.site_id, row.patient_id)
        facts = {"incoming": row.id, "channel": row.channel}
        record(db, actor, Kind.MESSAGE_READ, about, facts, who=row.from_name or row.from_address)
        left = select(c.id).where(c.subject == row.subject, c.subject_id == row.subject_id, WAITS)
        if db.execute(left.limit(1)).first() is None:
            task.drop_open(db, actor, about, [TO_READ])
    return rows
