"""What is agreed with a provider: services and their terms, networks, contacts, a stake of ours, a note."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from core import field
from core.access import Actor
from core.audit import About, Kind, record
from core.directory.drafts import Place, search_text
from core.directory.onboarding import changing
from core.directory.specialties import Specialty
from core.directory.standing import Standing, may_write
from core.directory.terms import Contact, Offer
from core.errors import Duplicate, NotAllowed, NotFound, NotNow
from data.insert import put
from data.tables import clinician, provider, provider_contact, provider_network, provider_offer

MOST_NETWORKS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """`interest` says in words what stake the group or one of its clinicians has in the practice; empty: none."""

    email: str = ""
    networks: tuple[str, ...] = ()
    interest: str = ""
    note: str = ""

    def checked(self) -> dict[str, Any]:
        """The values to keep; Lacking with a sentence for each field that is wrong."""
        return field.gathered(
            email=lambda: field.email(self.email) if self.email.strip() else "",
            networks=lambda: _networks(self.networks),
            interest=lambda: field.paragraph(self.interest, most=400, what="The interest"),
            note=lambda: field.paragraph(self.note, most=2000, what="The note"),
        )


def describe_provider(actor: Actor, provider_id: int, version: int, details: Details) -> None:
    """Its address for mail, networks, interest and note."""
    values = details.checked()
    networks = values.pop("networks")
    with _writing(actor, provider_id, version, "details") as (db, row):
        db.execute(update(provider).where(provider.c.id == row.id).values(**values))
        db.execute(delete(provider_network).where(provider_network.c.provider_id == row.id))
        if networks:
            db.execute(insert(provider_network), [{"provider_id": row.id, "network": name} for name in networks])


def correct_provider(actor: Actor, provider_id: int, version: int, place: Place) -> None:
    """The name and place of one that we added ourselves; the national list keeps those of the others."""
    values = place.checked()
    with _writing(actor, provider_id, version, "name and address") as (db, row):
        if row.ods_code:
            raise NotNow(
                "The national list keeps this practice’s name and address. It is brought up to date from there."
            )
        here = clinician.c.provider_id == row.id, clinician.c.left_on.is_(None)
        people = db.execute(select(clinician.c.name).where(*here).order_by(clinician.c.id)).scalars()
        values["search"] = search_text(values["name"], values["address"], values["town"], values["postcode"], *people)
        if values["postcode"] != row.postcode:
            values |= {"latitude": None, "longitude": None}
        db.execute(update(provider).where(provider.c.id == row.id).values(**values))


def set_offer(
    actor: Actor, provider_id: int, version: int, offer: Offer, instead: tuple[str, str] | None = None
) -> None:
    """A service it offers, new or changed; `instead` is the specialty and funding of the one that this replaces."""
    values = offer.checked()
    with _writing(actor, provider_id, version, _service(offer)) as (db, row):
        key = (values["specialty"], values["funding"])
        if instead is not None and instead != key:
            _drop_offer(db, row.id, *instead)
        if instead != key and db.execute(select(provider_offer.c.id).where(*_offer(row.id, *key))).first():
            raise Duplicate("This service with this funding is there already. Change that one instead.")
        put(db, provider_offer, "provider_id", "specialty", "funding", provider_id=row.id, **values)


def drop_offer(actor: Actor, provider_id: int, version: int, specialty: str, funding: str) -> None:
    """A service it offers no more."""
    with _writing(actor, provider_id, version, "services") as (db, row):
        _drop_offer(db, row.id, specialty, funding)


def add_contact(actor: Actor, provider_id: int, version: int, contact: Contact) -> None:
    """Whom to reach there, and for what."""
    values = contact.checked()
    with _writing(actor, provider_id, version, "contacts") as (db, row):
        db.execute(insert(provider_contact).values(provider_id=row.id, **values))


def drop_contact(actor: Actor, provider_id: int, version: int, contact: Contact) -> None:
    """A contact that is of no use any more."""
    with _writing(actor, provider_id, version, "contacts") as (db, row):
        c = provider_contact.c
        same = [c[name] == getattr(contact, name) for name in ("purpose", "name", "channel", "address")]
        if not db.execute(delete(provider_contact).where(c.provider_id == row.id, *same)).rowcount:
            raise NotFound("There is no such contact.")


@contextmanager
def _writing(actor: Actor, provider_id: int, version: int, what: str) -> Iterator[tuple[Connection, Any]]:
    """`changing`, for whoever may write the details of one that stands so; told as what was changed."""
    with changing(actor, provider_id, version) as (db, row):
        standing = Standing(row.standing)
        if not may_write(actor, standing):
            raise NotAllowed(_closed_to(standing))
        yield db, row
        record(db, actor, Kind.PROVIDER_CHANGED, About("provider", row.id), {}, what=what)


def _closed_to(standing: Standing) -> str:
    if standing is Standing.LISTED:
        return "Begin onboarding first; coordinators and managers write down what is agreed while it is a draft."
    return "Only an operator or administrator changes what was approved. Ask one of them."


def _offer(provider_id: int, specialty: str, funding: str) -> tuple[Any, ...]:
    c = provider_offer.c
    return c.provider_id == provider_id, c.specialty == specialty, c.funding == funding


def _drop_offer(db: Connection, provider_id: int, specialty: str, funding: str) -> None:
    if not db.execute(delete(provider_offer).where(*_offer(provider_id, specialty, funding))).rowcount:
        raise NotFound("This practice does not offer that service any more.")


def _service(offer: Offer) -> str:
    return f"terms of {Specialty(offer.specialty).label}"


def _networks(names: tuple[str, ...]) -> list[str]:
    """Each once, however it is capitalised."""
    several = [field.line(name, most=60, what="A network") for name in names[:MOST_NETWORKS]]
    return list({name.casefold(): name for name in several if name}.values())
