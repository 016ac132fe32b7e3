"""What is to be done: mine and my sites', about one subject, and how much of it is late."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from core import clock
from core.access import Actor, Permission
from core.task.fitting import IS_OPEN, awake, first, in_order, order, overdue, waiting
from core.task.held import visible
from core.task.model import MENTION, Task, Waiting
from core.task.rhythm import midnight
from core.task.wanted import Wanted
from core.work import reading
from data.base import Moment
from data.tables import account, patient, patient_name, site, task

PAGE = 50
AHEAD = timedelta(hours=49)
"""Within so much any day anywhere has ended, also the one that has 25 hours."""


@dataclass(frozen=True, slots=True)
class Page:
    """Tasks in order, and where the next page begins (None on the last)."""

    rows: tuple[Task, ...]
    next: tuple[datetime, int] | None


@dataclass(frozen=True, slots=True)
class Today:
    """What waits for somebody: in all but mentions; their own that is overdue, and due today; in the pool of their
    sites; and mentions."""

    open: int = 0
    overdue: int = 0
    today: int = 0
    pool: int = 0
    mentions: int = 0


def mine(actor: Actor, after: tuple[datetime, int] | None = None, limit: int = 50) -> list[Task]:
    """Open tasks that are the actor's own or nobody's at their sites, by due time, without what is put off and without
    mentions, which have a query of their own.

    `after` is the (due_at, id) of the last one seen.
    """
    actor.must(Permission.TASK_DO)
    c = task.c
    wanted = _tasks().where(waiting(actor), c.kind != MENTION).order_by(c.due_at, c.id).limit(limit)
    if after:
        wanted = wanted.where(or_(c.due_at > after[0], and_(c.due_at == after[0], c.id > after[1])))
    return _read(wanted)


def mentions(actor: Actor, limit: int = 20) -> list[Task]:
    """Notes in which a colleague names the actor and that they have not seen, newest first."""
    actor.must(Permission.TASK_DO)
    c = task.c
    return _read(_tasks().where(waiting(actor), c.kind == MENTION).order_by(c.created_at.desc(), c.id).limit(limit))


def tasks(actor: Actor, wanted: Wanted, limit: int = PAGE) -> Page:
    """The tasks at the actor's sites that are wanted, in one statement."""
    actor.must(Permission.TASK_DO)
    few = first(actor, wanted, limit + 1)
    found = _read(_tasks().where(task.c.id.in_(few)).order_by(*in_order(wanted)))
    column, _ = order(wanted)
    last = found[limit - 1] if len(found) > limit else None
    return Page(tuple(found[:limit]), (getattr(last, column.key), last.id) if last else None)


def one(actor: Actor, task_id: int) -> Task | None:
    """One of the tasks that the actor may see."""
    actor.must(Permission.TASK_DO)
    return next(iter(_read(_tasks().where(task.c.id == task_id, visible(actor)))), None)


def some(actor: Actor, ids: Collection[int]) -> list[Task]:
    """Those of them that the actor may see, as they stand now."""
    actor.must(Permission.TASK_DO)
    return _read(_tasks().where(task.c.id.in_(list(ids)), visible(actor)).order_by(task.c.due_at, task.c.id))


def of(actor: Actor, subject: str, subject_id: int) -> list[Task]:
    """Tasks about one subject at the actor's sites: open ones by due time, then ended ones, latest first."""
    return _about(actor, task.c.subject == subject, task.c.subject_id == subject_id)


def of_patient(actor: Actor, patient_id: int) -> list[Task]:
    """The same of everything that concerns a patient: about themselves, and about their referrals."""
    return _about(actor, task.c.patient_id == patient_id)


def open_counts(actor: Actor, referral_ids: Collection[int]) -> dict[int, Waiting]:
    """How many open tasks there are about each of these referrals, where there are any."""
    actor.must(Permission.TASK_DO)
    c = task.c
    about = [c.subject == "referral", c.subject_id.in_(sorted(referral_ids)), IS_OPEN, visible(actor)]
    counted = select(c.subject_id, func.count(), func.count().filter(overdue(), awake())).where(*about)
    with reading() as db:
        return {number: Waiting(*n) for number, *n in db.execute(counted.group_by(c.subject_id))}


def waiting_about(actor: Actor, referral_id: ColumnElement[int]) -> tuple[Any, Any]:
    """The same as two columns, `tasks` and `late_tasks`, of a query that reads referrals."""
    c = task.c
    about = [c.subject == "referral", c.subject_id == referral_id, IS_OPEN, visible(actor)]
    whole = select(func.count()).where(*about).scalar_subquery()
    late = select(func.count()).where(*about, overdue(), awake()).scalar_subquery()
    return whole.label("tasks"), late.label("late_tasks")


def today(actor: Actor) -> Today:
    """How much waits for the actor, in one statement."""
    actor.must(Permission.TASK_DO)
    c = task.c
    found = _waiting(actor, own=case((c.owner_id.is_(None), 0), (c.kind == MENTION, 2), else_=1))
    pool, own, mentions = (sum(n for whose, *_, n in found if whose == which) for which in range(3))
    late, soon = _reckoned([each for each in found if each[0] == 1])
    return Today(pool + own, late, soon, pool, mentions)


def late(actor: Actor) -> int:
    """How many of the actor's own are overdue."""
    actor.must(Permission.TASK_DO)
    mine = [task.c.owner_id == (actor.account_id or 0), IS_OPEN, overdue(), awake(), visible(actor)]
    with reading() as db:
        return int(db.execute(select(func.count()).where(*mine)).scalar_one())


def day_end(moment: datetime, zone: str) -> datetime:
    """Midnight that ends the moment's day on the wall clock of an IANA zone."""
    return midnight(clock.local(moment, zone).date() + timedelta(days=1), zone)


Counted = tuple[int, str, datetime, int]
"""Whose, in which zone, due when or long ago, how many."""


def _waiting(actor: Actor, own: Any) -> list[Counted]:
    """What waits, counted by the few moments at which it is due until tomorrow."""
    c, now = task.c, clock.now()
    near = case(
        (overdue(), literal(now, Moment())),
        (c.due_at > literal(now + AHEAD, Moment()), literal(now + AHEAD, Moment())),
        else_=c.due_at,
    )
    ways = (own.label("own"), site.c.time_zone, near.label("near"))
    wanted = select(*ways, func.count()).join(site, site.c.id == c.site_id).where(waiting(actor)).group_by(*ways)
    with reading() as db:
        return [(own, zone, clock_at, n) for own, zone, clock_at, n in db.execute(wanted)]


def _reckoned(found: list[Counted]) -> tuple[int, int]:
    """How many are overdue, and how many are due before the local day of their site ends."""
    now = clock.now()
    late = sum(n for _, _, near, n in found if near <= now)
    return late, sum(n for _, zone, near, n in found if now < near <= day_end(now, zone))


def _about(actor: Actor, *which: Any) -> list[Task]:
    actor.must(Permission.TASK_DO)
    found = _read(_tasks().where(*which, visible(actor)).order_by(task.c.due_at, task.c.id))
    ended = [one for one in found if one.state != "open"]
    return [one for one in found if one.state == "open"] + sorted(
        ended, key=lambda one: one.ended_at or one.due_at, reverse=True
    )


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
        return [Task.of(dict(row)) for row in db.execute(wanted).mappings()]
