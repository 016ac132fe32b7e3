"""The patients of somebody's sites as a card index: by family name, a page at a time, found by what is typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, tuple_

from core.access import Actor, Permission, at_my_sites, my_patients, my_referrals
from core.channel import Channel
from core.patient.model import full_name
from core.patient.search import matching
from core.work import reading
from data.tables import patient, patient_contact, patient_site, referral, site

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
    conditions = [my_patients(actor)]
    if typed.strip():
        conditions.append(matching(typed))
    if after is not None:
        conditions.append(_behind(after))
    with reading() as db:
        found = db.execute(_page(actor, conditions, limit + 1)).all()
        places = _places(db, actor, [row.id for row in found])
    rows = tuple(_listed(row, places.get(row.id, ())) for row in found[:limit])
    return Patients(rows, rows[-1].id if len(found) > limit else None)


def _page(actor: Actor, conditions: Sequence[ColumnElement[bool]], limit: int) -> Any:
    """Which they are, first; only of those few is anything else looked up."""
    c, r = patient.c, referral.c
    order = (c.family_name, c.given_name, c.id)
    page = select(c.id).where(*conditions).order_by(*order).limit(limit).subquery("page")
    theirs = select(func.count()).where(r.patient_id == c.id, my_referrals(actor))
    return (
        select(
            *(c[name] for name in ("id", "given_name", "family_name", "nhs_number", "born_on", "died_on", "postcode"))
        )
        .add_columns(_phone(), theirs.where(r.closed_at.is_(None)).scalar_subquery().label("open"))
        .add_columns(theirs.scalar_subquery().label("referrals"))
        .join(page, page.c.id == c.id)
        .order_by(*order)
    )


def _phone() -> ColumnElement[str]:
    """The preferred number, asked for in the same breath."""
    p = patient_contact.c
    theirs = select(p.address).where(p.patient_id == patient.c.id, p.channel == Channel.PHONE)
    return theirs.order_by(p.preferred.desc(), p.id).limit(1).scalar_subquery().label("phone")


def _behind(last: int) -> ColumnElement[bool]:
    """Those that stand after this one: an address that names no name."""
    c, here = patient.c, patient.alias("here")
    names = (here.c.family_name, here.c.given_name, here.c.id)
    place = (select(name).where(here.c.id == last).scalar_subquery() for name in names)
    return tuple_(c.family_name, c.given_name, c.id) > tuple_(*place)


def _listed(row: Any, places: Iterable[str]) -> Listed:
    known = {name: getattr(row, name) for name in ("id", "born_on", "died_on", "postcode", "open", "referrals")}
    name = full_name(row.given_name, row.family_name)
    return Listed(name=name, nhs_number=row.nhs_number or "", phone=row.phone or "", sites=tuple(places), **known)


def _places(db: Connection, actor: Actor, ids: Sequence[int]) -> dict[int, list[str]]:
    """By which of the actor's sites they are known."""
    c, found = patient_site.c, dict[int, list[str]]()
    known = select(c.patient_id, site.c.name).join(site, site.c.id == c.site_id)
    for number, name in db.execute(
        known.where(c.patient_id.in_(ids), at_my_sites(actor, c.site_id)).order_by(site.c.name)
    ):
        found.setdefault(number, []).append(name)
    return found
