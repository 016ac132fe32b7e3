"""Who may change the workflow, and how each change is told: what was before, what is from then on, a new revision."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Table, func, select, update

from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.directory import site_name
from core.errors import Changed, NotAllowed, NotFound
from core.workflow.standing import NAME
from data.insert import put
from data.tables import setting

GROUP = "What holds for the whole group is set by whoever answers for every site. Set it for your own sites instead."


def may_edit(actor: Actor, sites: Collection[int | None]) -> bool:
    """Whether somebody may change what holds at these sites; none of them is the whole group."""
    own = [site for site in sites if site is not None]
    return actor.may(Permission.WORKFLOW_EDIT) and (actor.every_site or bool(own)) and all(map(actor.works_at, own))


def must_edit(actor: Actor, sites: Collection[int | None]) -> None:
    """Refuse with the reason why not."""
    actor.must(Permission.WORKFLOW_EDIT)
    if may_edit(actor, sites):
        return
    if any(site is not None for site in sites):
        raise NotAllowed("This is set for a site that is not one of yours. Ask whoever answers for it.")
    raise NotAllowed(GROUP)


def as_read(db: Connection, table: Table, number: int, version: int) -> Any:
    """The row, held until the command is done, if it is still as somebody read it."""
    row = db.execute(select(table).where(table.c.id == number).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("This is gone already. Look at the list again.")
    if row.version != version:
        raise Changed("Somebody else changed this while you had it open. Look at it again before you change it.")
    return row


def told(
    db: Connection, actor: Actor, part: str, number: int, sites: Iterable[int | None], what: str, **change: Any
) -> None:
    """An event for the group or for each site concerned, with `before` and `after` in codes; and a new revision."""
    names = {site: site_name(db, site) for site in dict.fromkeys(sites) if site is not None}
    where = f" ({', '.join(names.values())})" if names else ""
    facts = {"part": part, "revision": secrets.token_hex(8), **_spelt(change)}
    for site_id in names or [None]:
        record(db, actor, Kind.WORKFLOW_SET, About("workflow", number, site_id), facts, what=f"{what}{where}")
    put(db, setting, "name", name=NAME, value=facts["revision"])


def last(db: Connection, table: Table, *among: Any) -> int:
    """The highest place that is taken in a list."""
    return int(db.execute(select(func.coalesce(func.max(table.c.position), 0)).where(*among)).scalar_one())


def placed(db: Connection, table: Table, ids: Sequence[int], moved: int, place: int) -> None:
    """Let one of a list stand at a place, counted from 1, and the others after one another around it."""
    others = [number for number in ids if number != moved]
    others.insert(max(place - 1, 0), moved)
    for position, number in enumerate(others, 1):
        db.execute(update(table).where(table.c.id == number).values(position=position))


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What is different, as it was and as it is."""
    names = [name for name in after if before.get(name) != after[name]]
    return {"before": {name: before.get(name) for name in names}, "after": {name: after[name] for name in names}}


def _spelt(value: Any) -> Any:
    """As an event keeps it: days and sums as they are written."""
    if isinstance(value, dict):
        return {name: _spelt(each) for name, each in value.items()}
    return str(value) if isinstance(value, date | Decimal) else value
