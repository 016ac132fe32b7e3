"""What a manager does to deadlines: set one, change it, take it away, or put a shipped one back as it was."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from core import clock
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.directory import provider_name, site_name
from core.errors import Changed, Duplicate, Lacking, NotAllowed, NotFound, NotNow
from core.sla.checked import check
from core.sla.policy import Policy, Scope, scope_words
from core.sla.reckoning import ask_anew
from core.sla.stored import policy_of, row_of, shipped_policies
from core.sla.what import What
from core.work import work
from data.tables import deadline


def set_deadline(actor: Actor, new: Policy) -> int:
    """Add one for what has none of exactly its own; its id. What it touches the jobs process works out anew."""
    _may_edit(actor, new.scope.site_id)
    check(new)
    with work() as db:
        if db.execute(select(deadline.c.id).where(deadline.c.scope == new.scope.spelt)).first():
            raise Duplicate("There is a deadline for exactly this already. Change that one.")
        _check_places(db, new.scope)
        row = row_of(replace(new, shipped=False)) | {"changed_at": clock.now()}
        added = int(db.execute(insert(deadline).values(row).returning(deadline.c.id)).scalar_one())
        _told(db, actor, Kind.DEADLINE_SET, new, None)
        return added


def change_deadline(actor: Actor, deadline_id: int, version: int, new: Policy) -> None:
    """Give one another time, warning or pause; what it is for stays."""
    with work() as db:
        now = _held(db, actor, deadline_id, version)
        new = replace(new, scope=now.scope, shipped=now.shipped)
        check(new)
        if replace(new, version=now.version, id=now.id) == now:
            raise NotNow("Nothing is different from what stands there already.")
        _store(db, actor, now, new)


def restore_deadline(actor: Actor, deadline_id: int, version: int) -> None:
    """Put a shipped one back as it came with Baton; upgrades renew it again."""
    with work() as db:
        now = _held(db, actor, deadline_id, version)
        shipped = next((each for each in shipped_policies() if each.scope == now.scope), None)
        if shipped is None:
            raise NotFound("This deadline did not come with Baton. Change it or remove it.")
        _store(db, actor, now, shipped, version=1)


def drop_deadline(actor: Actor, deadline_id: int, version: int) -> None:
    """Take one away: what it was for follows the next that fits."""
    with work() as db:
        now = _held(db, actor, deadline_id, version)
        if now.shipped:
            raise NotNow("What came with Baton stays, so that something is always due. Give it another time instead.")
        db.execute(delete(deadline).where(deadline.c.id == now.id))
        _told(db, actor, Kind.DEADLINE_DROPPED, now, now)


def _may_edit(actor: Actor, site_id: int | None) -> None:
    """A manager sets what is for their own sites; what is for the group is for who answers for all of it."""
    actor.must(Permission.WORKFLOW_EDIT, at=site_id)
    if site_id is None and not actor.every_site:
        raise NotAllowed("This holds for the whole group, so it is for those who answer for every site.")


def _held(db: Connection, actor: Actor, deadline_id: int, version: int) -> Policy:
    """The one that was read, held until the command is done."""
    actor.must(Permission.WORKFLOW_EDIT)
    row = db.execute(select(deadline).where(deadline.c.id == deadline_id).with_for_update()).one_or_none()
    if row is None or not (row.site_id is None or actor.works_at(row.site_id)):
        raise NotFound("This deadline is gone. Somebody may have removed it.")
    _may_edit(actor, row.site_id)
    if row.version != version:
        raise Changed("Somebody else changed this deadline meanwhile. Look at it again before you change it.")
    return policy_of(row)


def _store(db: Connection, actor: Actor, now: Policy, new: Policy, version: int | None = None) -> None:
    values: dict[str, Any] = row_of(new) | {"version": version or now.version + 1, "changed_at": clock.now()}
    db.execute(update(deadline).where(deadline.c.id == now.id).values(values))
    _told(db, actor, Kind.DEADLINE_SET, new, now)


def _check_places(db: Connection, scope: Scope) -> None:
    wrong = {}
    if scope.site_id and not site_name(db, scope.site_id):
        wrong["site"] = "Choose one of our sites."
    if scope.provider_id and not provider_name(db, scope.provider_id):
        wrong["provider"] = "Find the practice in the directory."
    if wrong:
        raise Lacking(wrong)


def _told(db: Connection, actor: Actor, kind: Kind, new: Policy, before: Policy | None) -> None:
    """Kept in the audit, with what stood before; and the clocks it touches are worked out anew."""
    scope = new.scope
    practice = {scope.provider_id: provider_name(db, scope.provider_id)} if scope.provider_id else {}
    place = f" at {site_name(db, scope.site_id)}" if scope.site_id else ""
    said = f"{What(scope.what).label} within {new.time} for {scope_words(scope, practice)}{place}"
    facts = {"scope": scope.spelt, "before": _figures(before), "after": _figures(new)}
    record(db, actor, kind, About("deadline", 0, scope.site_id), facts, deadline=said)
    ask_anew(db, actor, scope.what, scope.site_id)


def _figures(policy: Policy | None) -> dict[str, Any] | None:
    if policy is None:
        return None
    row = row_of(policy)
    return {name: row[name] for name in ("amount", "unit", "warn_amount", "warn_unit", "pauses_waiting", "pauses_held")}
