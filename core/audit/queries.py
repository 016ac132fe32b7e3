"""What happened: the timeline of a subject, the audit trail, and who looked at a patient."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, literal, literal_column, or_, select

from core.access import Actor, Permission, at_my_sites, my_patients, my_referrals, one_patient
from core.audit.kinds import Kind
from core.audit.told import Entry, entry, names
from core.errors import NotFound
from core.settings import settings
from core.work import reading
from data.base import Number
from data.newest import newest
from data.prepared import prepared
from data.tables import account, arrival, event, event_text, patient, patient_read, referral

_EVENTS = select(
    *(event.c[name] for name in ("id", "kind", "occurred_at", "actor", "subject", "subject_id", "site_id")),
    *(event.c.patient_id, event.c.facts, event.c.text_hash, event_text.c.words),
    func.coalesce(referral.c.reference, "").label("reference"),
)
_EVENTS = _EVENTS.outerjoin(event_text, event_text.c.event_id == event.c.id).outerjoin(
    referral, and_(event.c.subject == "referral", referral.c.id == event.c.subject_id)
)


UNTOLD = (Kind.RULE_DUE,)
"""What is in the audit and on no timeline: that a time came says nothing until a rule made something of it."""


def timeline(actor: Actor, subject: str, subject_id: int, limit: int = 200) -> list[Entry]:
    """What happened to one subject, newest first; NotFound outside the actor's scope."""
    actor.must(_READ.get(subject, Permission.AUDIT_READ))
    with reading() as db:
        sites = _sites_of(db, actor, subject, subject_id) if subject in _ANSWERED_FOR else ()
        rows = _story(actor, subject, limit).rows(db, of=subject_id)
        called = names(db, (row.actor for row in rows))
    return [entry(actor, row, called[row.actor], sites) for row in rows]


_ANSWERED_FOR = {
    "referral": Permission.REFERRAL_READ,
    "arrival": Permission.REFERRAL_READ,
    "patient": Permission.PATIENT_READ,
}
"""What has sites that answer for it, and what one must be allowed to read for its story."""
_READ = {**_ANSWERED_FOR, "provider": Permission.DIRECTORY_READ}
"""And for whatever else not only the audit tells."""
_OF = bindparam("of", type_=Number)
"""The id of the subject."""


@prepared
def _story(actor: Actor, subject: str, limit: int) -> Select[Any]:
    c = event.c
    told = [_about(subject), c.kind.not_in(UNTOLD), *([] if subject in _ANSWERED_FOR else [_open_to(actor, subject)])]
    return _EVENTS.where(*told).order_by(c.id.desc()).limit(literal_column(str(int(limit))))


def _about(subject: str) -> ColumnElement[bool]:
    """What happened to it; a referral's story begins with what arrived, a patient's has that of merged ones.

    Of what it is is spelt out: nearly all events are about referrals, and PostgreSQL plans this without its values.
    """
    c = event.c
    subjects: Any = one_patient(_OF) if subject == "patient" else [_OF]
    own = and_(c.subject == literal(subject, literal_execute=True), c.subject_id.in_(subjects))
    if subject != "referral":
        return own
    before = select(arrival.c.id).where(arrival.c.referral_id == _OF)
    return or_(own, and_(c.subject == literal("arrival", literal_execute=True), c.subject_id.in_(before)))


def _sites_of(db: Connection, actor: Actor, subject: str, subject_id: int) -> tuple[int | None, ...]:
    """The sites that answer for a referral, arrival or patient in the actor's scope."""
    found = _answering(actor, subject).plain(db, of=subject_id)
    if not found:
        raise NotFound(f"There is no such {subject} at your sites.")
    return tuple(sorted(actor.sites)) if subject == "patient" else tuple(found[0])


