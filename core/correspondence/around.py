"""A referral as whoever writes about it needs it: its parties, what texts may say of it, and one’s own site."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from core import clock
from core.access import Actor, Permission, my_referrals
from core.audit import About
from core.errors import NotAllowed, NotFound
from core.message.recipients import Parties
from core.rule.facts import Case, Happened, Known
from data.tables import appointment, referral, site


@dataclass(frozen=True, slots=True)
class Around:
    """`row` is the referral, `site` the one for which it is written and where answers go, `case` what is known."""

    row: Any
    site: Any
    case: Case
    parties: Parties

    @property
    def about(self) -> About:
        """Where the message belongs."""
        return About("referral", self.row.id, self.site.id, self.row.patient_id)


def around(db: Connection, actor: Actor, referral_id: int) -> Around:
    """NotFound outside the actor's sites; refused where they may not write for any of its sites."""
    row = db.execute(select(referral).where(referral.c.id == referral_id, my_referrals(actor))).one_or_none()
    if row is None:
        raise NotFound("There is no such referral at your sites.")
    here = next((at for at in (row.site_id, row.from_site_id) if at and actor.may(Permission.MESSAGE_WRITE, at=at)), 0)
    if not here:
        raise NotAllowed("Your role does not allow writing messages. Ask your practice manager if you need it.")
    event = Happened(0, "", clock.now(), About("referral", row.id, here, row.patient_id), _visit(db, row), {})
    case = Known(db, [event]).case(event)
    writes = db.execute(select(site).where(site.c.id == here)).one()
    return Around(row, writes, case, case.parties or Parties(row.direction))


def _visit(db: Connection, row: Any) -> dict[str, int]:
    """The visit that is booked, which texts may speak of."""
    c = appointment.c
    booked = select(c.id).where(c.referral_id == row.id, c.state == "booked").order_by(c.id.desc()).limit(1)
    found = db.execute(booked).scalar()
    return {"appointment": found} if found else {}
