"""What can be asked about our own sites."""

from collections import defaultdict
from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, select

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.directory.model import OFFICE_HOURS, Block, Calendar, Site, SiteName
from core.errors import NotFound
from core.work import reading
from data.prepared import Prepared
from data.tables import site as table
from data.tables import site_holiday, site_hours

_WHOLE = [table.c[name] for name in Site.__slots__]


def sites(actor: Actor) -> list[Site]:
    """The actor's own sites that are not closed, by name."""
    actor.must(Permission.DIRECTORY_READ)
    wanted = select(*_WHOLE).where(at_my_sites(actor, table.c.id), is_open()).order_by(table.c.name)
    with reading() as db:
        return [Site(*row) for row in db.execute(wanted)]


def every_site(actor: Actor) -> list[SiteName]:
    """Every site of the group, by name: whoever is signed in may refer to a colleague there."""
    actor.must(Permission.DIRECTORY_READ)
    c = table.c
    with reading() as db:
        rows = db.execute(select(c.id, c.code, c.name, c.town).where(is_open()).order_by(c.name))
        return [SiteName(*row) for row in rows]


def site(actor: Actor, site_id: int) -> Site:
    """One site of the group; its address and hours are no secret inside."""
    actor.must(Permission.DIRECTORY_READ)
    return _one(table.c.id == site_id, "There is no such site.")


def site_of_code(actor: Actor, code: str) -> Site:
    """The site of a code, as the command line names it."""
    known = ", ".join(each.code for each in every_site(actor)) or "none yet"
    return _one(table.c.code == code.strip().casefold(), f"There is no site “{code}”. The sites are: {known}.")


def site_name(db: Connection, site_id: int | None) -> str:
    """How a site is called; nothing for none."""
    return (_NAME.only(db, id=site_id) or "") if site_id is not None else ""


_NAME = Prepared(select(table.c.name).where(table.c.id == bindparam("id")))


def site_zone(db: Connection, site_id: int) -> str:
    """The IANA name of a site's time zone."""
    return str(db.execute(select(table.c.time_zone).where(table.c.id == site_id)).scalar_one())


def calendar(db: Connection, site_id: int) -> Calendar:
    """When a site is open; Monday to Friday from nine to five where nothing is said."""
    h = site_hours.c
    rows = db.execute(select(h.weekday, h.opens, h.closes).where(h.site_id == site_id).order_by(h.weekday, h.opens))
    hours = _by_weekday(rows) or OFFICE_HOURS
    days = db.execute(select(site_holiday.c.on).where(site_holiday.c.site_id == site_id)).scalars()
    return Calendar(site_zone(db, site_id), hours, frozenset(days))


def calendars(db: Connection) -> dict[int, Calendar]:
    """The same of every site of the group."""
    h, d = site_hours.c, site_holiday.c
    hours: dict[int, list[Any]] = defaultdict(list)
    for site_id, *block in db.execute(select(h.site_id, h.weekday, h.opens, h.closes).order_by(h.weekday, h.opens)):
        hours[site_id].append(block)
    days: dict[int, set[Any]] = defaultdict(set)
    for site_id, on in db.execute(select(d.site_id, d.on)):
        days[site_id].add(on)
    zones = db.execute(select(table.c.id, table.c.time_zone))
    return {
        number: Calendar(zone, _by_weekday(hours[number]) or OFFICE_HOURS, frozenset(days[number]))
        for number, zone in zones
    }


def _by_weekday(rows: Iterable[Any]) -> MappingProxyType[int, tuple[Block, ...]]:
    blocks: dict[int, list[Block]] = defaultdict(list)
    for weekday, opens, closes in rows:
        blocks[weekday].append((opens, closes))
    return MappingProxyType({weekday: tuple(found) for weekday, found in blocks.items()})


def is_open() -> ColumnElement[bool]:
    """Sites that are not closed."""
    return table.c.closed_on.is_(None) | (table.c.closed_on > clock.now().date())


def _one(condition: ColumnElement[bool], otherwise: str) -> Site:
    with reading() as db:
        row = db.execute(select(*_WHOLE).where(condition)).one_or_none()
    if row is None:
        raise NotFound(otherwise)
    return Site(*row)
