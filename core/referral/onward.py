"""A referral that follows from another: of the same patient, on the same journey, told on the first one's timeline."""

from typing import Any

from sqlalchemy import Connection, select

from core.access import Actor, my_referrals
from core.audit import About, Kind, record
from core.errors import Lacking, NotFound
from core.referral.draft import Draft
from data.tables import referral


def before_it(db: Connection, actor: Actor, draft: Draft, patient_id: int) -> Any:
    """The referral that this one follows from, if any; NotFound outside the actor's sites."""
    if draft.onward_from_id is None:
        return None
    c = referral.c
    wanted = select(c.id, c.site_id, c.patient_id, c.journey).where(c.id == draft.onward_from_id, my_referrals(actor))
    before = db.execute(wanted).one_or_none()
    if before is None:
        raise NotFound("There is no such referral at your sites to refer on from.")
    if before.patient_id != patient_id:
        raise Lacking({"patient": "It is referred on for the same patient. Begin a new referral for somebody else."})
    return before


def tell_onward(db: Connection, actor: Actor, before: Any, onward_id: int, reference: str, to: str) -> None:
    """Where it went from here."""
    about = About("referral", before.id, before.site_id, before.patient_id)
    record(db, actor, Kind.REFERRAL_REFERRED_ON, about, {"onward": onward_id}, recipient=to, onward=reference)
