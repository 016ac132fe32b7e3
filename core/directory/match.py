"""Find a match: the providers that suit a patient and a request, best first, each with its reasons."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, select

from core.access import Actor, Permission, my_patients
from core.directory.measured import NOTHING, measured, taken_this_month
from core.directory.model import Choice
from core.directory.providers import is_open, offers, place
from core.directory.ranking import Candidate, LeftOut, Match, Wish, ranked
from core.directory.standing import Standing
from core.directory.whereabouts import Point, centres, kilometres, point
from core.errors import NotFound
from core.field import district
from core.work import reading
from data.tables import patient, provider, provider_choice, provider_network, provider_offer, site


@dataclass(frozen=True, slots=True)
class Matches:
    """Those that suit, best first, those that offer it and do not, and from where distances are counted."""

    found: tuple[Match, ...]
    left_out: tuple[LeftOut, ...]
    measured_from: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the patient is taken to be: `whom` in a reason, `said` in a sentence."""

    at: Point | None
    whom: str
    said: str


def matches(actor: Actor, wish: Wish) -> Matches:
    """For a request at one of the actor's sites; a patient is one of theirs."""
    actor.must(Permission.DIRECTORY_READ, at=wish.site_id)
    with reading() as db:
        postcode = _postcode(db, actor, wish.patient_id)
        rows = db.execute(_offering(wish)).all()
        middles = centres(db, [postcode, *(row.postcode for row in rows if row.latitude is None)])
        origin = _origin(db, wish.site_id, postcode, middles)
        found, left = ranked(_candidates(db, rows, wish, origin, middles), wish, origin.whom)
    return Matches(tuple(found), tuple(left), origin.said)


def _postcode(db: Connection, actor: Actor, patient_id: int | None) -> str:
    if patient_id is None:
        return ""
    actor.must(Permission.PATIENT_READ)
    theirs = select(patient.c.postcode).where(patient.c.id == patient_id, my_patients(actor))
    found = db.execute(theirs).scalar_one_or_none()
    if found is None:
        raise NotFound("There is no such patient at your sites.")
    return str(found)


def _offering(wish: Wish) -> Any:
    """Every open provider that offers the specialty, with what this site makes of it."""
    c, here = provider.c, provider_choice.c
    offering = select(provider_offer.c.provider_id).where(provider_offer.c.specialty == wish.specialty)
    names = (c.id, c.name, c.address, c.town, c.postcode, c.latitude, c.longitude, c.standing, c.interest)
    own = and_(here.provider_id == c.id, here.site_id == wish.site_id)
    return (
        select(*names, here.choice).outerjoin(provider_choice, own).where(c.id.in_(offering), is_open()).order_by(c.id)
    )


def _origin(db: Connection, site_id: int, postcode: str, middles: Mapping[str, Point]) -> Origin:
    """The middle of the patient's postcode district where one is known, else the site."""
    near = district(postcode)
    if near in middles:
        return Origin(
            middles[near], "the patient", f"Distances are from the middle of {near}, where the patient lives."
        )
    c = site.c
    row = db.execute(select(c.name, c.latitude, c.longitude).where(c.id == site_id)).one()
    why = f"; the directory cannot place {near}" if near else ""
    return Origin(point(row.latitude, row.longitude), row.name, f"Distances are from {row.name}{why}.")


def _candidates(
    db: Connection, rows: Collection[Any], wish: Wish, origin: Origin, middles: Mapping[str, Point]
) -> list[Candidate]:
    ids = [row.id for row in rows]
    known, records, networks = offers(db, ids), measured(db, ids, wish.specialty), _networks(db, ids)
    taken = taken_this_month(db, ids, wish.specialty)
    return [
        Candidate(
            id=row.id,
            name=row.name,
            place=place(row.address, row.town, row.postcode),
            standing=Standing(row.standing),
            offers=tuple(offer for offer in known[row.id] if offer.specialty == wish.specialty),
            choice=Choice(row.choice) if row.choice else None,
            networks=networks.get(row.id, ()),
            interest=row.interest,
            km=_far(row, origin, middles),
            about=row.latitude is None,
            measured=records.get((row.id, wish.specialty), NOTHING),
            taken={funding: count for (provider_id, funding), count in taken.items() if provider_id == row.id},
        )
        for row in rows
    ]


def _far(row: Any, origin: Origin, middles: Mapping[str, Point]) -> float | None:
    there = point(row.latitude, row.longitude) or middles.get(district(row.postcode))
    return kilometres(origin.at, there) if origin.at and there else None


def _networks(db: Connection, provider_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    c = provider_network.c
    found: dict[int, tuple[str, ...]] = {}
    for row in db.execute(select(c.provider_id, c.network).where(c.provider_id.in_(provider_ids)).order_by(c.network)):
        found[row.provider_id] = (*found.get(row.provider_id, ()), row.network)
    return found
