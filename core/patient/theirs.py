"""The patient that a command is about: one of the actor's, and nobody else changes them meanwhile."""

from sqlalchemy import Connection, select

from core.access import Actor, my_patients
from core.audit import About
from core.patient.queries import unknown
from data.tables import patient, patient_site


def theirs(db: Connection, actor: Actor, patient_id: int) -> About:
    """Lock the row; where the event belongs: a site of the actor that knows the patient."""
    mine = select(patient.c.id).where(patient.c.id == patient_id, my_patients(actor)).with_for_update()
    if db.execute(mine).first() is None:
        raise unknown(db, actor, patient_id)
    c = patient_site.c
    known = select(c.site_id).where(c.patient_id == patient_id).order_by(c.site_id)
    at = [site_id for site_id in db.execute(known).scalars() if actor.works_at(site_id)]
    return About("patient", patient_id, at[0] if at else None, patient_id)
