"""What a form, the API or an import hands in before there is a referral."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as standing
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from core import clock, field
from core.errors import Lacking, Refusal
from core.patient import NewPatient
from core.referral import custom as own
from core.referral import needed
from core.referral.stage import Direction
from core.referral.words import Funding, Request, Source, Urgency

AHEAD = timedelta(minutes=5)
"""How far a wall clock of a sender may run before ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One request. `site_id` works on it: the sender outbound, else the receiver; `from_site_id` only internally.

    `answers` are to what the receiving service asks, by the id of each question, `custom` to what the group asks in its
    own fields, by the id of each field; `papers` are the kinds of documents
    that go along; `on_record` is what is to be added to the record of a patient who is known, where it is empty.
    """

    direction: Direction
    site_id: int | None
    specialty: str
    reason: str
    from_site_id: int | None = None
    patient_id: int | None = None
    new_patient: NewPatient | None = None
    source: Source = Source.PROVIDER
    campaign_id: int | None = None
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
    answers: Mapping[str, str] = standing(default_factory=dict)
    custom: Mapping[str, str] = standing(default_factory=dict)
    papers: frozenset[str] = frozenset()
    on_record: Mapping[str, Any] = standing(default_factory=dict)
    onward_from_id: int | None = None

    @property
    def service(self) -> tuple[int | None, int | None]:
        """Where it goes, as far as it is chosen: a practice outside, or one of our sites."""
        outbound = self.direction is Direction.OUTBOUND
        return (self.recipient_provider_id, None) if outbound else (None, self.site_id)

    def check(self, asked: needed.Asking = (), known: frozenset[str] = frozenset(), fields: own.Asking = ()) -> None:
        """Refuse with a sentence for each field that is missing or wrong. See `missing`."""
        wrong = {
            **self._new_patient(),
            **self.missing(asked, known, fields),
            **self._wrong(),
            **needed.wrong(asked, self.answers),
            **own.wrong(fields, self.custom),
        }
        if wrong:
            raise Lacking(wrong)

    def missing(
        self, asked: needed.Asking = (), known: frozenset[str] = frozenset(), fields: own.Asking = ()
    ) -> dict[str, str]:
        """A sentence for each field that has to be filled in yet; `asked` is what the receiving service asks for,
        `known` what of it stands in the patient's record, `fields` are those that the group asks for."""
        lacking = {**self._missing(), **self._parties(), **own.missing(fields, self.custom)}
        return lacking | needed.missing(asked, self._given(known), self.answers, set(self.papers))

    def _given(self, known: frozenset[str]) -> dict[str, Any]:
        """What of the fields that a service can ask for is filled in."""
        new = self.new_patient if self.patient_id is None else None
        about = {name: name in known or self.on_record.get(name) for name in needed.ON_RECORD}
        about |= {name: getattr(new, name) for name in needed.ON_RECORD} if new else {}
        own = {"written": self.written_on, "referrer_clinician": self.referrer_clinician_id, "funding": self.funding}
        texts = {name: getattr(self, name).strip() for name in ("teeth", "payer", "needs", "their_reference")}
        return {**about, **own, **texts}

    def _new_patient(self) -> dict[str, str]:
        if self.new_patient is not None and self.patient_id is None:
            try:
                self.new_patient.check()
            except Lacking as lacking:
                return lacking.fields
        return {}

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
