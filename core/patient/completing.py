"""What a patient's record still lacks, and how it is filled in beside a referral that needs it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.channel import Channel
from core.errors import Changed
from core.patient.model import NewPatient
from core.patient.write import change_patient, refuse_taken
from data.tables import patient, patient_contact

ASKED = ("born_on", "nhs_number", "phone", "email")
"""What a service may ask for about a patient."""


def on_record(db: Connection, patient_id: int | None) -> frozenset[str]:
    """Which of these stand in the record."""
    return frozenset(name for name, value in _record(db, patient_id).items() if value) & {*ASKED}


def complete(db: Connection, actor: Actor, patient_id: int, given: Mapping[str, Any], at: int | None) -> None:
    """Add to the record what it lacks; what stands there already is nobody's to change here."""
    told = {name: value for name, value in given.items() if value and name in ASKED}
    before = _record(db, patient_id) if told else {}
    lacking = {name: value for name, value in told.items() if not before[name]}
    if not lacking:
        return
    actor.must(Permission.PATIENT_EDIT)
    version = before.pop("version")
    new = NewPatient(**{**before, **lacking}, one_name=not before["given_name"]).checked()
    refuse_taken(db, patient_id, new.row["nhs_number"])
    if not change_patient(db, patient_id, version, new):
        raise Changed("Somebody else changed this patient meanwhile. Nothing was overwritten: send it again.")
    record(db, actor, Kind.PATIENT_CHANGED, About("patient", patient_id, at, patient_id), {"what": sorted(lacking)})


def _record(db: Connection, patient_id: int | None) -> dict[str, Any]:
    """The record as a form gives it; nothing of nobody."""
    c, at = patient.c, patient_contact.c
    person = ("title", "given_name", "family_name", "born_on", "nhs_number", "sex", "address", "town", "postcode")
    names = (*person, "language", "time_zone", "died_on", "version")
    row = db.execute(select(*(c[n] for n in names)).where(c.id == patient_id)).one_or_none()
    if row is None:
        return {}
    preferred = select(at.channel, at.address).where(at.patient_id == patient_id).order_by(at.preferred)
    ways = {row.channel: row.address for row in db.execute(preferred)}
    reach = {"phone": ways.get(Channel.PHONE, ""), "email": ways.get(Channel.EMAIL, "")}
    return {**row._mapping, **reach, "nhs_number": row.nhs_number or ""}
