"""What patients agreed to, as the database keeps it: columns for queries, and the rows of one patient."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, case, delete, func, select

from core import clock
from core.agreement.model import Answer, Key, Purpose, Said, Source
from core.channel import Channel
from data.insert import put
from data.tables import consent, patient_contact, stopped

_COLUMNS = [consent.c[name] for name in Answer.__slots__]


def agreed(patient_id: ColumnElement[Any]) -> ScalarSelect[str]:
    """All that this patient said, as one column; see Agreement.read."""
    c = consent.c
    each = c.channel + ":" + c.purpose + case((c.given, ":1"), else_=":0")
    return select(func.aggregate_strings(each, " ")).where(c.patient_id == patient_id).scalar_subquery()


def silence(address: ColumnElement[str]) -> ScalarSelect[str]:
    """This address, if somebody there asked for no more messages."""
    c = stopped.c
    return select(c.address).where(c.address == func.lower(address), c.lifted_at.is_(None)).scalar_subquery()


def silenced(patient_id: ColumnElement[Any]) -> ScalarSelect[str]:
    """The addresses of this patient where somebody asked for no more messages, as one column."""
    c, at = stopped.c, patient_contact.c
    theirs = select(func.aggregate_strings(c.address, "\n")).join(patient_contact, c.address == func.lower(at.address))
    return theirs.where(at.patient_id == patient_id, c.lifted_at.is_(None)).scalar_subquery()


def answers(db: Connection, patient_id: int) -> dict[Key, Answer]:
    """All that this patient said; what nobody asked is absent."""
    c = consent.c
    rows = db.execute(select(c.channel, c.purpose, *_COLUMNS).where(c.patient_id == patient_id))
    return {(Channel(row.channel), Purpose(row.purpose)): _answer(row) for row in rows}


def _answer(row: Any) -> Answer:
    return Answer(row.given, Source(row.source), row.wording, row.said_at, row.by, row.before)


def write(db: Connection, patient_id: int, said: Mapping[Key, bool], how: Said) -> None:
    """What a patient says from now on."""
    at = how.at or clock.now()
    for key, given in said.items():
        write_back(db, patient_id, key, Answer(given, how.source, how.wording, at, how.by))


def write_back(db: Connection, patient_id: int, key: Key, answer: Answer | None) -> None:
    """Exactly this answer; none is that nobody asked."""
    c, (channel, purpose) = consent.c, key
    if answer is None:
        these = c.patient_id == patient_id, c.channel == channel, c.purpose == purpose
        db.execute(delete(consent).where(*these))
        return
    values = {name: getattr(answer, name) for name in Answer.__slots__}
    named = {"patient_id": patient_id, "channel": channel, "purpose": purpose}
    put(db, consent, "patient_id", "channel", "purpose", **named, **values)