@prepared
def _answering(actor: Actor, subject: str) -> Select[Any]:
    if subject == "referral":
        return select(referral.c.site_id, referral.c.from_site_id).where(referral.c.id == _OF, my_referrals(actor))
    if subject == "arrival":
        return select(arrival.c.site_id).where(arrival.c.id == _OF, at_my_sites(actor, arrival.c.site_id))
    return select(patient.c.id).where(patient.c.id == _OF, my_patients(actor))


def _open_to(actor: Actor, subject: str) -> ColumnElement[bool]:
    """What happened to a provider is for all who read the directory, but for what another site did for itself."""
    if subject == "provider":
        return or_(at_my_sites(actor, event.c.site_id), event.c.site_id.is_(None))
    return _mine(actor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What to look for; `person` is an account's id; `from_on` and `until_on` are whole days."""

    person: int | None = None
    kind: str = ""
    subject: str = ""
    subject_id: int | None = None
    reference: str = ""
    from_on: date | None = None
    until_on: date | None = None
    site_id: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, newest first; `before` asks for the next page and is None on the last one."""

    entries: list[Entry]
    before: int | None


def trail(actor: Actor, wanted: Filter, before: int | None = None, limit: int = 50) -> Page:
    """The audit of the actor's sites; what belongs to no site is for those who answer for every site."""
    actor.must(Permission.AUDIT_READ, at=wanted.site_id)
    c = event.c
    asked = _asked(wanted) + ([c.id < before] if before else [])
    ids = newest(event, None if actor.every_site else actor.sites, asked, limit + 1)
    with reading() as db:
        rows = db.execute(_EVENTS.where(c.id.in_(ids)).order_by(c.id.desc()).limit(limit + 1)).all()
        called = names(db, (row.actor for row in rows))
    entries = [entry(actor, row, called[row.actor]) for row in rows[:limit]]
    return Page(entries, entries[-1].id if len(rows) > limit else None)


def _mine(actor: Actor) -> ColumnElement[bool]:
    mine = at_my_sites(actor, event.c.site_id)
    return or_(mine, event.c.site_id.is_(None)) if actor.every_site else mine


def _asked(wanted: Filter) -> list[ColumnElement[bool]]:
    c = event.c
    asked: list[tuple[object, ColumnElement[bool]]] = [
        (wanted.person, c.actor == f"account:{wanted.person}"),
        (wanted.kind, c.kind == wanted.kind),
        (wanted.subject, c.subject == wanted.subject),
        (wanted.subject_id, c.subject_id == wanted.subject_id),
        (wanted.site_id, c.site_id == wanted.site_id),
    ]
    conditions = [condition for given, condition in asked if given]
    if wanted.reference:
        named = select(referral.c.id).where(referral.c.reference == wanted.reference.strip().upper())
        conditions += [c.subject == "referral", c.subject_id.in_(named)]
    if wanted.from_on:
        conditions.append(c.occurred_at >= _midnight(wanted.from_on))
    if wanted.until_on:
        conditions.append(c.occurred_at < _midnight(wanted.until_on + timedelta(days=1)))
    return conditions


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), settings().time_zone)


@dataclass(frozen=True, slots=True)
class Read:
    """Somebody looked at a record of a patient."""

    read_at: datetime
    name: str
    subject: str
    subject_id: int
    purpose: str


def patient_reads(actor: Actor, patient_id: int, limit: int = 200) -> list[Read]:
    """Who looked at a patient of the actor's sites, or at a record that is part of theirs now, latest first."""
    actor.must(Permission.AUDIT_READ)
    c = patient_read.c
    looked: Any = (
        select(c.read_at, account.c.name, c.subject, c.subject_id, c.purpose)
        .join(account, account.c.id == c.account_id)
        .join(patient, patient.c.id == patient_id)
        .where(c.patient_id.in_(one_patient(patient_id)), my_patients(actor))
    )
    with reading() as db:
        return [Read(*row) for row in db.execute(looked.order_by(c.read_at.desc(), c.id.desc()).limit(limit))]
