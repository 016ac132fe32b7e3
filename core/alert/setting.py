"""How alerts climb, as managers read and set it: for the whole group, and for sites that want it otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.alert.ladder import PARTS, Part, kept, said
from core.alert.stored import shipped
from core.audit import About, Kind, record
from core.directory import site_name
from core.errors import Changed, NotFound, NotNow
from core.work import reading, work
from core.workflow.editing import may_edit, must_edit
from data.insert import put
from data.tables import escalation, setting, site

GROUP = "Everywhere"
NAME = "escalation"
"""The row that whoever changes something holds."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One part as it holds somewhere: its sentence, whether it is said there itself, and whether one may change it.

    `version` is 0 where nobody has changed it there.
    """

    name: str
    site_id: int | None
    place: str
    part: Part
    sentence: str
    own: bool
    version: int
    editable: bool


def settings_of(actor: Actor) -> list[Setting]:
    """Every part for the whole group, then what the actor's sites do otherwise, by site."""
    actor.must(Permission.WORKFLOW_EDIT)
    c = escalation.c
    wanted = (
        select(c.site_id, c.part, c.value, c.version, site.c.name)
        .outerjoin(site, site.c.id == c.site_id)
        .where(c.site_id.is_(None) | at_my_sites(actor, c.site_id))
        .order_by(site.c.name)
    )
    with reading() as db:
        rows = db.execute(wanted).all()
    group = {row.part: row for row in rows if row.site_id is None}
    return [
        *(_setting(actor, name, group.get(name)) for name in PARTS),
        *(_setting(actor, name, row) for row in rows for name in PARTS if row.site_id and row.part == name),
    ]


def set_part(actor: Actor, site_id: int | None, name: str, part: Part, version: int) -> None:
    """Let a part be like this for a site or the whole group, changed from what was read there."""
    must_edit(actor, _where(site_id))
    part.check()
    with work() as db:
        before = _as_read(db, site_id, name, version)
        value, now = kept(part), clock.now()
        if value == (before.value if before else _above(db, site_id, name)):
            raise NotNow("Nothing is different from what stands there already.")
        if before is None:
            db.execute(insert(escalation).values(site_id=site_id, part=name, value=value, changed_at=now))
        else:
            changed = {"value": value, "changed_at": now, "version": version + 1}
            db.execute(update(escalation).where(escalation.c.id == before.id).values(**changed))
        _told(db, actor, site_id, name, said(name, part), before, value)


def drop_part(actor: Actor, site_id: int | None, name: str, version: int) -> None:
    """Do again as the group does, or the group as it was shipped."""
    must_edit(actor, _where(site_id))
    with work() as db:
        before = _as_read(db, site_id, name, version)
        if before is None:
            raise NotFound("Nothing is set here that could be taken back.")
        db.execute(delete(escalation).where(escalation.c.id == before.id))
        again = PARTS[name](_above(db, site_id, name))
        _told(db, actor, site_id, name, said(name, again), before, None)


def _where(site_id: int | None) -> tuple[int, ...]:
    return (site_id,) if site_id else ()


def _setting(actor: Actor, name: str, row: Any) -> Setting:
    part = PARTS[name](row.value if row else shipped()[name])
    site_id = row.site_id if row else None
    place = (row.name if row and row.site_id else "") or GROUP
    version = row.version if row else 0
    return Setting(
        name, site_id, place, part, said(name, part), row is not None, version, may_edit(actor, _where(site_id))
    )


def _as_read(db: Connection, site_id: int | None, name: str, version: int) -> Any:
    """What is set there if it is still as it was read, None where nothing is; one after the other."""
    c = escalation.c
    put(db, setting, "name", name=NAME, value={"at": clock.now().isoformat()})
    if name not in PARTS:
        raise NotFound("There is no such part of the escalation.")
    here = c.site_id.is_(None) if site_id is None else c.site_id == site_id
    found = db.execute(select(escalation).where(here, c.part == name)).one_or_none()
    if (found.version if found else 0) != version:
        raise Changed("Somebody else set this meanwhile. Look at it again before you change it.")
    return found


def _above(db: Connection, site_id: int | None, name: str) -> Mapping[str, Any]:
    """What would hold if nothing were set here."""
    c = escalation.c
    group = db.execute(select(c.value).where(c.site_id.is_(None), c.part == name)).scalar_one_or_none()
    above: Mapping[str, Any] = group if group and site_id is not None else shipped()[name]
    return above


def _told(
    db: Connection, actor: Actor, site_id: int | None, name: str, how: str, before: Any, after: Mapping[str, Any] | None
) -> None:
    facts = {"part": name, "before": before.value if before else None, "after": after}
    place = site_name(db, site_id) if site_id else GROUP
    record(db, actor, Kind.ESCALATION_SET, About("escalation", site_id or 0, site_id), facts, how=f"{place}. {how}")
