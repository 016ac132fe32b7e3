"""How a patient comes to be known, changes and dies, inside the caller's transaction."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from core import agreement, clock
from core.access import Actor, my_patients
from core.agreement import Purpose
from core.audit import About, Kind, record
from core.channel import Channel
from core.errors import Duplicate, Lacking
from core.field import folded
from core.patient.model import Checked, NewPatient
from core.patient.search import found_by
from core.patient.sound import sound
from data.insert import insert_new, new_row
from data.prepared import Prepared
from data.tables import patient, patient_contact, patient_site

_KNOWN = Prepared(lambda dialect: new_row(dialect, patient_site, "patient_id", "site_id"))


def add(db: Connection, actor: Actor, new: NewPatient, site_id: int) -> int:
    """The patient, from now on known at the site: a new one, unless another site knows the same person."""
    given = noted(new.checked(), actor)
    if known := _known(db, actor, given):
        known_at(db, known, site_id)
        record(db, actor, Kind.PATIENT_ADDED, About("patient", known, site_id, known), {"known": True})
        return known
    patient_id = insert_patient(db, given)
    known_at(db, patient_id, site_id)
    record(db, actor, Kind.PATIENT_ADDED, About("patient", patient_id, site_id, patient_id))
    return patient_id


def noted(given: Checked, actor: Actor) -> Checked:
    """What was agreed to, by whom it was noted."""
    return replace(given, said=replace(given.said, by=given.said.by or actor.ref))


def known_at(db: Connection, patient_id: int, *site_ids: int) -> None:
    """From now on the patient is known at these sites too."""
    for site_id in site_ids:
        _KNOWN.write(db, patient_id=patient_id, site_id=site_id)


def mark_died(db: Connection, patient_id: int, on: date) -> None:
    """Messages stop; a date that is known already stays."""
    alive = (patient.c.id == patient_id) & patient.c.died_on.is_(None)
    db.execute(update(patient).where(alive).values(died_on=on, version=patient.c.version + 1, changed_at=clock.now()))


def insert_patient(db: Connection, given: Checked, import_key: str | None = None) -> int:
    """The rows of a patient whom nobody knows."""
    now = clock.now()
    phones = [given.phone] if given.phone else []
    row = given.row | {"import_key": import_key} | found_by(given.row, phones)
    added = insert_new(db, patient, "nhs_number").values(row | {"created_at": now, "changed_at": now})
    patient_id = db.execute(added.returning(patient.c.id)).scalar_one_or_none()
    if patient_id is None:
        raise _taken()
    write_contacts(db, patient_id, given)
    return int(patient_id)


def change_patient(db: Connection, patient_id: int, version: int, given: Checked, **more: Any) -> bool:
    """Keep what is given as the next version; False when `version` is no longer the one in the database."""
    write_contacts(db, patient_id, given)
    c = patient_contact.c
    phones = db.execute(select(c.address).where(c.patient_id == patient_id, c.channel == Channel.PHONE)).scalars()
    values = given.row | more | found_by(given.row, phones)
    here = (patient.c.id == patient_id) & (patient.c.version == version)
    changed = update(patient).where(here).values(**values, version=version + 1, changed_at=clock.now())
    return bool(db.execute(changed).rowcount)


def write_contacts(db: Connection, patient_id: int, given: Checked) -> None:
    """The preferred address and number are the given ones; none given is none kept."""
    c = patient_contact.c
    for channel, address in ((Channel.EMAIL, given.email), (Channel.PHONE, given.phone)):
        gone = (c.patient_id == patient_id) & (c.channel == channel) & (c.preferred | (c.address == address))
        db.execute(delete(patient_contact).where(gone))
        if address:
            row = {"patient_id": patient_id, "channel": channel, "address": address, "preferred": True}
            db.execute(insert(patient_contact).values(row))
    agreement.write(db, patient_id, {(way, Purpose.CARE): agreed for way, agreed in given.consents.items()}, given.said)


def give_sounds(db: Connection) -> None:
    """Patients from before names were kept by their sound get theirs."""
    c = patient.c
    silent = db.execute(select(c.id, c.given_name, c.family_name).where(c.sound == "")).all()
    heard = [{"of": row.id, "heard": sound(row.given_name, row.family_name)} for row in silent]
    if heard:
        db.execute(update(patient).where(c.id == bindparam("of")).values(sound=bindparam("heard")), heard)


def refuse_taken(db: Connection, patient_id: int, nhs_number: str | None) -> None:
    """Two patients never share an NHS number."""
    other = select(func.count()).where(patient.c.nhs_number == nhs_number, patient.c.id != patient_id)
    if nhs_number and db.execute(other).scalar_one():
        raise _taken()


def _known(db: Connection, actor: Actor, given: Checked) -> int | None:
    """Who has this NHS number, if name and birth agree and the actor's sites do not know them yet."""
    if given.row["nhs_number"] is None:
        return None
    c = patient.c
    wanted = select(c.id, c.family_name, c.born_on, my_patients(actor).label("mine"))
    found = db.execute(wanted.where(c.nhs_number == given.row["nhs_number"])).one_or_none()
    if found is None:
        return None
    same = folded(found.family_name) == folded(given.row["family_name"]) and found.born_on == given.row["born_on"]
    if not same:
        raise _taken()
    if found.mine:
        raise Duplicate("A patient with this NHS number, name and birth is known already. Choose them from the list.")
    return int(found.id)


def _taken() -> Lacking:
    return Lacking({"nhs_number": "Another patient has this NHS number. Compare it with a letter, or leave it empty."})
