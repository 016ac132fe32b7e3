"""The directory as a list: filtered, a page at a time, with how many stand where."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal_column, select, tuple_

from core.access import Actor, Permission, at_my_sites
from core.directory.model import Choice
from core.directory.providers import is_open, offers, place
from core.directory.standing import Standing
from core.directory.terms import Offer
from core.field import folded
from core.work import reading
from data.find import found
from data.tables import provider, provider_choice, provider_network, provider_offer

PAGE = 50
ONBOARDED = "onboarded"
"""Stands for every standing but listed."""
_KNOWN = provider.c.standing != literal_column("'listed'")
"""In the words of the partial index, so that the list begins with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What the list is filtered by; empty means any. `standing` may be ONBOARDED, `after` is where a page ended."""

    typed: str = ""
    standing: str = ""
    specialty: str = ""
    network: str = ""
    choice: str = ""
    after: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One provider in the list; `choice` is what one of the asker's sites makes of it."""

    id: int
    name: str
    place: str
    standing: Standing
    standing_reason: str
    interest: str
    offers: tuple[Offer, ...]
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class Providers:
    """Rows by name, and where the next page begins (None on the last)."""

    rows: tuple[Listed, ...]
    next: tuple[str, int] | None


def providers(actor: Actor, sought: Sought, limit: int = PAGE) -> Providers:
    """A page of the directory."""
    actor.must(Permission.DIRECTORY_READ)
    c = provider.c
    names = (c.id, c.name, c.address, c.town, c.postcode, c.standing, c.standing_reason, c.interest)
    mine = select(func.max(provider_choice.c.choice)).where(_mine(actor)).scalar_subquery()
    wanted = select(*names, mine.label("choice")).where(*_fitting(actor, sought))
    if sought.after:
        wanted = wanted.where(tuple_(c.name, c.id) > tuple_(*sought.after))
    with reading() as db:
        rows = db.execute(wanted.order_by(c.name, c.id).limit(limit + 1)).all()
        known = offers(db, [row.id for row in rows[:limit]])
    listed = tuple(_listed(row, known.get(row.id, ())) for row in rows[:limit])
    return Providers(listed, (listed[-1].name, listed[-1].id) if len(rows) > limit else None)


def standings(actor: Actor) -> dict[Standing, int]:
    """How many of the open ones stand where, but for those that are only listed."""
    actor.must(Permission.DIRECTORY_READ)
    c = provider.c
    wanted = select(c.standing, func.count()).where(_KNOWN, is_open()).group_by(c.standing)
    with reading() as db:
        return {Standing(standing): count for standing, count in db.execute(wanted)}


def networks(actor: Actor) -> list[str]:
    """The insurance networks that are known, by name."""
    actor.must(Permission.DIRECTORY_READ)
    c = provider_network.c
    with reading() as db:
        return list(db.execute(select(c.network).distinct().order_by(c.network)).scalars())


def _fitting(actor: Actor, sought: Sought) -> list[ColumnElement[bool]]:
    c, offer, network = provider.c, provider_offer.c, provider_network.c
    asked: list[tuple[object, ColumnElement[bool]]] = [
        (sought.typed, found(provider, folded(sought.typed).split())),
        (sought.standing == ONBOARDED, _KNOWN),
        (sought.standing in set(Standing), c.standing == sought.standing),
        (sought.specialty, exists().where(offer.provider_id == c.id, offer.specialty == sought.specialty)),
        (sought.network, exists().where(network.provider_id == c.id, network.network == sought.network)),
        (sought.choice, exists().where(_mine(actor), provider_choice.c.choice == sought.choice)),
    ]
    return [is_open(), *(condition for given, condition in asked if given)]


def _mine(actor: Actor) -> ColumnElement[bool]:
    c = provider_choice.c
    return and_(c.provider_id == provider.c.id, at_my_sites(actor, c.site_id))


def _listed(row: Any, known: tuple[Offer, ...]) -> Listed:
    where, choice = place(row.address, row.town, row.postcode), Choice(row.choice) if row.choice else None
    return Listed(row.id, row.name, where, Standing(row.standing), row.standing_reason, row.interest, known, choice)
