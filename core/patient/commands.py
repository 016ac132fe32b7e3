"""What can be done to a patient's record: each command is one transaction."""

from collections.abc import Sequence

from sqlalchemy import select

from core.access import Actor, Permission
from core.audit import Kind, record
from core.channel import FOR_PATIENTS, Channel
from core.errors import Changed, Lacking
from core.patient.model import NewPatient
from core.patient.theirs import theirs
from core.patient.ways import shows_messages, write_order
from core.patient.write import add, change_patient, noted, refuse_taken
from core.work import work
from data.tables import patient

NO_TELEPHONE = "No telephone of theirs shows messages. They switch that on themselves, on their own page."


def register(actor: Actor, new: NewPatient, site_id: int) -> int:
    """A patient of one site; answers their id."""
    actor.must(Permission.PATIENT_EDIT, at=site_id)
    with work() as db:
        return add(db, actor, new, site_id)


def change(actor: Actor, patient_id: int, version: int, new: NewPatient) -> None:
    """Correct what was read as `version`; everything is given again, what is left empty is emptied."""
    actor.must(Permission.PATIENT_EDIT)
    given = noted(new.checked(), actor)
    with work() as db:
        about = theirs(db, actor, patient_id)
        before = db.execute(select(patient).where(patient.c.id == patient_id)).mappings().one()
        refuse_taken(db, patient_id, given.row["nhs_number"])
        if not change_patient(db, patient_id, version, given):
            raise Changed("Somebody else changed this patient meanwhile. Nothing was overwritten: look and try again.")
        what = sorted(name for name, value in given.row.items() if before[name] != value)
        record(db, actor, Kind.PATIENT_CHANGED, about, {"what": what})


def prefer(actor: Actor, patient_id: int, channels: Sequence[Channel]) -> None:
    """By what the patient wants to be written to, the best way first; none leaves it to the usual order."""
    actor.must(Permission.PATIENT_EDIT)
    if not set(channels) <= set(FOR_PATIENTS) or len(set(channels)) < len(channels):
        raise Lacking({"channels": "Choose each way once, from those that patients can be written to by."})
    with work() as db:
        about = theirs(db, actor, patient_id)
        if Channel.APP in channels and not shows_messages(db, patient_id):
            raise Lacking({"channels": NO_TELEPHONE})
        write_order(db, actor, about, channels)
