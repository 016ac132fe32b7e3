"""What can be asked about the practices outside."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, exists, or_, select

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.directory.model import Choice, Clinician, FoundProvider, Provider
from core.directory.standing import Standing
from core.directory.terms import Contact, Offer, Urgency
from core.errors import NotFound
from core.field import folded
from core.work import reading
from data.find import found
from data.prepared import Prepared
from data.tables import clinician, provider_choice, provider_contact, provider_network, provider_offer
from data.tables import provider as table


def find_providers(actor: Actor, typed: str, limit: int = 8) -> list[FoundProvider]:
    """Open providers with a word that begins with each typed one: those we deal with first, then by name."""
    actor.must(Permission.DIRECTORY_READ)
    asked, c = folded(typed), table.c
    names = (c.id, c.name, c.address, c.town, c.postcode, c.email, c.standing)
    wanted = select(*names).where(found(table, asked.split()), is_open())
    ranked = wanted.order_by(
        c.standing.in_(Standing.relied_on()).desc(),
        _familiar().desc(),
        c.search.startswith(asked, autoescape=True).desc(),
        c.search,
        c.id,
    )
    with reading() as db:
        return [_found(row) for row in db.execute(ranked.limit(limit))]


def found_providers(typed: str) -> Select[tuple[int]]:
    """The ids of practices that typing finds, open or closed: to be joined with a scope."""
    return select(table.c.id).where(found(table, folded(typed).split()))


def provider(actor: Actor, provider_id: int) -> Provider:
    """Everything known about one, open or closed."""
    actor.must(Permission.DIRECTORY_READ)
    with reading() as db:
        row = db.execute(select(table).where(table.c.id == provider_id)).mappings().one_or_none()
        if row is None:
            raise NotFound("There is no such practice in the directory.")
        parts: dict[str, Any] = {
            "standing": Standing(row["standing"]),
            "clinicians": _clinicians(db, provider_id),
            "contacts": _contacts(db, provider_id),
            "offers": offers(db, [provider_id]).get(provider_id, ()),
            "networks": _networks(db, provider_id),
            "choices": _choices(db, actor, provider_id),
        }
    return Provider(**{name: row[name] for name in Provider.__slots__ if name in row} | parts)


def site_clinicians(actor: Actor, site_id: int) -> list[Clinician]:
    """Who treats at one of our sites, by name."""
    actor.must(Permission.DIRECTORY_READ)
    with reading() as db:
        return [Clinician(*row) for row in db.execute(_people().where(clinician.c.site_id == site_id))]


def provider_name(db: Connection, provider_id: int | None) -> str:
    """How a provider is called; nothing for none."""
    return (_NAME.only(db, id=provider_id) or "") if provider_id is not None else ""


_NAME = Prepared(select(table.c.name).where(table.c.id == bindparam("id")))


def place(address: str, town: str, postcode: str) -> str:
    """Where it is, on one line: 81 South Ealing Road, London W5 4QR."""
    return ", ".join(part for part in (*address.splitlines(), f"{town} {postcode}".strip()) if part)


def is_open() -> ColumnElement[bool]:
    """Those that have not closed."""
    return table.c.closed_on.is_(None) | (table.c.closed_on > clock.now().date())


def offers(db: Connection, provider_ids: Iterable[int]) -> dict[int, tuple[Offer, ...]]:
    """What each of these takes referrals for, in the order it was written down."""
    c = provider_offer.c
    names = (c.provider_id, c.specialty, c.funding, c.urgencies, c.wait_days, c.wait_on, c.capacity)
    found: dict[int, tuple[Offer, ...]] = {}
    for row in db.execute(select(*names).where(c.provider_id.in_(list(provider_ids))).order_by(c.id)):
        urgencies = tuple(Urgency(each) for each in row.urgencies)
        offer = Offer(row.specialty, row.funding, urgencies, row.wait_days, row.wait_on, row.capacity)
        found[row.provider_id] = (*found.get(row.provider_id, ()), offer)
    return found


def _found(row: Any) -> FoundProvider:
    hint = "Suspended" if row.standing == Standing.SUSPENDED else ""
    return FoundProvider(row.id, row.name, place(row.address, row.town, row.postcode), row.email, hint)


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


def _networks(db: Connection, provider_id: int) -> tuple[str, ...]:
    c = provider_network.c
    return tuple(db.execute(select(c.network).where(c.provider_id == provider_id).order_by(c.network)).scalars())


def _choices(db: Connection, actor: Actor, provider_id: int) -> dict[int, Choice]:
    c = provider_choice.c
    mine = c.provider_id == provider_id, at_my_sites(actor, c.site_id)
    return {row.site_id: Choice(row.choice) for row in db.execute(select(c.site_id, c.choice).where(*mine))}
