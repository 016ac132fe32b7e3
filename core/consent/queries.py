"""What a patient said about being written to, as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, literal, select

from core.access import Actor, Permission
from core.agreement import Agreement, Answer, Key, Source, agreed, answers, silenced
from core.consent.whose import is_self, must
from core.patient.queries import card
from core.work import reading
from data.base import Number
from data.tables import patient_contact, stopped


@dataclass(frozen=True, slots=True)
class Silence:
    """An address at which nobody is written to any more, since when and why."""

    address: str
    source: Source
    words: str
    since_at: datetime


@dataclass(frozen=True, slots=True)
class Consents:
    """All of one patient: what they said, and which of their addresses are silent."""

    answers: Mapping[Key, Answer]
    silences: tuple[Silence, ...]

    @property
    def agreement(self) -> Agreement:
        """What follows from it for a message."""
        said = {key: one.given for key, one in self.answers.items()}
        return Agreement(said, frozenset(one.address for one in self.silences))


def of(actor: Actor, patient_id: int) -> Consents:
    """Of a patient of the actor's sites, or of the patient who came."""
    must(actor, Permission.PATIENT_READ, patient_id)
    with reading() as db:
        if not is_self(actor, patient_id):
            card(db, actor, patient_id)
        return Consents(answers(db, patient_id), silences(db, patient_id))


def silences(db: Connection, patient_id: int) -> tuple[Silence, ...]:
    """Those of their addresses where somebody asked for no more messages."""
    c, at = stopped.c, patient_contact.c
    wanted = select(c.address, c.source, c.words, c.since_at).join(patient_contact, c.address == func.lower(at.address))
    rows = db.execute(wanted.where(at.patient_id == patient_id, c.lifted_at.is_(None)).distinct().order_by(c.address))
    return tuple(Silence(row.address, Source(row.source), row.words, row.since_at) for row in rows)


def agreement(db: Connection, patient_id: int) -> Agreement:
    """Whether something may go to a patient; whoever may ask was asked before."""
    who = literal(patient_id, Number)
    return Agreement.read(*db.execute(select(agreed(who), silenced(who))).one())
