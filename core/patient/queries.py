"""What can be asked about patients, within the sites that know them."""

from sqlalchemy import ColumnElement, Connection, literal, select

from core.access import Actor, Permission, my_patients
from core.agreement import Agreement, Purpose, answers, silenced
from core.audit import About, note_read
from core.channel import Channel
from core.errors import NotFound
from core.patient.model import Contact, Found, Patient, Reach, full_name
from core.patient.search import matching
from core.work import reading
from data.base import Number
from data.tables import patient, patient_contact, patient_site, site


def find(actor: Actor, typed: str, limit: int = 8) -> list[Found]:
    """Patients of the actor's sites by the beginnings of their words: name, birth, postcode, numbers."""
    actor.must(Permission.PATIENT_READ)
    with reading() as db:
        return _found(db, limit, matching(typed), my_patients(actor))


def one(actor: Actor, patient_id: int) -> Patient:
    """The whole card; that it was read is kept."""
    actor.must(Permission.PATIENT_READ)
    with reading() as db:
        found = card(db, actor, patient_id)
    note_read(actor, About("patient", patient_id, None, patient_id))
    return found


def card(db: Connection, actor: Actor, patient_id: int) -> Patient:
    """The same inside the caller's transaction, and without a trace."""
    mine = (patient.c.id == patient_id) & my_patients(actor)
    row = db.execute(select(patient).where(mine)).mappings().one_or_none()
    if row is None:
        raise unknown(db, actor, patient_id)
    known = {name: row[name] for name in Patient.__slots__ if name in row}
    contacts, sites = _contacts(db, patient_id), _sites(db, actor, patient_id)
    said, silent = answers(db, patient_id), _silent(db, patient_id)
    return Patient(**known, contacts=contacts, answers=said, silent=silent, sites=sites)


def unknown(db: Connection, actor: Actor, patient_id: int) -> NotFound:
    """Why a patient is not to be found: merged into one whom the actor may know, or none of theirs at all."""
    kept = _kept(db, actor, patient_id)
    if kept is None:
        return NotFound("There is no such patient at your sites.")
    return NotFound(f"This record was merged with {kept.name}'s. Open that one instead.")


def merged_into(actor: Actor, patient_id: int) -> Found | None:
    """Whose record a merged one is part of now: where an old link leads."""
    actor.must(Permission.PATIENT_READ)
    with reading() as db:
        return _kept(db, actor, patient_id)


def _kept(db: Connection, actor: Actor, patient_id: int) -> Found | None:
    gone = patient.alias("gone")
    into = select(gone.c.merged_into_id).where(gone.c.id == patient_id).scalar_subquery()
    return next(iter(_found(db, 1, patient.c.id == into, my_patients(actor))), None)


def reach(db: Connection, patient_id: int) -> Reach:
    """How a message may reach the patient now."""
    c = patient.c
    row = db.execute(select(c.given_name, c.family_name, c.died_on).where(c.id == patient_id)).one()
    contacts, died = _contacts(db, patient_id), row.died_on is not None
    addresses = {each.channel: each.address for each in reversed(contacts)}
    email = addresses.get(Channel.EMAIL, "")
    said = answers(db, patient_id).get((Channel.EMAIL, Purpose.CARE))
    agreed = said is not None and said.given
    name = full_name(row.given_name, row.family_name)
    return Reach(name, email, addresses.get(Channel.PHONE, ""), bool(email) and agreed and not died, died)


def found_among(db: Connection, ids: list[int]) -> list[Found]:
    """These patients, whom somebody's scope has found already."""
    return _found(db, len(ids), patient.c.id.in_(ids)) if ids else []


def _found(db: Connection, limit: int, *conditions: ColumnElement[bool]) -> list[Found]:
    """In the order of a card index; the telephone numbers of those few alone are looked up."""
    c = patient.c
    wanted = select(c.id, c.given_name, c.family_name, c.born_on, c.postcode, c.died_on).where(*conditions)
    rows = db.execute(wanted.order_by(c.family_name, c.given_name, c.born_on, c.id).limit(limit)).all()
    phones = _phones(db, [row.id for row in rows])
    return [
        Found(
            id=row.id,
            name=full_name(row.given_name, row.family_name),
            born_on=row.born_on,
            postcode=row.postcode,
            phone=phones.get(row.id, ""),
            died_on=row.died_on,
        )
        for row in rows
    ]


def _phones(db: Connection, patient_ids: list[int]) -> dict[int, str]:
    c = patient_contact.c
    theirs = select(c.patient_id, c.address).where(c.patient_id.in_(patient_ids), c.channel == Channel.PHONE)
    return {row.patient_id: row.address for row in db.execute(theirs.order_by(c.preferred, c.id.desc()))}


def _contacts(db: Connection, patient_id: int) -> tuple[Contact, ...]:
    c = patient_contact.c
    wanted = select(c.channel, c.address, c.preferred).where(c.patient_id == patient_id)
    rows = db.execute(wanted.order_by(c.preferred.desc(), c.id))
    return tuple(Contact(Channel(row.channel), row.address, row.preferred) for row in rows)


def _silent(db: Connection, patient_id: int) -> frozenset[str]:
    silent = db.execute(select(silenced(literal(patient_id, Number)))).scalar()
    return Agreement.read(None, silent).silent


def _sites(db: Connection, actor: Actor, patient_id: int) -> tuple[str, ...]:
    wanted = select(site.c.id, site.c.name).join(patient_site, patient_site.c.site_id == site.c.id)
    rows = db.execute(wanted.where(patient_site.c.patient_id == patient_id).order_by(site.c.name))
    return tuple(row.name for row in rows if actor.works_at(row.id))
