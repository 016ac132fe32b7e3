"""Possible doubles: pairs of records worth a look, found one changed record at a time, and dismissed for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update

from core import clock
from core.access import Actor, Permission, my_patients
from core.audit import Kind, record
from core.errors import Refusal
from core.patient.match import Person
from core.patient.model import Found
from core.patient.pairs import judged
from core.patient.queries import found_among
from core.patient.suggestions import Meant, Near, alike
from core.patient.theirs import theirs
from core.work import reading, work
from data.insert import insert_new, put
from data.tables import patient, patient_contact, patient_double, patient_name

PAGE = 20


@dataclass(frozen=True, slots=True)
class Double:
    """Two patients who may be one, the older record first, and why."""

    one: Found
    other: Found
    score: int
    reasons: tuple[str, ...]
    found_at: datetime


def doubles(actor: Actor, limit: int = PAGE) -> list[Double]:
    """Pairs of whom the actor knows both, likeliest first."""
    actor.must(Permission.PATIENT_READ)
    c = patient_double.c
    wanted = (
        select(c.one_id, c.other_id, c.found_at).where(_open(actor)).order_by(c.score.desc(), c.one_id).limit(limit)
    )
    with reading() as db:
        return _told(db, actor, db.execute(wanted).all())


def doubles_of(actor: Actor, patient_id: int) -> list[Double]:
    """The same of one patient."""
    actor.must(Permission.PATIENT_READ)
    c = patient_double.c
    theirs = or_(c.one_id == patient_id, c.other_id == patient_id)
    wanted = select(c.one_id, c.other_id, c.found_at).where(theirs, _open(actor)).order_by(c.score.desc(), c.one_id)
    with reading() as db:
        return _told(db, actor, db.execute(wanted.limit(PAGE)).all())


def doubles_open(actor: Actor) -> int:
    """How many pairs wait for a look."""
    actor.must(Permission.PATIENT_READ)
    with reading() as db:
        return int(db.execute(select(func.count()).select_from(patient_double).where(_open(actor))).scalar_one())


def dismiss(actor: Actor, one_id: int, other_id: int) -> None:
    """They are two people: the pair is never shown again, whatever changes."""
    actor.must(Permission.PATIENT_MERGE)
    if one_id == other_id:
        raise Refusal("Choose two different records.")
    with work() as db:
        about = {each: theirs(db, actor, each) for each in sorted((one_id, other_id))}
        tell_apart(db, actor, one_id, other_id)
        called = select(patient.c.id, patient_name.label("name")).where(patient.c.id.in_(about))
        names = {row.id: row.name for row in db.execute(called)}
        for mine, other in ((one_id, other_id), (other_id, one_id)):
            record(db, actor, Kind.PATIENT_TOLD_APART, about[mine], {"other_id": other}, other=names[other])


def tell_apart(db: Connection, actor: Actor, one_id: int, other_id: int) -> None:
    """The same inside the caller's transaction, and without a word on their timelines."""
    one, other = sorted((one_id, other_id))
    now = clock.now()
    values = {"score": 0, "found_at": now, "dismissed_at": now, "dismissed_by_id": actor.account_id}
    put(db, patient_double, "one_id", "other_id", one_id=one, other_id=other, **values)


def forget_doubles(db: Connection, patient_id: int) -> None:
    """The pairs of this record that nobody has looked at."""
    c = patient_double.c
    theirs = or_(c.one_id == patient_id, c.other_id == patient_id)
    db.execute(delete(patient_double).where(theirs, c.dismissed_at.is_(None)))


def look_for_doubles(actor: Actor, limit: int = 100) -> int:
    """Compare records that changed with everybody else's, the newest first; how many were. The job runs it until none
    is left."""
    actor.must(Permission.PATIENT_MERGE)
    c = patient.c
    due = select(patient).where(c.compared != c.version, my_patients(actor)).order_by(c.id.desc()).limit(limit)
    with reading() as db:
        rows = db.execute(due).all()
        found = [(row, alike(db, _meant(db, row), my_patients(actor), but=row.id)) for row in rows]
    with work() as db:
        for row, near in found:
            _keep(db, row, near)
    return len(found)


def _keep(db: Connection, row: Any, near: Sequence[Near]) -> None:
    """Only if the record is still as it was compared; else the next run looks again."""
    c = patient.c
    same = (c.id == row.id) & (c.version == row.version) & c.merged_into_id.is_(None)
    if not db.execute(update(patient).where(same).values(compared=row.version)).rowcount:
        return
    forget_doubles(db, row.id)
    for each in near:
        one, other = sorted((row.id, each.id))
        pair = {"one_id": one, "other_id": other, "score": each.like.score, "found_at": clock.now()}
        db.execute(insert_new(db, patient_double, "one_id", "other_id").values(pair))


def _meant(db: Connection, row: Any) -> Meant:
    c = patient_contact.c
    return Meant(Person.of(row), list(db.execute(select(c.address).where(c.patient_id == row.id)).scalars()))


def _open(actor: Actor) -> ColumnElement[bool]:
    """Pairs that nobody has dismissed and of whom the actor knows both."""
    c = patient_double.c
    known = [
        select(patient.c.id).where(patient.c.id == each, my_patients(actor)).exists() for each in (c.one_id, c.other_id)
    ]
    return and_(c.dismissed_at.is_(None), *known)


def _told(db: Connection, actor: Actor, rows: Sequence[Any]) -> list[Double]:
    pairs = [(row.one_id, row.other_id) for row in rows]
    people = {each.id: each for each in found_among(db, sorted({each for pair in pairs for each in pair}))}
    likes = judged(db, actor, pairs) if pairs else []
    return [
        Double(people[row.one_id], people[row.other_id], like.score, like.reasons, row.found_at)
        for row, like in zip(rows, likes, strict=True)
    ]
