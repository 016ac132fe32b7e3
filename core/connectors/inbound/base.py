"""What every inbox is: something that brings what came in, one after the other, and marks what was noted."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core import field
from core.channel import Channel
from core.connectors.base import Connector, Field
from core.conversation import Heard, read_mail

YES, NO = "Yes", "No"
LARGEST = 30 * 2**20
"""Of what is larger only the beginning is read."""
BEGINNING = 2**20
TOO_LARGE = "It is larger than 30 MB, so only its beginning was read. The whole is in the mailbox."
ADDRESS = Field(
    "address",
    "Address of the mailbox",
    "Where people answer to, such as replies@example.org.",
    checked=field.email,
)
PLUS = Field(
    "plus",
    "Takes replies+anything@",
    "Most mailboxes do. Then each message has an address of its own, and an answer to it is never mistaken.",
    choices=(YES, NO),
    default=YES,
)


@dataclass(frozen=True, slots=True)
class Brought:
    """One thing that came in: its bytes, when it came, and how far the inbox has been read with it; `ref` is what the
    inbox calls it, `whole` whether its bytes are all there are."""

    ref: str
    content: bytes
    came_at: datetime
    position: str = ""
    whole: bool = True


class Inbox(Connector):
    """Opened for a round. What came before `since` is left alone, and nothing is ever deleted."""

    inbound = True
    place: ClassVar[tuple[str, ...]]
    """The fields that say which inbox it is: where one changes it is another, and read from now on."""

    def __init__(self, values: Mapping[str, str], name: str = "") -> None:
        super().__init__(values)
        self.name = name

    @classmethod
    def answers_to(cls, values: Mapping[str, str]) -> str:
        """For e-mails where people answer to, with a plus where each message may have an address of its own."""
        address = values.get("address", "")
        return address.replace("@", "+@") if values.get("plus") == YES else address

    @abstractmethod
    def waiting(self, since: datetime, position: str) -> Iterator[Brought]:
        """What came after this position, the oldest first; raises Undeliverable where it cannot be reached."""

    @abstractmethod
    def read(self, brought: Brought) -> Heard:
        """What it says; whatever it is, it can be read."""

    @abstractmethod
    def done(self, brought: Brought) -> None:
        """Mark it as seen: it has been noted, and stays."""


class Mailbox(Inbox):
    """An inbox of e-mails."""

    channel = Channel.EMAIL

    def read(self, brought: Brought) -> Heard:
        """As a mail program would."""
        note = "" if brought.whole else TOO_LARGE
        return read_mail(brought.content, brought.came_at, self.name, site=self.values.get("site", ""), note=note)
