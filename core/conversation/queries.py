"""Answers as people look at them: those about a referral, those of a patient, and what nobody has read yet."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from core.access import Actor, Permission, at_my_sites, my_patients, my_referrals, one_patient
from core.channel import Channel
from core.conversation.model import Incoming, Matched, Nature
from core.errors import NotFound
from core.work import reading
from data.tables import account, incoming, incoming_document, patient, patient_name, referral, site

MOST = 200


def of_referral(actor: Actor, referral_id: int) -> list[Incoming]:
    """What was answered about a referral, newest first; seen from both of its sites."""
    actor.must(Permission.MESSAGE_READ)
    c = incoming.c
    mine = select(referral.c.id).where(referral.c.id == referral_id, my_referrals(actor))
    with reading() as db:
        return _lines(db, c.subject == "referral", c.subject_id.in_(mine))


def of_arrival(actor: Actor, arrival_id: int) -> list[Incoming]:
    """What was answered about an arrival at the actor's sites, newest first."""
    actor.must(Permission.MESSAGE_READ)
    c = incoming.c
    with reading() as db:
        return _lines(db, c.subject == "arrival", c.subject_id == arrival_id, in_scope(actor))


def of_patient(actor: Actor, patient_id: int) -> list[Incoming]:
    """What a patient answered, and what others did about them, across referrals, as far as the actor's sites go."""
    actor.must(Permission.MESSAGE_READ)
    known = select(patient.c.id).where(patient.c.id == patient_id, my_patients(actor))
    with reading() as db:
        if db.execute(known).first() is None:
            raise NotFound("There is no such patient at your sites.")
        return _lines(db, incoming.c.patient_id.in_(one_patient(patient_id)), in_scope(actor))


def one(actor: Actor, incoming_id: int) -> Incoming:
    """A single one; NotFound outside the actor's sites."""
    actor.must(Permission.MESSAGE_READ)
    with reading() as db:
        found = _lines(db, incoming.c.id == incoming_id, in_scope(actor))
    if not found:
        raise NotFound("There is no such answer at your sites.")
    return found[0]


def unread(actor: Actor, *, owned: bool = False) -> list[Incoming]:
    """What nobody has read yet at the actor's sites, newest first; `owned` leaves out what is about referrals of
    others."""
    actor.must(Permission.MESSAGE_READ)
    whose = [_owned(actor)] if owned else []
    with reading() as db:
        return _lines(db, WAITS, in_scope(actor), *whose)


def unread_about(actor: Actor, referral_ids: Collection[int]) -> Mapping[int, int]:
    """How many wait about each of these referrals; those without any are left out."""
    actor.must(Permission.MESSAGE_READ)
    if not referral_ids:
        return {}
    c, mine = incoming.c, select(referral.c.id).where(referral.c.id.in_(referral_ids), my_referrals(actor))
    counted = select(c.subject_id, func.count()).where(WAITS, c.subject == "referral", c.subject_id.in_(mine))
    with reading() as db:
        return {row[0]: row[1] for row in db.execute(counted.group_by(c.subject_id))}


def lines(db: Connection, ids: Collection[int]) -> list[Incoming]:
    """These answers, newest first; whoever asks has said whose they may be."""
    return _lines(db, incoming.c.id.in_(ids)) if ids else []


WAITS: ColumnElement[bool] = and_(incoming.c.read_at.is_(None), incoming.c.nature == Nature.ANSWER)


def in_scope(actor: Actor) -> ColumnElement[bool]:
    """At the actor's sites, or about a referral that one of them sent to a colleague."""
    c = incoming.c
    of_mine = select(referral.c.id).where(my_referrals(actor))
    return or_(at_my_sites(actor, c.site_id), and_(c.subject == "referral", c.subject_id.in_(of_mine)))


def _owned(actor: Actor) -> ColumnElement[bool]:
    """About a referral of the actor's or nobody's, or about none."""
    c, others = incoming.c, referral.c.owner_id
    of_others = select(referral.c.id).where(others.is_not(None), others != (actor.account_id or 0))
    return or_(c.subject != "referral", c.subject_id.not_in(of_others))


def _columns() -> list[Any]:
    shown = {
        "site": site.c.name.label("site"),
        "zone": site.c.time_zone.label("zone"),
        "patient": func.coalesce(patient_name, "").label("patient"),
        "read_by": func.coalesce(account.c.name, "").label("read_by"),
    }
    return [shown.get(name, incoming.c.get(name)) for name in Incoming.__slots__[:-1]]


def _lines(db: Connection, *which: ColumnElement[bool]) -> list[Incoming]:
    c = incoming.c
    wanted = (
        select(*_columns())
        .join(site, site.c.id == c.site_id)
        .outerjoin(patient, patient.c.id == c.patient_id)
        .outerjoin(account, account.c.id == c.read_by_id)
        .where(*which)
        .order_by(c.came_at.desc(), c.id.desc())
        .limit(MOST)
    )
    rows = db.execute(wanted).mappings().all()
    brought = _documents(db, [row["id"] for row in rows])
    return [_line(row, brought) for row in rows]


def _line(row: Any, brought: Mapping[int, tuple[int, ...]]) -> Incoming:
    spoken = {
        "channel": Channel(row["channel"]),
        "nature": Nature(row["nature"]),
        "matched": Matched(row["matched"]),
        "documents": brought.get(row["id"], ()),
    }
    return Incoming(**dict(row) | spoken)


def _documents(db: Connection, ids: Collection[int]) -> Mapping[int, tuple[int, ...]]:
    c = incoming_document.c
    found: dict[int, tuple[int, ...]] = {}
    wanted = select(c.incoming_id, c.document_id).where(c.incoming_id.in_(ids)).order_by(c.document_id)
    for number, document_id in db.execute(wanted) if ids else ():
        found[number] = (*found.get(number, ()), document_id)
    return found
