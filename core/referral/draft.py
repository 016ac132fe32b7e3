"""What a form, the API or an import hands in before there is a referral."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from core import clock, field
from core.errors import Lacking, Refusal
from core.patient import NewPatient
from core.referral.stage import Direction
from core.referral.words import Funding, Request, Source, Urgency

AHEAD = timedelta(minutes=5)
"""How far a wall clock of a sender may run before ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One request. `site_id` works on it: the sender outbound, else the receiver; `from_site_id` only internally."""

    direction: Direction
    site_id: int | None
    specialty: str
    reason: str
    from_site_id: int | None = None
    patient_id: int | None = None
    new_patient: NewPatient | None = None
    source: Source = Source.PROVIDER
    referrer_provider_id: int | None = None
    referrer_clinician_id: int | None = None
    recipient_provider_id: int | None = None
    recipient_clinician_id: int | None = None
    kind: Request = Request.TREAT
    urgency: Urgency = Urgency.ROUTINE
    teeth: str = ""
    funding: Funding | None = None
    payer: str = ""
    needs: str = ""
    may_share: bool = True
    their_reference: str = ""
    written_on: date | None = None
    received_at: datetime | None = None
    owner_id: int | None = None
    duplicate_reason: str = ""

    def check(self) -> None:
        """Refuse with a sentence for each field that is missing or wrong."""
        wrong = {**self._missing(), **self._parties(), **self._wrong()}
        if self.new_patient is not None and self.patient_id is None:
            try:
                self.new_patient.check()
            except Lacking as lacking:
                wrong = {**lacking.fields, **wrong}
        if wrong:
            raise Lacking(wrong)

    def _missing(self) -> dict[str, str]:
        asked = {
            "patient": (self.patient_id or self.new_patient, "Choose the patient, or add a new one."),
            "site": (self.site_id, "Choose the site."),
            "specialty": (self.specialty, "Choose what the patient is referred for."),
            "reason": (self.reason.strip(), "Say in a few words why the patient is referred."),
            "may_share": (
                self.may_share,
                "Ask the patient: without their agreement the practices may not share this.",
            ),
        }
        return {name: sentence for name, (given, sentence) in asked.items() if not given}

    def _parties(self) -> dict[str, str]:
        if self.direction is Direction.OUTBOUND and not self.recipient_provider_id:
            return {"recipient": "Choose the practice to refer to."}
        if self.direction is Direction.INBOUND and self.source is Source.PROVIDER and not self.referrer_provider_id:
            return {"referrer": "Choose the practice that referred the patient."}
        if self.direction is Direction.INTERNAL and not self.from_site_id:
            return {"from_site": "Choose the site that refers."}
        if self.direction is Direction.INTERNAL and self.from_site_id == self.site_id:
            return {"site": "An internal referral goes to another site. Choose a different one."}
        return {}

    def _wrong(self) -> dict[str, str]:
        wrong, now = {}, clock.now()
        for name, tidy in _TIDY.items():
            try:
                tidy(getattr(self, name))
            except Refusal as sentence:
                wrong[name] = str(sentence)
        if self.received_at and self.received_at > now + AHEAD:
            wrong["received"] = "The day it was received lies in the future."
        if self.written_on and self.written_on > (now + timedelta(days=1)).date():
            wrong["written"] = "The letter's date lies in the future."
        return wrong


_TIDY: dict[str, Callable[[str], object]] = {
    "reason": field.paragraph,
    "teeth": field.teeth,
    "payer": partial(field.line, most=80, what="The payer"),
    "needs": partial(field.line, what="The additional needs"),
    "their_reference": partial(field.line, most=60, what="Their reference"),
    "duplicate_reason": field.paragraph,
}
