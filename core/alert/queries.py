"""Alerts as people look at them: mine, my sites', what is settled, those of one referral, and how many wait."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, literal, select

from core.access import Actor, Permission
from core.alert.commands import in_sight, mine
from core.alert.ladder import Ladder
from core.alert.model import Level
from core.alert.stored import Ladders
from core.directory import Urgency
from core.work import reading
from data.newest import newest
from data.tables import account, alert, alert_told, patient, patient_name, referral, site


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who was told, at which level, how and when; `mailed_at` none while the mail waits."""

    account_id: int
    name: str
    level: str
    way: str
    told_at: datetime
    mail_at: datetime
    mailed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert; `patient` is empty for who may not read referrals, `level` before anybody was told, `above` where no
    further level is told."""

    id: int
    kind: str
    referral_id: int
    reference: str
    patient: str
    site_id: int
    site: str
    zone: str
    urgency: Urgency
    what: str
    due_at: datetime | None
    level: str
    raised_at: datetime
    next_at: datetime | None
    above: str
    acknowledged_at: datetime | None
    acknowledged_by: str
    note: str
    settled_at: datetime | None
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait for somebody: mine, and all of my sites, since when."""

    mine: int
    all: int
    oldest_at: datetime | None


def waiting(actor: Actor) -> Waiting:
    """What nobody has taken on yet, in one statement."""
    actor.must(Permission.REFERRAL_COUNT)
    c = alert.c
    counted = select(func.count().filter(mine(actor)), func.count(), func.min(c.raised_at))
    with reading() as db:
        return Waiting(*db.execute(counted.where(_unclaimed(actor))).one())


def to_acknowledge(actor: Actor, site_id: int | None = None, limit: int = 200) -> list[Alert]:
    """What is the actor's to take on, oldest first."""
    actor.must(Permission.REFERRAL_COUNT, at=site_id)
    wanted = _all(actor).where(_unclaimed(actor), mine(actor), *_at(site_id))
    return _read(wanted.order_by(alert.c.id).limit(limit))


def standing(actor: Actor, site_id: int | None = None, limit: int = 200) -> list[Alert]:
    """What is not over at the actor's sites: what nobody has first, then what somebody took on."""
    actor.must(Permission.REFERRAL_COUNT, at=site_id)
    c = alert.c
    wanted = _all(actor).where(c.settled_at.is_(None), in_sight(actor), *_at(site_id))
    return _read(wanted.order_by(c.acknowledged_at.is_not(None), c.id).limit(limit))


def settled(actor: Actor, site_id: int | None = None, before: int | None = None, limit: int = 50) -> list[Alert]:
    """What is over, newest first, from the one after `before` on."""
    actor.must(Permission.REFERRAL_COUNT, at=site_id)
    c = alert.c
    asked = [c.settled_at.is_not(None), *_at(site_id), *([c.id < before] if before else [])]
    ids = newest(alert, None if actor.every_site else actor.sites, asked, limit)
    return _read(_all(actor).where(c.id.in_(ids)).order_by(c.id.desc()).limit(limit))


def of(actor: Actor, referral_id: int) -> list[Alert]:
    """What is not over about one referral, oldest first."""
    actor.must(Permission.REFERRAL_COUNT)
    c = alert.c
    wanted = _all(actor).where(c.referral_id == referral_id, c.settled_at.is_(None), in_sight(actor))
    return _read(wanted.order_by(c.id))


def _unclaimed(actor: Actor) -> ColumnElement[bool]:
    return and_(alert.c.settled_at.is_(None), alert.c.acknowledged_at.is_(None), in_sight(actor))


def _at(site_id: int | None) -> list[ColumnElement[bool]]:
    return [alert.c.site_id == site_id] if site_id else []


_BESIDE = {"told", "above"}


def _all(actor: Actor) -> Any:
    """Whoever may not read referrals is given no name of a patient."""
    c, r = alert.c, referral.c
    reads = actor.may(Permission.REFERRAL_READ)
    shown = {
        "reference": r.reference,
        "patient": patient_name if reads else literal(""),
        "site": site.c.name,
        "zone": site.c.time_zone,
        "urgency": r.urgency,
        "acknowledged_by": func.coalesce(account.c.name, ""),
    }
    columns = [shown[name].label(name) if name in shown else c[name] for name in Alert.__slots__ if name not in _BESIDE]
    return (
        select(*columns, c.first)
        .select_from(alert)
        .join(referral, r.id == c.referral_id)
        .join(patient, patient.c.id == r.patient_id)
        .join(site, site.c.id == c.site_id)
        .outerjoin(account, account.c.id == c.acknowledged_by_id)
    )


def _read(wanted: Any) -> list[Alert]:
    with reading() as db:
        rows = db.execute(wanted).mappings().all()
        told, ladders = _told(db, [row["id"] for row in rows]), Ladders(db)
    return [_alert(row, ladders.at(row["site_id"]), told.get(row["id"], [])) for row in rows]


def _alert(row: Any, ladder: Ladder, told: list[Told]) -> Alert:
    above = ladder.above(row["level"], Level(row["first"])) if row["next_at"] else None
    stored = {name: row[name] for name in Alert.__slots__ if name not in _BESIDE}
    return Alert(**{**stored, "urgency": Urgency(row["urgency"])}, above=above or "", told=tuple(told))


def _told(db: Connection, alerts: Collection[int]) -> dict[int, list[Told]]:
    t = alert_told.c
    shown = {"name": account.c.name}
    columns = [shown.get(name, t.get(name)) for name in Told.__slots__]
    wanted = select(t.alert_id, *columns).join(account, account.c.id == t.account_id).where(t.alert_id.in_(alerts))
    found: dict[int, list[Told]] = {}
    for row in db.execute(wanted.order_by(t.id)) if alerts else ():
        found.setdefault(row[0], []).append(Told(*row[1:]))
    return found
