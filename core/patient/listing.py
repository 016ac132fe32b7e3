"""The patients of somebody's sites as a card index: by family name, a page at a time, found by what is typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, tuple_

from core.access import Actor, Permission, at_my_sites, my_patients, my_referrals
from core.patient.model import full_name
from core.patient.queries import phones_of
from core.patient.search import matching
from core.work import reading
from data.tables import patient, patient_site, referral, site

PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A patient in the list; `open` and `referrals` count what the actor may see."""

    id: int
    name: str
    nhs_number: str
    born_on: date | None
    died_on: date | None
    postcode: str
    phone: str
    sites: tuple[str, ...]
    open: int
    referrals: int


@dataclass(frozen=True, slots=True)
class Patients:
    """A page of them; `next` is the last one's id where there are more."""

    rows: tuple[Listed, ...]
    next: int | None


def patients(actor: Actor, typed: str = "", after: int | None = None, limit: int = PAGE) -> Patients:
    """Everybody at the actor's sites, or whom the typed beginnings of words find; `after` is the last one seen."""
    actor.must(Permission.PATIENT_READ)
    c = patient.c
    wanted = select(*(c[name] for name in ("id", "given_name", "family_name", "nhs_number")))
    wanted = wanted.add_columns(c.born_on, c.died_on, c.postcode).where(my_patients(actor))
    if typed.strip():
        wanted = wanted.where(matching(typed))
    if after is not None:
        wanted = wanted.where(_behind(after))
    with reading() as db:
        found = db.execute(wanted.order_by(c.family_name, c.given_name, c.id).limit(limit + 1)).all()
        rows = _listed(db, actor, found[:limit])
    return Patients(rows, rows[-1].id if len(found) > limit else None)


def _behind(last: int) -> ColumnElement[bool]:
    """Those that stand after this one: an address that names no name."""
    c, here = patient.c, patient.alias("here")
    names = (here.c.family_name, here.c.given_name, here.c.id)
    place = (select(name).where(here.c.id == last).scalar_subquery() for name in names)
    return tuple_(c.family_name, c.given_name, c.id) > tuple_(*place)


def _listed(db: Connection, actor: Actor, found: Sequence[Any]) -> tuple[Listed, ...]:
    ids = [row.id for row in found]
    phones, counts, places = phones_of(db, ids), _counts(db, actor, ids), _places(db, actor, ids)
    return tuple(
        Listed(
            row.id,
            full_name(row.given_name, row.family_name),
            row.nhs_number or "",
            row.born_on,
            row.died_on,
            row.postcode,
            phones.get(row.id, ""),
            tuple(places.get(row.id, ())),
            *counts.get(row.id, (0, 0)),
        )
        for row in found
    )


def _counts(db: Connection, actor: Actor, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Open referrals, and all of them."""
    c = referral.c
    still = func.count().filter(c.closed_at.is_(None))
    theirs = select(c.patient_id, still, func.count()).where(c.patient_id.in_(ids), my_referrals(actor))
    return {number: (still_open, whole) for number, still_open, whole in db.execute(theirs.group_by(c.patient_id))}


def _places(db: Connection, actor: Actor, ids: Sequence[int]) -> dict[int, list[str]]:
    """By which of the actor's sites they are known."""
    c, found = patient_site.c, dict[int, list[str]]()
    known = select(c.patient_id, site.c.name).join(site, site.c.id == c.site_id)
    for number, name in db.execute(
        known.where(c.patient_id.in_(ids), at_my_sites(actor, c.site_id)).order_by(site.c.name)
    ):
        found.setdefault(number, []).append(name)
    return found
