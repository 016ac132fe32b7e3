"""What one rule did lately: each time that it acted, on what, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from core.access import Actor, Permission, at_my_sites
from core.work import reading
from data.tables import firing, patient, patient_name, referral, site


@dataclass(frozen=True, slots=True)
class Act:
    """One time that it acted; `patient` and the referral are withheld from who reads no records there."""

    id: int
    at: datetime
    zone: str
    site: str
    referral_id: int | None
    patient: str
    outcome: tuple[str, ...]


def did(actor: Actor, name: str, limit: int = 100) -> list[Act]:
    """The latest times that it acted at the actor's sites, newest first."""
    actor.must(Permission.RULE_EDIT)
    c = firing.c
    called = func.coalesce(patient_name, "")
    wanted: Any = (
        select(c.id, c.judged_at, site.c.time_zone, site.c.name, c.site_id, c.referral_id, called, c.outcome)
        .join(site, site.c.id == c.site_id)
        .outerjoin(referral, referral.c.id == c.referral_id)
        .outerjoin(patient, patient.c.id == referral.c.patient_id)
        .where(c.rule == name, c.fired, at_my_sites(actor, c.site_id))
        .order_by(c.id.desc())
        .limit(limit)
    )
    with reading() as db:
        return [_act(actor, *row) for row in db.execute(wanted)]


def _act(
    actor: Actor, number: int, at: datetime, zone: str, where: str, site_id: int, referral_id: int | None, who: str,
    outcome: Any,
) -> Act:  # fmt: skip
    reads = actor.may(Permission.REFERRAL_READ, at=site_id)
    undone = tuple(str(what) for _, what in outcome if what)
    return Act(number, at, zone, where, referral_id if reads else None, who if reads else "", undone)
