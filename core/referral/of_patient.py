"""The referrals of one patient, latest first, each with where it stands and which one it came out of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, select

from core import clock
from core.access import Actor, Permission, my_patients, my_referrals
from core.directory import Specialty
from core.referral.stage import Direction, Stage, label
from core.referral.words import Source, Urgency
from core.sla import State, Tone, clock_words
from core.work import reading
from core.workflow import REVISION, Workflow, as_of
from data.base import Number
from data.prepared import prepared
from data.tables import patient, provider, referral, site


@dataclass(frozen=True, slots=True)
class OfPatient:
    """One of them; `other` is who it comes from, or goes to when outbound; `onward_from` the reference before it."""

    id: int
    reference: str
    onward_from: str
    direction: Direction
    specialty: str
    stage: Stage
    stage_label: str
    urgency: Urgency
    other: str
    site: str
    zone: str
    received_at: datetime
    due: tuple[str, Tone]
    closed_at: datetime | None


def of_patient(actor: Actor, patient_id: int) -> list[OfPatient]:
    """Those that the actor's sites sent or work on; nothing of a patient whom they do not know."""
    actor.must(Permission.REFERRAL_READ)
    with reading() as db:
        rows = _theirs(actor).rows(db, of=patient_id)
        flow = as_of(db, rows[0].workflow if rows else None)
    return [_one(row, flow) for row in rows]


@prepared
def _theirs(actor: Actor) -> Select[Any]:
    c, before, sender = referral.c, referral.alias("before"), site.alias("sender")
    other = case((c.direction == Direction.OUTBOUND, c.recipient_provider_id), else_=c.referrer_provider_id)
    return (
        select(c.id, c.reference, c.direction, c.specialty, c.stage, c.urgency, c.source, c.received_at)
        .add_columns(c.due_at, c.warn_at, c.clock, c.closed_at)
        .add_columns(before.c.reference.label("before"), provider.c.name.label("provider"))
        .add_columns(sender.c.name.label("sender"), site.c.name.label("site"), site.c.time_zone, c.site_id, REVISION)
        .join(site, site.c.id == c.site_id)
        .join(patient, patient.c.id == c.patient_id)
        .outerjoin(before, before.c.id == c.onward_from_id)
        .outerjoin(provider, provider.c.id == other)
        .outerjoin(sender, sender.c.id == c.from_site_id)
        .where(c.patient_id == bindparam("of", type_=Number), my_referrals(actor), my_patients(actor))
        .order_by(c.received_at.desc(), c.id.desc())
    )


def _one(row: Any, flow: Workflow) -> OfPatient:
    return OfPatient(
        id=row.id,
        reference=row.reference,
        onward_from=row.before or "",
        direction=Direction(row.direction),
        specialty=Specialty(row.specialty).label,
        stage=Stage(row.stage),
        stage_label=label(Stage(row.stage), Direction(row.direction), flow, row.site_id),
        urgency=Urgency(row.urgency),
        other=row.provider or row.sender or Source(row.source).label,
        site=row.site,
        zone=row.time_zone,
        received_at=row.received_at,
        due=clock_words(row.due_at, row.warn_at, State(row.clock), clock.now(), row.time_zone),
        closed_at=row.closed_at,
    )
