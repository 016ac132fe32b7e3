"""Who a letter is from, who it is to, and whom it is about, as letters say it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from core import directory, field
from core.access import Actor
from core.channel import Channel
from core.patient import Patient
from data.tables import referral


@dataclass(frozen=True, slots=True)
class Party:
    """One side: a practice outside, a site of ours or a patient, and how to reach it."""

    name: str
    address: tuple[str, ...]
    reach: tuple[str, ...] = ()


def site(actor: Actor, site_id: int) -> Party:
    """One of our sites."""
    known = directory.site(actor, site_id)
    reach = field.phone_shown(known.phone) if known.phone else ""
    return Party(known.name, lines(known.address, spaced(known.town, known.postcode)), lines(reach, known.email))


def provider(actor: Actor, provider_id: int) -> Party:
    """A practice outside."""
    known = directory.provider(actor, provider_id)
    return Party(known.name, lines(known.address, spaced(known.town, known.postcode)))


def home(known: Patient) -> Party:
    """The patient, for who came without anybody's letter."""
    return Party(known.name, lines(known.address, spaced(known.town, known.postcode)))


def outside(db: Connection, referral_id: int) -> tuple[int | None, int | None]:
    """The practices outside that refer and that receive."""
    c = referral.c
    wanted = select(c.referrer_provider_id, c.recipient_provider_id).where(c.id == referral_id)
    referrer, recipient = db.execute(wanted).one()
    return referrer, recipient


def who(known: Patient) -> Iterable[tuple[str, str]]:
    """By what a practice tells this patient from any other, and how they are reached."""
    yield "Name", spaced(known.title, known.name)
    yield "Born", day(known.born_on) if known.born_on else ""
    yield "NHS number", field.nhs_shown(known.nhs_number) if known.nhs_number else ""
    yield "Address", ", ".join(lines(known.address.replace("\n", ", "), spaced(known.town, known.postcode)))
    phone = known.contact(Channel.PHONE)
    yield "Telephone", field.phone_shown(phone) if phone else ""
    yield "E-mail", known.contact(Channel.EMAIL)


def lines(*texts: str) -> tuple[str, ...]:
    """Those that say something."""
    return tuple(text for text in texts if text)


def spaced(*texts: str) -> str:
    """The same on one line."""
    return " ".join(lines(*texts))


def day(on: date) -> str:
    """24 November 2026."""
    return f"{on.day} {on:%B %Y}"
