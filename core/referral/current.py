"""A referral as a command needs it: read once, held against a second writer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from core.access import Actor, my_referrals
from core.audit import About
from core.errors import Changed, NotFound
from core.referral.stage import Direction, Stage
from core.referral.words import Urgency
from data.tables import referral


@dataclass(frozen=True, slots=True)
class Current:
    """The columns that decide what may happen next."""

    id: int
    reference: str
    direction: Direction
    stage: Stage
    site_id: int
    from_site_id: int | None
    patient_id: int
    urgency: Urgency
    specialty: str
    owner_id: int | None
    visit: str
    held: bool
    received_at: datetime
    version: int

    @property
    def about(self) -> About:
        """Where its events belong."""
        return About("referral", self.id, self.site_id, self.patient_id)


def current(db: Connection, actor: Actor, referral_id: int, version: int | None) -> Current:
    """The referral, locked for this transaction; NotFound outside the actor's sites, Changed when `version` is old."""
    c = referral.c
    wanted = (
        select(
            c.id, c.reference, c.direction, c.stage, c.site_id, c.from_site_id, c.patient_id, c.urgency, c.specialty,
            c.owner_id, c.visit, c.held_until_on, c.received_at, c.version,
        )
        .where(c.id == referral_id, my_referrals(actor))
        .with_for_update()
    )  # fmt: skip
    row = db.execute(wanted).mappings().one_or_none()
    if row is None:
        raise NotFound("There is no such referral at your sites.")
    if version is not None and row["version"] != version:
        raise Changed(
            "Somebody else changed this referral while you had it open. Nothing of yours was lost: look and try again."
        )
    facts = dict(row)
    held = facts.pop("held_until_on") is not None
    facts |= {
        "direction": Direction(row["direction"]),
        "stage": Stage(row["stage"]),
        "urgency": Urgency(row["urgency"]),
    }
    return Current(held=held, **facts)
