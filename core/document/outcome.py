"""The letter that answers a referral: what was found and done and what is advised, made from the signed report."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from core import clock, patient, referral
from core.access import Actor, Permission
from core.brand import Brand, brand
from core.document import party
from core.document.holder import must_add
from core.document.making import keep_made
from core.document.model import Holder
from core.document.party import Party, day, lines, who
from core.document.press import Press, fitted, press
from core.errors import NotAllowed, NotNow
from core.paper import Paper
from core.patient import Patient
from core.referral import Direction, Referral, Report
from core.work import reading


@dataclass(frozen=True, slots=True)
class Told:
    """Everything the letter says."""

    brand: Brand
    referral: Referral
    report: Report
    patient: Patient
    sender: Party
    recipient: Party


def make_outcome(actor: Actor, referral_id: int) -> int:
    """Keep the report as a document of the referral, as a newer version where one was made before; its id."""
    must_add(actor, Holder(referral_id=referral_id))
    told = _told(actor, referral_id)
    content = fitted(partial(_set, told))
    return keep_made(actor, referral_id, Paper.REPORT, content, f"Report {told.referral.now.reference}.pdf")


def _told(actor: Actor, referral_id: int) -> Told:
    r = referral.one(actor, referral_id)
    if r.now.direction is Direction.OUTBOUND:
        raise NotNow("The practice that treats writes this report. Add it here when it has come.")
    actor.must(Permission.REFERRAL_HANDLE, at=r.now.site_id)
    report = next((each for each in r.reports if each.kind == "final"), None)
    if report is None:
        raise NotNow("There is no signed report yet. Send the report first, then it can be printed.")
    if not report.readable:
        raise NotAllowed("Only people who may read clinical notes make this letter.")
    known = patient.one(actor, r.now.patient_id)
    with reading() as db:
        group, (referrer, _) = brand(db), party.outside(db, referral_id)
    inside = party.site(actor, r.now.from_site_id) if r.now.from_site_id else party.home(known)
    recipient = party.provider(actor, referrer) if referrer else inside
    return Told(group, r, report, known, party.site(actor, r.now.site_id), recipient)


def _set(told: Told, size: float) -> Press:
    r, report, page = told.referral, told.report, press()
    title = f"Report on {r.specialty.lower()}"
    page.begin(told.brand, f"{title}, {r.now.reference}", report.written_at, r.now.reference, size)
    page.letterhead(told.sender.name, (*told.sender.address, *told.sender.reach))
    page.address(lines(r.referrer_clinician, told.recipient.name, *told.recipient.address), _references(told))
    page.headline(title)
    page.paragraph(f"Dear {r.referrer_clinician or _dear(told)}")
    page.paragraph(_thanks(told))
    page.heading("Patient")
    page.facts(who(told.patient))
    for heading, text in _found(report):
        if text:
            page.heading(heading)
            page.paragraph(text)
    page.facts((("Seen on", _seen(r)), ("Next recall", day(report.recall_on) if report.recall_on else "")))
    page.signature(report.signed_by or "Clinician", told.sender.name)
    return page


def _references(told: Told) -> Iterable[tuple[str, str]]:
    r = told.referral
    yield "Date", day(clock.local(told.report.written_at, r.zone).date())
    yield "Our reference", r.now.reference
    yield "Your reference", r.their_reference


def _dear(told: Told) -> str:
    return told.recipient.name if told.recipient.name == told.patient.name else "colleague"


def _thanks(told: Told) -> str:
    came = day(clock.local(told.referral.now.received_at, told.referral.zone).date())
    if told.recipient.name == told.patient.name:
        return f"Thank you for coming to us. This is what we found and did since you wrote on {came}."
    return f"Thank you for referring this patient, which reached us on {came}. This is what we found and did."


def _found(report: Report) -> Iterable[tuple[str, str]]:
    yield "Found and done", report.summary
    yield "Diagnosis", report.diagnosis
    yield "Findings", report.findings
    yield "What was done", report.treatment
    yield "Recommendations", report.recommendations


def _seen(r: Referral) -> str:
    attended = sorted(clock.local(each.starts_at, r.zone).date() for each in r.visits if each.state == "attended")
    return ", ".join(day(on) for on in attended)
