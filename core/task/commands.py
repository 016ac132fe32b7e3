"""What people do with tasks: finish, take and give them."""

from typing import Any

from sqlalchemy import Connection, Row, select, update

from core import clock
from core.access import Actor, Permission, at_my_sites, staff
from core.audit import About, Kind, record
from core.errors import Changed, Lacking, NotFound, NotNow
from core.task.keep import give
from core.work import work
from data.tables import account, account_site, task


def finish(actor: Actor, task_id: int, version: int, note: str = "") -> None:
    """Mark a task as done, with a note of what came of it."""
    with work() as db:
        now = _open(db, actor, task_id, version)
        values = {"state": "done", "ended_at": clock.now(), "note": note.strip() or now.note}
        _change(db, now, **values)
        _record(db, actor, Kind.TASK_DONE, now, title=now.title, comment=note.strip())


def take(actor: Actor, task_id: int, version: int) -> None:
    """Make a task one's own."""
    if actor.account_id is None:
        raise NotNow("Only a person can take a task.")
    assign(actor, task_id, version, actor.account_id)


def assign(actor: Actor, task_id: int, version: int, owner_id: int | None) -> None:
    """Give a task to somebody who works at its site, or back to the site with None."""
    with work() as db:
        now = _open(db, actor, task_id, version)
        if owner_id != actor.account_id and now.owner_id != actor.account_id:
            actor.must(Permission.REFERRAL_ASSIGN, at=now.site_id)
        name = "the site" if owner_id is None else _name_at(db, owner_id, now.site_id)
        give(db, actor, now, owner_id, name)


def _open(db: Connection, actor: Actor, task_id: int, version: int) -> Row[Any]:
    """The task, held for this transaction, open and as it was read."""
    actor.must(Permission.TASK_DO)
    found = select(task).where(task.c.id == task_id, at_my_sites(actor, task.c.site_id)).with_for_update()
    row = db.execute(found).one_or_none()
    if row is None:
        raise NotFound("There is no such task at your sites.")
    if row.state != "open":
        ended = "done" if row.state == "done" else "no longer needed"
        raise NotNow(f"This task is already {ended}.")
    if row.version != version:
        raise Changed("Somebody else changed this task while you had it open. Look at it and try again.")
    return row


def _change(db: Connection, now: Row[Any], **values: Any) -> None:
    db.execute(update(task).where(task.c.id == now.id).values(version=now.version + 1, **values))


def _record(db: Connection, actor: Actor, kind: Kind, now: Row[Any], **words: str) -> None:
    about = About(now.subject, now.subject_id, now.site_id, now.patient_id)
    record(db, actor, kind, about, {"task": now.id, "kind": now.kind}, **words)


def _name_at(db: Connection, account_id: int, site_id: int) -> str:
    there = staff(Permission.TASK_DO, account_site.c.site_id == site_id)
    found = select(account.c.name).where(account.c.id == account_id, there).with_for_update(read=True)
    name = db.execute(found).scalar_one_or_none()
    if name is None:
        raise Lacking({"owner": "Choose somebody who works at this site."})
    return str(name)
