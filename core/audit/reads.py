"""That a patient's record was looked at: kept apart from the events, once per person, record and quarter of an hour."""

from datetime import timedelta

from sqlalchemy import insert, select

from core import clock
from core.access import Actor
from core.audit.record import About
from core.work import reading, work
from data.tables import patient_read

AGAIN = timedelta(minutes=15)


def note_read(actor: Actor, about: About) -> None:
    """Leave the trace; a second look within fifteen minutes is the same look."""
    if actor.account_id is None or about.patient_id is None:
        return
    c, now = patient_read.c, clock.now()
    same = [c.account_id == actor.account_id, c.subject == about.subject, c.subject_id == about.subject_id]
    with reading() as db:
        if db.execute(select(c.id).where(*same, c.read_at > now - AGAIN).limit(1)).first():
            return
    row = {"patient_id": about.patient_id, "account_id": actor.account_id, "subject": about.subject}
    with work() as db:
        db.execute(insert(patient_read).values(subject_id=about.subject_id, read_at=now, **row))
