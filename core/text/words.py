"""The words that a text may speak of: what each means, who may be told it, and where it is always known."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, time

from core.language import When, Word
from core.spoken import Spoken


class Audience(Spoken):
    """Whom a text is for."""

    PATIENT = "patient", "Patient"
    REFERRER = "referrer", "Referrer"
    RECIPIENT = "recipient", "Receiving practice"
    STAFF = "staff", "Staff"

    @property
    def whom(self) -> str:
        """Within a sentence: the patient."""
        return "colleagues" if self is Audience.STAFF else f"the {self.label.lower()}"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word of the closed list. `sample` stands for it where nothing real does; `clinical` is seen again only by who
    may read clinical notes. A mail to colleagues names no patient, and one to a patient nothing about their health."""

    label: str
    sample: Word
    clinical: bool = False
    patient: bool = False
    staff: bool = False


_VISIT, _HOUR = date(2026, 11, 24), time(14, 30)

WORDS: Mapping[str, Meaning] = {
    "dear": Meaning("How they are addressed", "Mrs Whittaker", patient=True, staff=True),
    "patient": Meaning("Patient’s name", "Rosalind Whittaker", patient=True),
    "born": Meaning("Date of birth", When(date(1961, 5, 23), whole=True)),
    "date": Meaning("Day and time of the visit", When(_VISIT, _HOUR), patient=True),
    "day": Meaning("Day of the visit", When(_VISIT), patient=True),
    "site": Meaning("Our practice", "Harbour Dental Leeds", patient=True, staff=True),
    "site_phone": Meaning("Our telephone", "0113 496 0123", patient=True, staff=True),
    "site_address": Meaning("Our address", "12 Park Row, Leeds, LS1 5HD", patient=True, staff=True),
    "from_site": Meaning("Our practice that refers", "Harbour Dental York", patient=True, staff=True),
    "group": Meaning("Our group", "Harbour Dental Group", patient=True, staff=True),
    "referrer": Meaning("Who refers", "Dr Amara Nwosu", patient=True),
    "recipient": Meaning("Where it goes", "Aire Valley Oral Surgery", patient=True),
    "elsewhere": Meaning("Where it is redirected", "Wharfe Endodontics", patient=True),
    "who": Meaning("Who answers", "Rosalind Whittaker", patient=True),
    "reference": Meaning("Our reference", "B-2026-000123-K", patient=True, staff=True),
    "their_reference": Meaning("Their reference", "PD/4471"),
    "specialty": Meaning("Specialty", "Oral surgery"),
    "request": Meaning("What is asked for", "evaluate and treat"),
    "source": Meaning("Source", "Dental practice"),
    "urgency": Meaning("Urgency", "Soon", staff=True),
    "until": Meaning("Until when", "14 December 2026", staff=True),
    "cause": Meaning("Reason for the step", "The patient asked for another practice"),
    "comment": Meaning("Comment", "Please send the radiograph of last week.", clinical=True),
    "reason": Meaning("Reason for referral", "Impacted lower third molar, recurrent pain.", clinical=True),
    "teeth": Meaning("Teeth", "38, 48", clinical=True),
    "answers": Meaning("Answers to what a service asks", "Allergies: none known", clinical=True),
    "summary": Meaning("Summary of the treatment", "38 removed under local anaesthetic.", clinical=True),
    "diagnosis": Meaning("Diagnosis", "Pericoronitis 38", clinical=True),
    "findings": Meaning("Findings", "Swelling distal of 38.", clinical=True),
    "treatment": Meaning("Treatment", "Surgical removal of 38.", clinical=True),
    "recommendations": Meaning("Recommendations", "Review in six weeks.", clinical=True),
    "corrected": Meaning("What a correction changes", "The tooth was 38, not 48.", clinical=True),
    "signed_by": Meaning("Who signed", "Ben Okafor"),
    "recall": Meaning("Next recall", When(date(2027, 5, 24))),
    "code": Meaning("Code to sign in with", "493022"),
    "title": Meaning("Title of the report", "Leeds in November 2026", staff=True),
    "what": Meaning("What it is about", "Answer is two days late", staff=True),
    "count": Meaning("How many", "3", staff=True),
}
"""Everything that a text may speak of."""
VARIABLES: frozenset[str] = frozenset(WORDS)
CLINICAL = frozenset(name for name, word in WORDS.items() if word.clinical)

_ALERT = frozenset({"what", "count", "title", "code"})
_HERE = frozenset({"dear", "site", "group"})
_REFERRAL = _HERE | {"patient", "reference", "specialty", "request", "source", "urgency"}
_TOLD = frozenset({"cause", "comment", "site_phone", "site_address"})
ABOUT: Mapping[str, tuple[Set[str], Set[str]]] = {
    "referral": (_REFERRAL, VARIABLES - _REFERRAL - _ALERT),
    "arrival": (_HERE | {"patient", "referrer", "urgency"}, _TOLD | {"reference", "until"}),
    "alert": (frozenset({"dear", "group", "what", "reference", "site", "count"}), frozenset()),
    "alerts": (frozenset({"dear", "group", "count"}), frozenset()),
    "sign_in": (frozenset({"dear", "group", "code"}), frozenset()),
    "edition": (frozenset({"dear", "group", "title", "what"}), frozenset({"until"})),
}
"""What is always known of the thing that a text is about, and what may be."""


def told_to(audience: str) -> Set[str]:
    """What may be said to this audience at all."""
    if audience == Audience.PATIENT:
        return {name for name, word in WORDS.items() if word.patient}
    if audience == Audience.STAFF:
        return {name for name, word in WORDS.items() if word.staff}
    return VARIABLES
