"""A patient's yes or no to one channel for one purpose, and how anybody knows of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.channel import Channel
from core.spoken import Spoken


class Purpose(Spoken):
    """What messages to a patient are for. Whoever refuses care by a channel refuses everything by it."""

    CARE = "care", "Their care"
    REMINDERS = "reminders", "Reminders"
    NEWS = "news", "News and surveys"


class Source(Spoken):
    """How it is known what a patient said."""

    DESK = "desk", "In person"
    PHONE = "phone", "By telephone"
    WRITING = "writing", "In writing"
    FORM = "form", "On a form of ours"
    PAGE = "page", "On their own page"
    FILE = "file", "In a file that was imported"
    STOP = "stop", "Answered STOP"
    START = "start", "Answered START"
    LINK = "link", "Used the link in a message"
    UNKNOWN = "unknown", "Before Baton kept it"


BY_STAFF = (Source.DESK, Source.PHONE, Source.WRITING)
"""How people at our sites hear of it."""
STOPS = frozenset({Source.STOP, Source.LINK})
"""What ends everything at once, and is taken back at once."""
Key = tuple[Channel, Purpose]


@dataclass(frozen=True, slots=True)
class Said:
    """How it was said: `wording` are the words that were shown, read out or written, `by` the actor who noted it."""

    source: Source
    wording: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands for one channel and purpose. `before` is what a STOP was said over, None for an answer that nobody
    had given."""

    given: bool
    source: Source
    wording: str
    said_at: datetime
    by: str
    before: dict[str, Any] | None = None
