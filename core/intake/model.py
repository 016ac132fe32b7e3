"""What arrives, as the rest of the house sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.document import Paper, Taken
from core.intake.reading import Found
from core.referral import Urgency
from core.spoken import Spoken


class CameBy(Spoken):
    """How it came; `how` is what a timeline says of it."""

    how: str

    def __new__(cls, value: str, label: str = "", how: str = "") -> "CameBy":
        """A member carries its own words."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.how = label, how
        return member

    LETTER = "letter", "Letter", "by letter"
    EMAIL = "email", "E-mail", "by e-mail"
    PHONE = "phone", "Telephone", "by telephone"
    WEB = "web", "Website", "through the website"
    WALK_IN = "walk_in", "Walk-in", "in person"
    ENQUIRY = "enquiry", "Enquiry form", "through the enquiry form"
    FORM = "form", "Referral form", "through the referral form"
    SMS = "sms", "Text message", "by text message"
    WHATSAPP = "whatsapp", "WhatsApp", "by WhatsApp"


class State(Spoken):
    """What became of it so far."""

    WAITING = "waiting", "Waiting"
    HELD = "held", "Held back"
    ASKED = "asked", "Asked for more"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"


class Held(Spoken):
    """Why something from a stranger is held back: a mark, and in a sentence what speaks against it."""

    why: str

    def __new__(cls, value: str, label: str = "", why: str = "") -> "Held":
        """A member carries its own words."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.why = label, why
        return member

    NOT_PROVEN = "not_proven", "Not proven", "Its browser did not show that a person sat in front of it."
    TRAP = "trap", "Machine", "It filled in a field that people do not see."
    HASTE = "haste", "Too fast", "It was sent sooner than anybody can type."
    AUTOMATIC = "automatic", "Sent by a machine", "A machine sent it, as far as can be told."
    FLOOD = "flood", "One of many", "Far more came within the hour than people send."


OPEN = (State.WAITING, State.HELD, State.ASKED)
PRESSING = (Urgency.SUSPECTED_CANCER, Urgency.URGENT)


@dataclass(frozen=True, slots=True)
class File:
    """One file of what arrives, looked at and on disk already."""

    taken: Taken
    kind: Paper


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a sender agreed to, in the words that stood there: a patient's channel, or `share` for a referral."""

    what: str
    wording: str
    agreed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """What a door hands in. With the same `key` the same thing arrives once; `note` says what could not be kept,
    `held` why a person looks at it before anything follows from it, `receipt` what its sender may refer to."""

    key: str
    site_id: int
    channel: CameBy
    text: str = ""
    said: Mapping[str, Found] = field(default_factory=dict)
    files: tuple[File, ...] = ()
    sender_name: str = ""
    sender_address: str = ""
    received_at: datetime | None = None
    note: str = ""
    receipt: str = ""
    held: Held | None = None
    agreed: tuple[Agreed, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """The arrival, and whether it is a new one."""

    id: int
    new: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One arrival in the list."""

    id: int
    headline: str
    sender_name: str
    channel: CameBy
    state: State
    urgency: Urgency
    specialty: str
    site: str
    zone: str
    owner: str
    received_at: datetime
    due_at: datetime
    settled_at: datetime | None
    reference: str
    held: Held | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """One arrival with its original. `said` is what was read, by the names of the form's fields."""

    id: int
    site_id: int
    site: str
    zone: str
    channel: CameBy
    state: State
    urgency: Urgency
    headline: str
    sender_name: str
    sender_address: str
    original: str
    said: Mapping[str, Found]
    provider_id: int | None
    patient_id: int | None
    owner_id: int | None
    owner: str
    received_at: datetime
    due_at: datetime
    reason: str
    answer: str
    referral_id: int | None
    reference: str
    settled_at: datetime | None
    receipt: str
    held: Held | None
    agreed: tuple[Agreed, ...]
    version: int

    @property
    def open(self) -> bool:
        """Whether somebody has still to decide."""
        return self.state in OPEN

    def value(self, name: str) -> str:
        """What was read for a field, or nothing."""
        return self.said[name].value if name in self.said else ""


def name_of(said: Mapping[str, Found]) -> str:
    """The patient as far as the original names them."""
    parts = (said[part].value for part in ("given_name", "family_name") if part in said)
    return " ".join(parts).strip()
