"""Open a task once and drop tasks that nobody needs any more, inside the caller's transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, func, literal_column, select, tuple_, update

from core import clock
from core.access import Actor, Permission, at_my_sites, staff
from core.audit import About, Kind, record
from core.field import folded
from core.task.model import ADDED, Priority, fresh, stored
from core.task.rhythm import NO_MORE, Again
from data.insert import new_row
from data.prepared import Prepared
from data.tables import account, account_site, task

LONGEST = 200
OPEN: ColumnElement[str] = literal_column("'open'")
"""Spelt out, because a bound value would hide the index on open tasks."""
ENDED: dict[str, Any] = {"wakes_at": None, "next_at": None}
"""What a task that is over does not do any more: come back, or open the next of its series."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A task as it is asked for; `key` makes it happen once. `passed` are those of its series that came to nothing;
    one that is to be `alone` is not opened beside another of its kind."""

    key: str
    kind: str
    title: str
    about: About
    due_at: datetime
    owner_id: int | None = None
    note: str = ""
    priority: Priority = Priority.NORMAL
    checklist: tuple[str, ...] = ()
    again: Again | None = None
    passed: int = 0
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Dropping:
    """Tasks of these kinds about a subject that nobody needs any more."""

    about: About
    kinds: tuple[str, ...]


def open_task(db: Connection, actor: Actor, asked: Opening) -> int | None:
    """Open it at the site that answers for it; None when this key was used before, or where it is not alone.

    A task for somebody who has left, or does not work there, is the site's: it waits for whoever is there.
    """
    if asked.about.site_id is None:
        raise ValueError("A task belongs to a site.")
    if asked.alone and (asked.about.subject, asked.about.subject_id, asked.kind) in kinds_open(db, [asked.about]):
        return None
    row = row_of(asked)
    if asked.owner_id is not None and not works_at(db, asked.owner_id, asked.about.site_id):
        row["owner_id"] = None
    added: int | None = _ADDED.only(db, **row)
    if added is not None:
        if asked.again and asked.again.series_id is None:
            db.execute(update(task).where(task.c.id == added).values(series_id=added))
        facts = {"task": added, "kind": asked.kind} | ({"passed": asked.passed} if asked.passed else {})
        record(db, actor, Kind.TASK_OPENED, asked.about, facts, title=row["title"])
    return added


_ADDED = Prepared(lambda dialect: new_row(dialect, task, "key").returning(task.c.id))


def works_at(db: Connection, account_id: int, site_id: int) -> str | None:
    """The name of somebody who may do tasks at a site, held so that nobody leaves in the same moment."""
    there = staff(Permission.TASK_DO, account_site.c.site_id == site_id)
    found = select(account.c.name).where(account.c.id == account_id, there).with_for_update(read=True)
    return db.execute(found).scalar_one_or_none()


def give(db: Connection, actor: Actor, now: Any, owner_id: int | None, name: str) -> None:
    """Write whose a task is from now on, `now` being its row; that they work there was asked before."""
    changed = update(task).where(task.c.id == now.id)
    db.execute(changed.values(version=now.version + 1, owner_id=owner_id))
    about = About(now.subject, now.subject_id, now.site_id, now.patient_id)
    record(db, actor, Kind.TASK_ASSIGNED, about, {"task": now.id, "kind": now.kind}, title=now.title, owner=name)


def row_of(asked: Opening) -> dict[str, Any]:
    """How it stands open from now on."""
    return {
        "key": asked.key,
        "kind": asked.kind,
        **titled(asked.title),
        "subject": asked.about.subject,
        "subject_id": asked.about.subject_id,
        "site_id": asked.about.site_id,
        "patient_id": asked.about.patient_id,
        "owner_id": asked.owner_id,
        "state": "open",
        "priority": asked.priority,
        "checklist": stored(fresh(map(_short, asked.checklist))),
        "created_at": clock.now(),
        "due_at": asked.due_at,
        "note": asked.note,
        **(NO_MORE | (asked.again.columns if asked.again else {})),
    }


def titled(title: str) -> dict[str, str]:
    """A title as it is kept, and what it is found by."""
    title = _short(title)
    return {"title": title, "search": folded(title)}


def drop_open(db: Connection, actor: Actor, about: About, kinds: Collection[str], key: str = "") -> int:
    """Drop the open tasks of these kinds about this subject whose key begins like this; how many."""
    c = task.c
    return _drop(db, actor, about, [c.kind.in_(kinds), c.key.startswith(key, autoescape=True)])


def kinds_open(db: Connection, abouts: Collection[About]) -> set[tuple[str, int, str]]:
    """Of what kinds tasks are open about these subjects: (subject, id, kind), in one statement."""
    c = task.c
    these = tuple_(c.subject, c.subject_id).in_({(about.subject, about.subject_id) for about in abouts})
    found = select(c.subject, c.subject_id, c.kind).where(these, c.state == OPEN).distinct()
    return {(row.subject, row.subject_id, row.kind) for row in db.execute(found)} if abouts else set()


def drop_added(db: Connection, actor: Actor, about: About, why: str) -> int:
    """Drop what people added by hand about this subject at the actor's sites, with a word of why; how many."""
    return _drop(db, actor, about, [task.c.kind == ADDED, at_my_sites(actor, task.c.site_id)], comment=why)


def added(db: Connection, about: About) -> int:
    """How many tasks that people added by hand about this subject are open."""
    return int(db.execute(select(func.count()).where(*_open(about), task.c.kind == ADDED)).scalar_one())


def added_about(referral_id: ColumnElement[int]) -> ScalarSelect[int]:
    """The same of a referral, as a column of a query that reads it."""
    c = task.c
    about = [c.subject == "referral", c.subject_id == referral_id, c.state == OPEN, c.kind == ADDED]
    return select(func.count()).where(*about).scalar_subquery()


def was_done(db: Connection, about: About, kind: str) -> bool:
    """Whether somebody has done a task of this kind about this subject."""
    c = task.c
    done = [c.subject == about.subject, c.subject_id == about.subject_id, c.kind == kind, c.state == "done"]
    return db.execute(select(c.id).where(*done).limit(1)).first() is not None


def _short(text: str) -> str:
    """On one line, and visibly shortened where it is too long."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _drop(db: Connection, actor: Actor, about: About, which: Collection[ColumnElement[bool]], **words: str) -> int:
    """They end; nobody did them. One that comes again does so no more."""
    c = task.c
    ended = update(task).where(*_open(about), *which)
    dropped = ended.values(state="dropped", ended_at=clock.now(), version=c.version + 1, **ENDED)
    rows = db.execute(dropped.returning(c.id, c.kind, c.title, c.site_id)).all()
    for row in rows:
        theirs = About(about.subject, about.subject_id, row.site_id, about.patient_id)
        record(db, actor, Kind.TASK_DROPPED, theirs, {"task": row.id, "kind": row.kind}, title=row.title, **words)
    return len(rows)


def _open(about: About) -> list[ColumnElement[bool]]:
    c = task.c
    return [c.subject == about.subject, c.subject_id == about.subject_id, c.state == OPEN]
