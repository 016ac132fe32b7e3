"""Where a patient can be written to, as columns beside the patient."""

from typing import Any

from sqlalchemy import case, func, select

from data.tables import patient, patient_contact


def patient_address(channel: str) -> Any:
    """The one they prefer."""
    c = patient_contact.c
    given = select(c.address).where(c.patient_id == patient.c.id, c.channel == channel)
    return func.coalesce(given.order_by(c.preferred.desc(), c.id).limit(1).scalar_subquery(), "")


def patient_mobile() -> Any:
    """The number that looks most like a mobile one."""
    c = patient_contact.c
    given = select(c.address).where(c.patient_id == patient.c.id, c.channel == "phone")
    best = given.order_by(case((c.address.like("+447%"), 0), else_=1), c.preferred.desc(), c.id)
    return func.coalesce(best.limit(1).scalar_subquery(), "")


def patient_home() -> Any:
    """Line by line as on an envelope; nothing without a street."""
    c = patient.c
    return case((c.address != "", c.address + "\n" + c.town + "\n" + c.postcode), else_="")
