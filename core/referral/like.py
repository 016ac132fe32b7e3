"""The open referral that a draft would double: the same patient to the same service."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from core import clock
from core.access import Actor, Permission, my_patients
from core.referral.draft import Draft
from core.work import reading
from data.tables import account, patient, referral


@dataclass(frozen=True, slots=True)
class Like:
    """The one that is open already."""

    id: int
    reference: str
    received_at: datetime
    owner: str

    @property
    def sentence(self) -> str:
        """When it began and who looks after it."""
        since = clock.spoken_day(self.received_at.date(), clock.now().date())
        return (
            f"This patient already has an open referral for this: {self.reference}, since {since},"
            f" looked after by {self.owner or 'nobody yet'}."
        )


def open_like(actor: Actor, draft: Draft) -> Like | None:
    """What sending this draft would be refused for, as far as it is filled in."""
    actor.must(Permission.REFERRAL_CREATE)
    if draft.patient_id is None or draft.site_id is None or not draft.specialty:
        return None
    theirs = select(patient.c.id).where(patient.c.id == draft.patient_id, my_patients(actor))
    with reading() as db:
        known = db.execute(theirs).first()
        return like(db, draft, draft.patient_id) if known else None


def like(db: Connection, draft: Draft, patient_id: int) -> Like | None:
    """The oldest open referral of this patient for the same specialty at the same place."""
    c = referral.c
    same = [c.patient_id == patient_id, c.specialty == draft.specialty, c.site_id == draft.site_id]
    if draft.recipient_provider_id:
        same.append(c.recipient_provider_id == draft.recipient_provider_id)
    found = db.execute(
        select(c.id, c.reference, c.received_at, account.c.name)
        .outerjoin(account, account.c.id == c.owner_id)
        .where(c.closed_at.is_(None), *same)
        .order_by(c.id)
        .limit(1)
    ).one_or_none()
    return Like(found.id, found.reference, found.received_at, found.name or "") if found else None
