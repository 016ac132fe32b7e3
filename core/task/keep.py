"""Open a task once and drop tasks that nobody needs any more, inside the caller's transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from core import clock
from core.access import Actor, Permission, staff
from core.audit import About, Kind, record
from data.insert import insert_new
from data.tables import account, account_site, task

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Opening:
    """A task as it is asked for; `key` makes it happen once."""

    key: str
    kind: str
    title: str
    about: About
    due_at: datetime
    owner_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dropping:
    """Tasks of these kinds about a subject that nobody needs any more."""

    about: About
    kinds: tuple[str, ...]


def open_task(db: Connection, actor: Actor, asked: Opening) -> int | None:
    """Open it at the site that answers for it; None when this key was used before.

    A task for somebody who has left, or does not work there, is the site's: it waits for whoever is there.
    """
    if asked.about.site_id is None:
        raise ValueError("A task belongs to a site.")
    row = row_of(asked)
    if asked.owner_id is not None and not _works_at(db, asked.owner_id, asked.about.site_id):
        row["owner_id"] = None
    added = db.execute(insert_new(db, task, "key").values(row).returning(task.c.id)).scalar_one_or_none()
    if added is not None:
        record(db, actor, Kind.TASK_OPENED, asked.about, {"task": added, "kind": asked.kind}, title=row["title"])
    return added


def _works_at(db: Connection, account_id: int, site_id: int) -> bool:
    there = staff(Permission.TASK_DO, account_site.c.site_id == site_id)
    found = select(account.c.id).where(account.c.id == account_id, there).with_for_update(read=True)
    return db.execute(found).first() is not None


def give(db: Connection, actor: Actor, now: Any, owner_id: int | None, name: str) -> None:
    """Write whose a task is from now on, `now` being its row; that they work there was asked before."""
    changed = update(task).where(task.c.id == now.id)
    db.execute(changed.values(version=now.version + 1, owner_id=owner_id))
    about = About(now.subject, now.subject_id, now.site_id, now.patient_id)
    record(db, actor, Kind.TASK_ASSIGNED, about, {"task": now.id, "kind": now.kind}, title=now.title, owner=name)


def row_of(asked: Opening) -> dict[str, Any]:
    """How it stands open from now on."""
    title = " ".join(asked.title.split())
    title = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
    return {
        "key": asked.key,
        "kind": asked.kind,
        "title": title,
        "subject": asked.about.subject,
        "subject_id": asked.about.subject_id,
        "site_id": asked.about.site_id,
        "patient_id": asked.about.patient_id,
        "owner_id": asked.owner_id,
        "state": "open",
        "created_at": clock.now(),
        "due_at": asked.due_at,
        "note": asked.note,
    }


def drop_open(db: Connection, actor: Actor, about: About, kinds: Collection[str], key: str = "") -> int:
    """Drop the open tasks of these kinds about this subject whose key begins like this; how many."""
    c = task.c
    of_key = c.key.startswith(key, autoescape=True)
    dropped = (
        update(task)
        .where(
            c.subject == about.subject,
            c.subject_id == about.subject_id,
            c.kind.in_(kinds),
            c.state == "open",
            of_key,
        )
        .values(state="dropped", ended_at=clock.now(), version=c.version + 1)
        .returning(c.id, c.kind, c.title)
    )
    rows = db.execute(dropped).all()
    for task_id, kind, title in rows:
        record(db, actor, Kind.TASK_DROPPED, about, {"task": task_id, "kind": kind}, title=title)
    return len(rows)


def was_done(db: Connection, about: About, kind: str) -> bool:
    """Whether somebody has done a task of this kind about this subject."""
    c = task.c
    done = [c.subject == about.subject, c.subject_id == about.subject_id, c.kind == kind, c.state == "done"]
    return db.execute(select(c.id).where(*done).limit(1)).first() is not None
