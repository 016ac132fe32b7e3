"""A task that a command is about: the actor's to see, held against a second writer, and what happens to it written."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, or_, select, update

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.audit import About, Kind, record
from core.errors import Changed, NotFound, NotNow
from core.task.model import MENTION
from core.task.series import open_next
from data.tables import task

OVERTAKEN = "Somebody else changed this task while you had it open. Look at it and try again."
STANDS = {"open": "still to be done", "done": "already done", "dropped": "already no longer needed"}


def visible(actor: Actor) -> ColumnElement[bool]:
    """Tasks at the actor's sites; that somebody else was mentioned is theirs to see."""
    theirs = or_(task.c.kind != MENTION, task.c.owner_id == actor.account_id)
    return at_my_sites(actor, task.c.site_id) & theirs


def held(
    db: Connection, actor: Actor, task_id: int, version: int | None, states: tuple[str, ...] = ("open",)
) -> Row[Any]:
    """The task, held for this transaction, standing so and as it was read; any version where None is asked for."""
    actor.must(Permission.TASK_DO)
    row = db.execute(select(task).where(task.c.id == task_id, visible(actor)).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("There is no such task at your sites.")
    if row.state not in states:
        raise NotNow(f"This task is {STANDS[row.state]}.")
    if version is not None and row.version != version:
        raise Changed(OVERTAKEN)
    return row


def change(db: Connection, now: Row[Any], **values: Any) -> None:
    """Write new values into its columns."""
    db.execute(update(task).where(task.c.id == now.id).values(version=now.version + 1, **values))


def end(db: Connection, now: Row[Any], state: str, *, goes_on: bool = True, **values: Any) -> datetime:
    """Let it be over; where it comes again, the next one opens unless it `goes_on` no more."""
    at = clock.now()
    change(db, now, state=state, ended_at=at, wakes_at=None, next_at=None, **values)
    if goes_on:
        open_next(db, now)
    return at


def told(db: Connection, actor: Actor, kind: Kind, now: Row[Any], facts: dict[str, Any], **words: str) -> None:
    """Record what happened to it, on the timeline of what it is about."""
    about = About(now.subject, now.subject_id, now.site_id, now.patient_id)
    record(db, actor, kind, about, {"task": now.id, "kind": now.kind} | facts, **words)
