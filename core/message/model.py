"""Messages as the rest of the house sees them: in a list, one with what became of it, and what a list is asked for."""

from dataclasses import dataclass
from datetime import datetime

from core.channel import BY_NUMBER, Channel, within
from core.field import phone_shown


def place_shown(channel: str, address: str) -> str:
    """A number as it is dialled; a telephone that shows messages has no address that anybody could use."""
    if channel == Channel.APP and address:
        return "their telephone"
    return phone_shown(address) if channel in BY_NUMBER else address


@dataclass(frozen=True, slots=True)
class Line:
    """A message in a list. `outcome` says in words why it waits again, died or is in doubt; `instead_of` is the channel
    of the message that it stands in for, and `because` what became of that one; `author` the person who wrote it."""

    id: int
    subject: str
    subject_id: int
    site_id: int | None
    site: str
    zone: str
    patient: str
    audience: str
    to_name: str
    to_address: str
    headline: str
    template: str
    state: str
    outcome: str
    copy: bool
    attempts: int
    created_at: datetime
    due_at: datetime
    settled_at: datetime | None
    channel: str
    confirmed_at: datetime | None
    instead_of: str
    because: str
    author: str

    @property
    def place(self) -> str:
        """Where it goes, as people read it."""
        return place_shown(self.channel, self.to_address)

    @property
    def stands_in(self) -> str:
        """SMS instead of e-mail, where it stands in for a message that failed."""
        if not self.instead_of:
            return ""
        return f"{Channel(self.channel).label} instead of {within(Channel(self.instead_of).label)}"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to carry it."""

    started_at: datetime
    ended_at: datetime | None
    carrier: str
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A document that goes along, as it is called and how large it is."""

    id: int
    called: str
    size: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what left, or will leave. Without the right to clinical notes a clinical text is withheld, and without
    the right to figures what tells them."""

    line: Line
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    calendar: str
    edition_id: int | None
    withheld: bool
    attempts: tuple[Attempt, ...]
    enclosed: tuple[Enclosure, ...]
    chain: tuple[Line, ...]
    """All that was tried one after the other, this one among them; empty where it was the only one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What to look for; `typed` is a patient's name or a referral's reference."""

    state: str = ""
    audience: str = ""
    site_id: int | None = None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first; `before` asks for the next page and is None on the last one."""

    lines: list[Line]
    before: int | None
