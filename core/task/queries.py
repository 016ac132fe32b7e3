"""What is to be done: mine and my sites', about one subject, and how much of it is late."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.work import reading
from data.tables import account, patient, patient_name, site, task

OPEN: ColumnElement[str] = literal_column("'open'")
"""Spelt out, because a bound value would hide the index on open tasks."""


@dataclass(frozen=True, slots=True)
class Task:
    """A task in words; `patient` and `owner` are empty where there is none."""

    id: int
    kind: str
    title: str
    subject: str
    subject_id: int
    site_id: int
    site: str
    zone: str
    patient: str
    owner_id: int | None
    owner: str
    state: str
    created_at: datetime
    due_at: datetime
    ended_at: datetime | None
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class Count:
    """Open tasks, of which overdue, and of which due later today by the site's own day."""

    open: int
    overdue: int
    today: int


def mine(actor: Actor, after: tuple[datetime, int] | None = None, limit: int = 50) -> list[Task]:
    """Open tasks that are the actor's own or nobody's at their sites, by due time.

    `after` is the (due_at, id) of the last one seen.
    """
    actor.must(Permission.TASK_DO)
    c = task.c
    wanted = _tasks().where(_mine(actor)).order_by(c.due_at, c.id).limit(limit)
    if after:
        wanted = wanted.where(or_(c.due_at > after[0], and_(c.due_at == after[0], c.id > after[1])))
    return _read(wanted)


def of(actor: Actor, subject: str, subject_id: int) -> list[Task]:
    """Tasks about one subject at the actor's sites: open ones by due time, then ended ones, latest first.

    That somebody else was mentioned is theirs to see.
    """
    actor.must(Permission.TASK_DO)
    c = task.c
    meant = or_(c.kind != "mention", c.owner_id == actor.account_id)
    about = [c.subject == subject, c.subject_id == subject_id, at_my_sites(actor, c.site_id), meant]
    found = _read(_tasks().where(*about).order_by(c.due_at, c.id))
    ended = [t for t in found if t.state != "open"]
    return [t for t in found if t.state == "open"] + sorted(ended, key=lambda t: t.ended_at or t.due_at, reverse=True)


def counts(actor: Actor) -> Count:
    """How many tasks wait for the actor."""
    actor.must(Permission.TASK_DO)
    c, now = task.c, clock.now()
    with reading() as db:
        zones = {at: zone for at, zone in db.execute(select(site.c.id, site.c.time_zone)) if actor.works_at(at)}
        today = and_(c.due_at > now, _before_midnight(zones, now))
        numbers = select(func.count(), func.count().filter(c.due_at <= now), func.count().filter(today))
        return Count(*db.execute(numbers.where(_mine(actor))).one())


def _mine(actor: Actor) -> ColumnElement[bool]:
    c = task.c
    owned = or_(c.owner_id.is_(None), c.owner_id == actor.account_id)
    return and_(c.state == OPEN, owned, at_my_sites(actor, c.site_id))


def _before_midnight(zones: dict[int, str], now: datetime) -> ColumnElement[bool]:
    """Due before the local day of the task's site ends."""
    by_zone: dict[str, list[int]] = {}
    for at, zone in zones.items():
        by_zone.setdefault(zone, []).append(at)
    c = task.c
    ends = [and_(c.site_id.in_(sites), c.due_at <= day_end(now, zone)) for zone, sites in by_zone.items()]
    return or_(*ends) if ends else c.id.is_(None)


def day_end(moment: datetime, zone: str) -> datetime:
    """Midnight that ends the moment's day on the wall clock of an IANA zone."""
    tomorrow = clock.local(moment, zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), ZoneInfo(zone))


def _tasks() -> Any:
    c = task.c
    called = func.coalesce(patient_name, "")
    shown = {"site": site.c.name, "zone": site.c.time_zone, "patient": called}
    shown["owner"] = func.coalesce(account.c.name, "")
    columns = [shown[name].label(name) if name in shown else c[name] for name in Task.__slots__]
    return (
        select(*columns)
        .join(site, site.c.id == c.site_id)
        .outerjoin(patient, patient.c.id == c.patient_id)
        .outerjoin(account, account.c.id == c.owner_id)
    )


def _read(wanted: Any) -> list[Task]:
    with reading() as db:
        return [Task(*row) for row in db.execute(wanted)]
