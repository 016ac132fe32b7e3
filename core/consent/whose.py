"""Whose consent it is: patients of one's sites, or oneself; and where what is told of it belongs."""

from sqlalchemy import Connection, select

from core.access import Actor, Permission
from core.audit import About
from core.errors import NotAllowed
from core.patient.theirs import theirs
from data.tables import patient, patient_site

ONLY_HOUSE = "What people answer is heard by Baton itself."


def is_self(actor: Actor, patient_id: int) -> bool:
    """Whether it is the patient who came, by a link of their own."""
    return actor.outside is not None and actor.ref == f"patient:{patient_id}"


def must(actor: Actor, permission: Permission, patient_id: int) -> None:
    """Refuse who is neither allowed to nor the patient."""
    if not is_self(actor, patient_id):
        actor.must(permission)


def must_be_house(actor: Actor) -> None:
    """What comes in from outside comes by a part of the house."""
    if not actor.internal:
        raise NotAllowed(ONLY_HOUSE)


def held(db: Connection, actor: Actor, patient_id: int) -> About:
    """The patient, held for this transaction; where its events belong."""
    return about(db, patient_id) if is_self(actor, patient_id) else theirs(db, actor, patient_id)


def about(db: Connection, patient_id: int) -> About:
    """The same of any patient, at the first site that knows them."""
    db.execute(select(patient.c.id).where(patient.c.id == patient_id).with_for_update())
    c = patient_site.c
    first = select(c.site_id).where(c.patient_id == patient_id).order_by(c.site_id).limit(1)
    return About("patient", patient_id, db.execute(first).scalar(), patient_id)
