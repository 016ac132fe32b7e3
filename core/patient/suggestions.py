"""Who may be the same person as somebody being typed in: candidates by their indexes, then judged one by one."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from core import field as check
from core.access import Actor, Permission, my_patients
from core.channel import Channel
from core.errors import Refusal
from core.patient.match import Likeness, Person, Shared, likeness, slips, swapped
from core.patient.model import Found, NewPatient
from core.patient.queries import found_among
from core.patient.sound import sound
from core.work import reading
from data.tables import patient, patient_contact

MOST = 600
"""So many candidates are judged at most; the second sign that a name needs keeps them far fewer."""
SHARERS = 100
"""A telephone number that more have than these says nothing of anybody."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who is known and may be meant: how alike from 0 to 100, why, and whether that is certain."""

    found: Found
    score: int
    reasons: tuple[str, ...]
    certain: bool


@dataclass(frozen=True, slots=True)
class Near:
    """A candidate by id, and how alike they are."""

    id: int
    like: Likeness


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom others are compared with, and the telephone numbers and addresses of theirs."""

    person: Person
    addresses: Sequence[str] = ()


def suggest(actor: Actor, new: NewPatient, limit: int = 5) -> list[Suggestion]:
    """The likeliest at the actor's sites first. A field that is not filled in yet, or wrong, counts as not known."""
    actor.must(Permission.PATIENT_READ)
    with reading() as db:
        best = alike(db, meant(new), my_patients(actor))[:limit]
        shown = {one.id: one for one in found_among(db, [near.id for near in best])}
    return [Suggestion(shown[one.id], one.like.score, one.like.reasons, one.like.certain) for one in best]


def meant(new: NewPatient) -> Meant:
    """What of a patient being typed in can be compared already."""
    said = (_valid(check.phone, new.phone), _valid(check.email, new.email))
    nhs = _valid(lambda text: check.nhs_number(text).digits or "", new.nhs_number)
    postcode = _valid(check.postcode, new.postcode)
    person = Person(new.given_name, new.family_name, new.born_on, nhs, new.sex, postcode)
    return Meant(person, [address for address in said if address])


def alike(db: Connection, whom: Meant, scope: ColumnElement[bool], but: int | None = None) -> list[Near]:
    """Everybody in a scope who is likely the same person, likeliest first; `but` is not compared with themselves."""
    shared = _sharing(db, whom.addresses, scope, but)
    c = patient.c
    wanted = select(c.id, c.given_name, c.family_name, c.born_on, c.nhs_number, c.sex, c.postcode)
    rows = db.execute(wanted.where(_near(whom.person, shared), c.id != (but or 0), scope).limit(MOST))
    judged = [Near(row.id, likeness(whom.person, Person.of(row), shared.get(row.id, ()))) for row in rows]
    return sorted((one for one in judged if one.like.likely), key=lambda one: (-one.like.score, one.id))


def _near(who: Person, ids: Iterable[int]) -> ColumnElement[bool]:
    """Who shares a strong or a rare sign; each of these conditions has its index.

    A name that sounds the same needs a second sign: there are a thousand Smiths.
    """
    c = patient.c
    sounds = {sound(who.given_name, who.family_name), sound(who.family_name, who.given_name)}
    named: ColumnElement[bool] = c.sound.in_(sorted(sounds))
    signs: list[ColumnElement[bool]] = [c.id.in_(sorted(ids))]
    if who.nhs_number:
        signs.append(c.nhs_number == who.nhs_number)
    if who.born_on:
        signs.append(c.born_on.in_([who.born_on, *swapped(who.born_on)]))
        home = [c.postcode == who.postcode] if who.postcode else []
        named = and_(named, or_(c.born_on.is_(None), c.born_on.in_(slips(who.born_on)), *home))
    return or_(named, *signs)


def _sharing(
    db: Connection, addresses: Sequence[str], scope: ColumnElement[bool], but: int | None
) -> dict[int, list[Shared]]:
    """Who has one of these telephone numbers and addresses, and how many others of the scope have it with them."""
    if not addresses:
        return {}
    c = patient_contact.c
    theirs = select(c.patient_id, c.channel, c.address).join(patient, patient.c.id == c.patient_id)
    wanted = theirs.where(c.address.in_(addresses), c.patient_id != (but or 0), scope)
    rows: Sequence[Any] = db.execute(wanted.limit(SHARERS * len(addresses))).all()
    many = Counter(row.address for row in rows)
    found: dict[int, list[Shared]] = {}
    for row in rows:
        if many[row.address] < SHARERS:
            found.setdefault(row.patient_id, []).append(Shared(Channel(row.channel), many[row.address] - 1))
    return found


def _valid(reads: Callable[[str], Value], text: str) -> Value | str:
    """What a field says once it is right; nothing while it is not."""
    try:
        return reads(text) if text.strip() else ""
    except Refusal:
        return ""
