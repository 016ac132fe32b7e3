"""Set up webhooks: for the whole group, by people who answer for every site."""

import secrets
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from core import clock, field
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.errors import Changed, Lacking, NotAllowed, NotFound
from core.hook.model import secret_of, tidied
from core.work import work
from data.tables import hook, hook_call

GROUP = "Webhooks are the whole group’s. Ask somebody who manages every site."


def add_hook(actor: Actor, name: str, address: str) -> int:
    """Let rules call this address; its id."""
    _must(actor)
    with work() as db:
        said = _said(db, name, address)
        row = {"salt": secrets.token_hex(32), "changed_at": clock.now(), **said}
        hook_id = int(db.execute(insert(hook).values(row).returning(hook.c.id)).scalar_one())
        record(db, actor, Kind.HOOK_SET, About("hook", hook_id), {"hook": hook_id}, name=said["name"])
    return hook_id


def change_hook(actor: Actor, hook_id: int, version: int, name: str, address: str, *, enabled: bool = True) -> None:
    """Call it otherwise, elsewhere, or not for now."""
    _must(actor)
    with work() as db:
        _as_read(db, hook_id, version)
        _change(db, actor, hook_id, version, enabled=enabled, **_said(db, name, address, hook_id))


def renew_secret(actor: Actor, hook_id: int, version: int) -> None:
    """Give it a new secret; what is signed from now on needs it at the other end."""
    _must(actor)
    with work() as db:
        row = _as_read(db, hook_id, version)
        _change(db, actor, hook_id, version, salt=secrets.token_hex(32), name=row.name)


def secret(actor: Actor, hook_id: int) -> str:
    """What its receiver needs to know."""
    _must(actor)
    with work() as db:
        return secret_of(_row(db, hook_id).salt)


def drop_hook(actor: Actor, hook_id: int, version: int) -> None:
    """Call it no more: what still waits is not sent, and rules that name it are switched off."""
    _must(actor)
    with work() as db:
        row = _as_read(db, hook_id, version)
        db.execute(delete(hook_call).where(hook_call.c.hook_id == hook_id))
        db.execute(delete(hook).where(hook.c.id == hook_id))
        record(db, actor, Kind.HOOK_REMOVED, About("hook", hook_id), {"hook": hook_id}, name=row.name)


def _must(actor: Actor) -> None:
    actor.must(Permission.RULE_EDIT)
    if not actor.every_site:
        raise NotAllowed(GROUP)


def _said(db: Connection, name: str, address: str, hook_id: int | None = None) -> dict[str, str]:
    said = field.gathered(
        name=lambda: field.line(name, most=80, least=1, what="The name"), address=lambda: tidied(address)
    )
    same = select(hook.c.id).where(hook.c.name == said["name"], hook.c.id != (hook_id or 0))
    if db.execute(same).first():
        raise Lacking({"name": "Another webhook is called this already."})
    return said


def _row(db: Connection, hook_id: int) -> Any:
    row = db.execute(select(hook).where(hook.c.id == hook_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("There is no such webhook any more.")
    return row


def _as_read(db: Connection, hook_id: int, version: int) -> Any:
    row = _row(db, hook_id)
    if row.version != version:
        raise Changed("Somebody else changed this webhook while you had it open. Look at it again.")
    return row


def _change(db: Connection, actor: Actor, hook_id: int, version: int, **values: object) -> None:
    changed = {"version": version + 1, "changed_at": clock.now(), **values}
    db.execute(update(hook).where(hook.c.id == hook_id).values(**changed))
    record(db, actor, Kind.HOOK_SET, About("hook", hook_id), {"hook": hook_id}, name=str(values["name"]))
