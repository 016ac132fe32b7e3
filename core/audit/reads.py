"""That a patient's record was looked at: kept apart from the events, once per person, record and quarter of an hour."""

from datetime import timedelta

from sqlalchemy import bindparam, insert, select

from core import clock
from core.access import Actor
from core.audit.record import About
from core.work import reading, work
from data.base import Moment, Number
from data.prepared import Prepared
from data.tables import patient_read

AGAIN = timedelta(minutes=15)
_c = patient_read.c
_LATELY = Prepared(
    select(_c.id)
    .where(
        _c.account_id == bindparam("who", type_=Number),
        _c.subject == bindparam("what"),
        _c.subject_id == bindparam("which", type_=Number),
        _c.read_at > bindparam("since", type_=Moment()),
    )
    .limit(1)
)


def note_read(actor: Actor, about: About) -> None:
    """Leave the trace; a second look within fifteen minutes is the same look."""
    if actor.account_id is None or about.patient_id is None:
        return
    now = clock.now()
    with reading() as db:
        if _LATELY.plain(db, who=actor.account_id, what=about.subject, which=about.subject_id, since=now - AGAIN):
            return
    row = {"patient_id": about.patient_id, "account_id": actor.account_id, "subject": about.subject}
    with work() as db:
        db.execute(insert(patient_read).values(subject_id=about.subject_id, read_at=now, **row))
