"""Who is reached at an address: often one, and a whole family where they share it."""

from sqlalchemy import Connection, func, select

from core.field import phone_shown
from data.tables import patient, patient_contact


def reached_at(db: Connection, address: str) -> list[int]:
    """Every patient who has this address or number. An e-mail is the same however it is spelt."""
    c = patient_contact.c
    here = func.lower(c.address) == address.strip().lower() if "@" in address else c.address == address.strip()
    who = select(c.patient_id).join(patient, patient.c.id == c.patient_id)
    return list(
        db.execute(who.where(here, patient.c.merged_into_id.is_(None)).distinct().order_by(c.patient_id)).scalars()
    )


def shown(address: str) -> str:
    """As people read it."""
    return address if "@" in address else phone_shown(address)
