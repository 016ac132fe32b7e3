"""The people of the group, as those who manage them see them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, or_, select, true

from core import clock
from core.access import Actor, Permission, Role
from core.people.absence import back_on
from core.people.authority import may_manage, may_work_everywhere
from core.people.sessions import still_open
from core.settings import settings
from core.work import reading
from data.tables import account, account_site, session, site


@dataclass(frozen=True, slots=True)
class Person:
    """One account; `sites` maps ids to names, `status` is invited, active or disabled, `back_on` set while away."""

    id: int
    username: str
    name: str
    email: str
    role: Role
    sites: dict[int, str]
    every_site: bool
    status: str
    seen_at: datetime | None
    open_sessions: int
    back_on: date | None
    version: int
    manageable: bool


def people(actor: Actor) -> list[Person]:
    """Everybody at the actor's sites by name, the disabled last; operators and admins see everybody."""
    actor.must(Permission.PEOPLE_MANAGE)
    with reading() as db:
        rows = db.execute(_visible(actor)).all()
        places = db.execute(_places([row.id for row in rows])).all()
    at: dict[int, dict[int, str]] = defaultdict(dict)
    for place in places:
        at[place.account_id][place.site_id] = place.name
    return [_person(actor, row, at[row.id]) for row in rows]


def sites_to_give(actor: Actor) -> dict[int, str]:
    """The sites the actor may let somebody work at, by name."""
    actor.must(Permission.PEOPLE_MANAGE)
    wanted = select(site.c.id, site.c.name).where(site.c.closed_on.is_(None)).order_by(site.c.name)
    if not may_work_everywhere(actor):
        wanted = wanted.where(site.c.id.in_(sorted(actor.sites)))
    with reading() as db:
        return {row.id: row.name for row in db.execute(wanted)}


def _visible(actor: Actor) -> Select[Any]:
    here = account.c.id.in_(select(account_site.c.account_id).where(account_site.c.site_id.in_(sorted(actor.sites))))
    mine = true() if may_work_everywhere(actor) else or_(here, account.c.every_site)
    seen = select(func.max(session.c.seen_at)).where(session.c.account_id == account.c.id).scalar_subquery()
    opened = select(func.count()).where(session.c.account_id == account.c.id, *still_open()).scalar_subquery()
    wanted = select(account, seen.label("last_seen_at"), opened.label("open_sessions")).where(mine)
    return wanted.order_by(account.c.disabled_at.is_not(None), func.lower(account.c.name))


def _places(ids: list[int]) -> Select[Any]:
    wanted = select(account_site.c.account_id, account_site.c.site_id, site.c.name).join(site)
    return wanted.where(account_site.c.account_id.in_(ids)).order_by(site.c.name)


def _person(actor: Actor, row: Row[Any], sites: dict[int, str]) -> Person:
    role = Role(row.role)
    status = "disabled" if row.disabled_at else "active" if row.password_hash else "invited"
    return Person(
        id=row.id,
        username=row.username,
        name=row.name,
        email=row.email,
        role=role,
        sites=sites,
        every_site=row.every_site,
        status=status,
        seen_at=row.last_seen_at,
        open_sessions=row.open_sessions,
        back_on=back_on(row.away_from_on, row.away_until_on, clock.local(clock.now(), settings().time_zone.key).date()),
        version=row.version,
        manageable=may_manage(actor, role, sites.keys(), row.every_site),
    )
