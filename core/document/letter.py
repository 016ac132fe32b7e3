"""The letter that goes with a referral: both parties, the patient, what is asked and why, made from the record."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from core import clock, field, patient, referral
from core.access import Actor, Permission
from core.brand import Brand, brand
from core.document import party
from core.document.holder import must_add
from core.document.making import keep_made
from core.document.model import Document, Holder
from core.document.party import Party, day, lines, who
from core.document.press import Press, fitted, press
from core.document.queries import of
from core.errors import NotNow
from core.paper import Paper
from core.patient import Patient
from core.referral import Direction, Referral, Urgency
from core.work import reading

AGREED = "The patient agreed that both practices share what is needed for this referral."


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
    return fitted(partial(_set, told))


def _set(told: Told, size: float) -> Press:
    r, page = told.referral, press()
    title = f"Referral for {r.specialty.lower()}"
    page.begin(told.brand, f"{title}, {r.now.reference}", r.recorded_at, r.now.reference, size)
    page.letterhead(told.sender.name, (*told.sender.address, *told.sender.reach))
    page.address(lines(r.recipient_clinician, told.recipient.name, *told.recipient.address), _references(r))
    page.headline(f"{title}: {r.kind.label.lower()}", _pressing(r))
    page.paragraph(f"Dear {r.recipient_clinician or 'colleague'}")
    page.heading("Patient")
    page.facts(who(told.patient))
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
    here = r.now.from_site_id or r.now.site_id
    actor.must(Permission.REFERRAL_HANDLE, at=here)
    with reading() as db:
        group, (_, to) = brand(db), party.outside(db, referral_id)
    sender = party.site(actor, here)
    recipient = party.provider(actor, to) if to else party.site(actor, r.now.site_id)
    papers = (each for each in of(actor, Holder(referral_id=referral_id)) if each.kind is not Paper.LETTER)
    return Told(group, r, patient.one(actor, r.now.patient_id), sender, recipient, tuple(papers))


def _references(r: Referral) -> Iterable[tuple[str, str]]:
    yield "Date", day(r.written_on or clock.local(r.now.received_at, r.zone).date())
    yield "Our reference", r.now.reference
    yield "Your reference", r.their_reference


def _pressing(r: Referral) -> str:
    return "" if r.now.urgency is Urgency.ROUTINE else r.now.urgency.label


def _what(r: Referral) -> Iterable[tuple[str, str]]:
    yield "Teeth", ", ".join(f"{tooth} ({field.palmer(tooth)})" for tooth in r.teeth)
    yield "Urgency", r.now.urgency.label
    yield "Funding", " · ".join(lines(r.funding.label if r.funding else "", r.payer))
    yield "Additional needs", r.needs
    yield from r.answers


def _enclosed(document: Document) -> str:
    taken = f"taken {day(document.taken_on)}" if document.taken_on else ""
    return ", ".join(lines(document.title, taken)) or document.file_name
