"""The journey of a patient from referral to referral: a chain, as far as one may see it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from core.access import Actor, Permission, my_referrals
from core.directory import Specialty
from core.referral.stage import Direction, Stage, label
from core.work import reading
from core.workflow import REVISION, as_of
from data.tables import provider, referral, site


@dataclass(frozen=True, slots=True)
class Leg:
    """One referral of the journey, and where it went."""

    id: int
    reference: str
    specialty: str
    to: str
    stage: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Journey:
    """The legs that one may see, in order, and how many more there are at other sites."""

    legs: tuple[Leg, ...]
    elsewhere: int

    def __bool__(self) -> bool:
        """A referral that stands alone is no journey."""
        return len(self.legs) + self.elsewhere > 1


def journey(actor: Actor, referral_id: int) -> Journey:
    """All that belongs together with a referral within the actor's sites."""
    actor.must(Permission.REFERRAL_READ)
    c = referral.c
    this = select(c.journey).where(c.id == referral_id, my_referrals(actor)).scalar_subquery()
    wanted = (
        select(
            *(c[name] for name in ("id", "reference", "specialty", "stage", "direction", "received_at", "site_id")),
            REVISION,
            func.coalesce(provider.c.name, site.c.name).label("to"),
            my_referrals(actor).label("mine"),
        )
        .join(site, site.c.id == c.site_id)
        .outerjoin(provider, provider.c.id == c.recipient_provider_id)
        .where(c.journey == this, c.stage != Stage.ENTERED_IN_ERROR)
        .order_by(c.id)
    )
    with reading() as db:
        rows = db.execute(wanted).all()
        flow = as_of(db, rows[0].workflow if rows else None)
    mine = [row for row in rows if row.mine]
    legs = [
        Leg(
            row.id,
            row.reference,
            Specialty(row.specialty).label,
            row.to,
            label(Stage(row.stage), Direction(row.direction), flow, row.site_id),
            row.received_at,
        )
        for row in mine
    ]
    return Journey(tuple(legs), len(rows) - len(mine))
