"""The letter that goes with a referral: both parties, the patient, what is asked and why, made from the record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from core import clock, directory, field, patient, referral
from core.access import Actor
from core.brand import Brand, brand
from core.document.holder import must_add
from core.document.making import keep_made
from core.document.model import Document, Holder
from core.document.press import SIZE, TIGHTER, Press, press
from core.document.queries import of
from core.errors import NotNow
from core.paper import Paper
from core.patient import Channel, Patient
from core.referral import Direction, Referral, Urgency
from core.work import reading
from data.tables import referral as table

AGREED = "The patient agreed that both practices share what is needed for this referral."


@dataclass(frozen=True, slots=True)
class Party:
    """One side: a practice outside or a site of ours, and how to reach it."""

    name: str
    address: tuple[str, ...]
    reach: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Everything a letter says."""

    brand: Brand
    referral: Referral
    patient: Patient
    sender: Party
    recipient: Party
    enclosed: tuple[Document, ...]


def make_letter(actor: Actor, referral_id: int) -> int:
    """Keep the referral letter as a document of the referral, as a newer version where one was made before; its id."""
    must_add(actor, Holder(referral_id=referral_id))
    told = _told(actor, referral_id)
    return keep_made(actor, referral_id, Paper.LETTER, letter(told), f"Referral {told.referral.now.reference}.pdf")


def letter(told: Told) -> bytes:
    """The letter on one page where it fits; the same record gives the same bytes."""
    page = _set(told, SIZE)
    if page.pages_count > 1 and (tighter := _set(told, TIGHTER)).pages_count == 1:
        page = tighter
    return page.printed()


def _set(told: Told, size: float) -> Press:
    r, page = told.referral, press()
    title = f"Referral for {r.specialty.lower()}"
    page.begin(told.brand, f"{title}, {r.now.reference}", r.recorded_at, r.now.reference, size)
    page.letterhead(told.sender.name, (*told.sender.address, *told.sender.reach))
    page.address(_lines(r.recipient_clinician, told.recipient.name, *told.recipient.address), _references(r))
    page.headline(f"{title}: {r.kind.label.lower()}", _pressing(r))
    page.paragraph(f"Dear {r.recipient_clinician or 'colleague'}")
    page.heading("Patient")
    page.facts(_who(told.patient))
    page.heading("Why the patient is referred")
    page.paragraph(r.reason)
    page.facts(_what(r))
    if told.enclosed:
        page.heading("Enclosed")
        page.facts((each.kind.label, _enclosed(each)) for each in told.enclosed)
    page.paragraph(
        "The patient agreed that both practices share what is needed for this referral." if r.may_share else ""
    )
    page.paragraph("Thank you for seeing this patient. Please let us know what you find and what was done.")
    page.signature(r.referrer_clinician or "Referring clinician", told.sender.name)
    return page


def _told(actor: Actor, referral_id: int) -> Told:
    r = referral.one(actor, referral_id)
    if r.now.direction is Direction.INBOUND:
        raise NotNow("The practice that refers writes this letter. Add it here when it has come.")
    with reading() as db:
        group = brand(db)
        to = db.execute(select(table.c.recipient_provider_id).where(table.c.id == referral_id)).scalar_one()
    sender = _site(actor, r.now.from_site_id or r.now.site_id)
    recipient = _provider(actor, to) if to else _site(actor, r.now.site_id)
    papers = (each for each in of(actor, Holder(referral_id=referral_id)) if each.kind is not Paper.LETTER)
    return Told(group, r, patient.one(actor, r.now.patient_id), sender, recipient, tuple(papers))


def _site(actor: Actor, site_id: int) -> Party:
    known = directory.site(actor, site_id)
    return Party(known.name, _lines(known.address, _town(known.town, known.postcode)), _reach(known.phone, known.email))


def _provider(actor: Actor, provider_id: int) -> Party:
    known = directory.provider(actor, provider_id)
    place = _lines(known.address, _town(known.town, known.postcode))
    return Party(known.name, place, _reach(known.phone, known.email))


def _town(town: str, postcode: str) -> str:
    return " ".join(part for part in (town, postcode) if part)


def _reach(phone: str, email: str) -> tuple[str, ...]:
    return _lines(field.phone_shown(phone) if phone else "", email)


def _lines(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _references(r: Referral) -> Iterable[tuple[str, str]]:
    sent = r.written_on or clock.local(r.now.received_at, r.zone).date()
    yield "Date", _day(sent)
    yield "Our reference", r.now.reference
    if r.their_reference:
        yield "Your reference", r.their_reference


def _pressing(r: Referral) -> str:
    return "" if r.now.urgency is Urgency.ROUTINE else r.now.urgency.label


def _who(known: Patient) -> Iterable[tuple[str, str]]:
    yield "Name", " ".join(part for part in (known.title, known.name) if part)
    yield "Born", _day(known.born_on) if known.born_on else ""
    yield "NHS number", field.nhs_shown(known.nhs_number) if known.nhs_number else ""
    yield "Address", ", ".join(_lines(known.address.replace("\n", ", "), _town(known.town, known.postcode)))
    phone = known.contact(Channel.PHONE)
    yield "Telephone", field.phone_shown(phone) if phone else ""
    yield "E-mail", known.contact(Channel.EMAIL)


def _what(r: Referral) -> Iterable[tuple[str, str]]:
    yield "Teeth", ", ".join(f"{tooth} ({field.palmer(tooth)})" for tooth in r.teeth)
    yield "Urgency", r.now.urgency.label
    yield "Funding", " · ".join(_lines(r.funding.label if r.funding else "", r.payer))
    yield "Additional needs", r.needs
    yield from r.answers


def _enclosed(document: Document) -> str:
    taken = f"taken {_day(document.taken_on)}" if document.taken_on else ""
    return ", ".join(_lines(document.title, taken)) or document.file_name


def _day(on: date | datetime) -> str:
    return f"{on.day} {on:%B %Y}"
