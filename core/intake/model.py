"""What arrives, as the rest of the house sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.document import Paper, Taken
from core.intake.reading import Found
from core.referral import Urgency
from core.spoken import Spoken


class Channel(Spoken):
    """How it came; `how` is what a timeline says of it."""

    how: str

    def __new__(cls, value: str, label: str = "", how: str = "") -> "Channel":
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


class State(Spoken):
    """What became of it so far."""

    WAITING = "waiting", "Waiting"
    ASKED = "asked", "Asked for more"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"


OPEN = (State.WAITING, State.ASKED)
PRESSING = (Urgency.SUSPECTED_CANCER, Urgency.URGENT)


@dataclass(frozen=True, slots=True)
class File:
    """One file of what arrives, looked at and on disk already."""

    taken: Taken
    kind: Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """What a door hands in. With the same `key` the same thing arrives once; `note` says what could not be kept."""

    key: str
    site_id: int
    channel: Channel
    text: str = ""
    said: Mapping[str, Found] = field(default_factory=dict)
    files: tuple[File, ...] = ()
    sender_name: str = ""
    sender_address: str = ""
    received_at: datetime | None = None
    note: str = ""


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
    channel: Channel
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


@dataclass(frozen=True, slots=True)
class Arrival:
    """One arrival with its original. `said` is what was read, by the names of the form's fields."""

    id: int
    site_id: int
    site: str
    zone: str
    channel: Channel
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
