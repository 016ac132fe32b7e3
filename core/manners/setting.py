"""Manners as managers read and set them: for the whole group, and for sites that want it otherwise."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.audit import About, Kind, record
from core.directory import site_name
from core.errors import Changed, NotAllowed, NotFound, NotNow
from core.manners.model import Manners
from core.manners.standing import Standing
from core.work import reading, work
from data.insert import put
from data.tables import manners, setting, site

GROUP = "Everywhere"
NAME = "manners"
"""The row that whoever changes something holds."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How it is somewhere: in force there, said there itself or not (`version` 0), and whether one may change it."""

    site_id: int | None
    place: str
    manners: Manners
    version: int
    editable: bool


def settings_of(actor: Actor) -> list[Setting]:
    """The group's manners, then those of the actor's sites that have their own, by name."""
    actor.must(Permission.TEXT_EDIT)
    c = manners.c
    wanted = (
        select(c.site_id, site.c.name, c.version)
        .outerjoin(site, site.c.id == c.site_id)
        .where(c.site_id.is_(None) | at_my_sites(actor, c.site_id))
        .order_by(site.c.name)
    )
    with reading() as db:
        rows, standing = db.execute(wanted).all(), Standing.read(db)
    version = next((row.version for row in rows if row.site_id is None), 0)
    several = [(None, GROUP, version), *((row.site_id, row.name, row.version) for row in rows if row.site_id)]
    return [Setting(at, name, standing.at(at), number, _may_set(actor, at)) for at, name, number in several]


def set_manners(actor: Actor, site_id: int | None, asked: Manners, version: int) -> None:
    """From the next message on, changed from what was read there."""
    _must_set(actor, site_id)
    asked.check()
    with work() as db:
        before = _as_read(db, site_id, version)
        if asked == before:
            raise NotNow("Nothing is different from what stands there already.")
        values = {**asdict(asked), "changed_at": clock.now(), "version": version + 1}
        if version:
            db.execute(update(manners).where(_here(site_id)).values(**values))
        else:
            db.execute(insert(manners).values(**values, site_id=site_id))
        _told(db, actor, site_id, before, asked)


def drop_manners(actor: Actor, site_id: int | None, version: int) -> None:
    """Do again as the group does, or the group as it was shipped."""
    _must_set(actor, site_id)
    with work() as db:
        before = _as_read(db, site_id, version)
        if not version:
            raise NotFound("Nothing is set here that could be taken back.")
        db.execute(delete(manners).where(_here(site_id)))
        _told(db, actor, site_id, before, Standing.read(db).at(site_id))


def _may_set(actor: Actor, site_id: int | None) -> bool:
    """A manager for their own sites; what holds everywhere is for who answers for all of it."""
    return actor.may(Permission.TEXT_EDIT, at=site_id) and (site_id is not None or actor.every_site)


def _must_set(actor: Actor, site_id: int | None) -> None:
    actor.must(Permission.TEXT_EDIT, at=site_id)
    if not _may_set(actor, site_id):
        raise NotAllowed("This holds for the whole group. Set it for your own site instead.")


def _here(site_id: int | None) -> Any:
    return manners.c.site_id.is_(None) if site_id is None else manners.c.site_id == site_id


def _as_read(db: Connection, site_id: int | None, version: int) -> Manners:
    """What holds here if it is still as it was read; one after the other."""
    put(db, setting, "name", name=NAME, value={"at": clock.now().isoformat()})
    kept = db.execute(select(manners.c.version).where(_here(site_id))).scalar_one_or_none()
    if (kept or 0) != version:
        raise Changed("Somebody else set this meanwhile. Look at it again before you change it.")
    return Standing.read(db).at(site_id)


def _told(db: Connection, actor: Actor, site_id: int | None, before: Manners, after: Manners) -> None:
    place = site_name(db, site_id) if site_id else GROUP
    facts = {"before": asdict(before), "after": asdict(after)}
    how = f"{place}. {after.sentence}"
    record(db, actor, Kind.MANNERS_SET, About("manners", site_id or 0, site_id), facts, how=how)
