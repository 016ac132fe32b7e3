"""What can be asked about the practices outside."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from core import clock
from core.access import Actor, Permission
from core.directory.model import Clinician, Contact, FoundProvider, Offer, Provider
from core.errors import NotFound
from core.field import folded
from core.work import reading
from data.find import found
from data.tables import clinician, provider_contact, provider_offer
from data.tables import provider as table


def find_providers(actor: Actor, typed: str, limit: int = 8) -> list[FoundProvider]:
    """Open providers with a word that begins with each typed one: those we deal with first, then by name."""
    actor.must(Permission.DIRECTORY_READ)
    asked, c = folded(typed), table.c
    wanted = select(c.id, c.name, c.address, c.town, c.postcode, c.email).where(found(table, asked.split()), _open())
    ranked = wanted.order_by(_familiar().desc(), c.search.startswith(asked, autoescape=True).desc(), c.search, c.id)
    with reading() as db:
        return [_found(row) for row in db.execute(ranked.limit(limit))]


def provider(actor: Actor, provider_id: int) -> Provider:
    """Everything known about one, open or closed."""
    actor.must(Permission.DIRECTORY_READ)
    with reading() as db:
        row = db.execute(select(table).where(table.c.id == provider_id)).mappings().one_or_none()
        if row is None:
            raise NotFound("There is no such practice in the directory.")
        parts = _clinicians(db, provider_id), _contacts(db, provider_id), _offers(db, provider_id)
    known = {name: row[name] for name in Provider.__slots__ if name in row}
    return Provider(**known, clinicians=parts[0], contacts=parts[1], offers=parts[2])


def site_clinicians(actor: Actor, site_id: int) -> list[Clinician]:
    """Who treats at one of our sites, by name."""
    actor.must(Permission.DIRECTORY_READ)
    with reading() as db:
        return [Clinician(*row) for row in db.execute(_people().where(clinician.c.site_id == site_id))]


def provider_name(db: Connection, provider_id: int | None) -> str:
    """How a provider is called; nothing for none."""
    return db.execute(select(table.c.name).where(table.c.id == provider_id)).scalar_one_or_none() or ""


def place(address: str, town: str, postcode: str) -> str:
    """Where it is, on one line: 81 South Ealing Road, London W5 4QR."""
    return ", ".join(part for part in (*address.splitlines(), f"{town} {postcode}".strip()) if part)


def _found(row: Any) -> FoundProvider:
    return FoundProvider(row.id, row.name, place(row.address, row.town, row.postcode), row.email)


def _open() -> ColumnElement[bool]:
    return table.c.closed_on.is_(None) | (table.c.closed_on > clock.now().date())


def _familiar() -> ColumnElement[bool]:
    """Those the group deals with: it has an address for them, or knows what they offer."""
    return or_(table.c.email != "", exists().where(provider_offer.c.provider_id == table.c.id))


def _people() -> Any:
    c = clinician.c
    return select(c.id, c.name, c.specialty, c.email).where(c.left_on.is_(None)).order_by(c.name)


def _clinicians(db: Connection, provider_id: int) -> tuple[Clinician, ...]:
    rows = db.execute(_people().where(clinician.c.provider_id == provider_id))
    return tuple(Clinician(*row) for row in rows)


def _contacts(db: Connection, provider_id: int) -> tuple[Contact, ...]:
    c = provider_contact.c
    rows = db.execute(
        select(c.purpose, c.name, c.channel, c.address).where(c.provider_id == provider_id).order_by(c.id)
    )
    return tuple(Contact(*row) for row in rows)


def _offers(db: Connection, provider_id: int) -> tuple[Offer, ...]:
    c = provider_offer.c
    rows = db.execute(select(c.specialty, c.funding, c.urgent).where(c.provider_id == provider_id).order_by(c.id))
    return tuple(Offer(*row) for row in rows)
