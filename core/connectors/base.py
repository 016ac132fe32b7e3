"""What every carrier is: something that takes a letter out of the house or says why it could not."""

import ipaddress
import ssl
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import ClassVar, Self

from core.channel import Channel
from core.message.letter import Letter

__all__ = [
    "CONFIRM",
    "PER_DAY",
    "PER_SECOND",
    "SITE",
    "Carrier",
    "Connector",
    "Doubtful",
    "Field",
    "Letter",
    "Undeliverable",
    "is_this_machine",
    "trust",
]


class Undeliverable(Exception):
    """It did not leave: `permanent` when a new try is of no use, `down` when no letter can leave now, `resting` when
    none should be tried for the same domain for a while, `gone` when the place itself is no more."""

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        down: bool = False,
        resting: bool = False,
        gone: bool = False,
    ) -> None:
        super().__init__(reason)
        self.permanent = permanent or gone
        self.down = down
        self.resting = resting
        self.gone = gone


class Doubtful(Exception):
    """The letter was handed over and nobody said whether it was taken."""

    def __init__(self, reason: str, *, resting: bool = False) -> None:
        super().__init__(reason)
        self.resting = resting


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in to set a carrier up. A secret is never shown again; `choices` are the only answers."""

    name: str
    label: str
    help: str = ""
    secret: bool = False
    needed: bool = True
    choices: tuple[str, ...] = ()
    default: str = ""
    least: int | None = None
    """Where a whole number is meant, the smallest."""
    checked: Callable[[str], str] | None = None
    """What else is asked of a value: it answers the one to keep, or refuses."""


PER_SECOND = Field("per_second", "Most a second", "Leave empty for no limit.", needed=False, least=1)
PER_DAY = Field("per_day", "Most a day", "What is over waits for the next day.", needed=False, least=1)
CONFIRM = Field(
    "confirm",
    "Minutes to wait for a receipt",
    "Where none has come by then, the patient’s next way is tried.",
    default="60",
    least=1,
)


SITE = Field(
    "site",
    "Site for what is no answer",
    "Its code, such as leeds: its intake gets what nobody of ours asked for. Empty for the first of your sites.",
    needed=False,
)


class Connector(ABC):
    """What carriers and inboxes have in common: what they are called, and what is filled in to set them up."""

    label: ClassVar[str]
    about: ClassVar[str]
    """A sentence for whoever chooses among them."""
    channel: ClassVar[Channel]
    fields: ClassVar[tuple[Field, ...]]
    inbound: ClassVar[bool] = False
    """Whether it brings what people answer."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    @classmethod
    def hint(cls) -> str:
        """What is still to be done elsewhere, for whoever sets it up; nothing where nothing is."""
        return ""

    @classmethod
    def kept(cls, before: Mapping[str, str]) -> Mapping[str, str]:  # noqa: ARG003 - most make nothing
        """What it makes for itself when it is first set up, such as a key, and keeps from then on."""
        return {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:  # noqa: B027 - most hold nothing open
        """Let go of what was opened."""

    @abstractmethod
    def test(self) -> str:
        """Try the way without sending or taking anything, and say what was found; raises Undeliverable."""


class Carrier(Connector):
    """Opened for a batch of letters, closed after it. Knows letters and what was filled in, and no database."""

    schemes: ClassVar[tuple[str, ...]] = ()
    """Those of BATON_MAIL_URL that mean this carrier."""
    repeatable: ClassVar[bool]
    """Whether it recognises a letter that it carried before, so that a second try makes no second copy."""
    confirms: ClassVar[bool] = False
    """Whether it calls back when a letter has arrived."""
    batch: ClassVar[int] = 1
    """How many letters are claimed at once: what a kill puts in doubt."""
    lanes: ClassVar[int] = 1
    """How many connections it may have at once; none where people carry the letters."""
    lease: ClassVar[timedelta]
    """After which a claimed batch counts as left behind; longer than carrying it can take."""

    @classmethod
    def of_url(cls, url: str) -> Mapping[str, str]:
        """What BATON_MAIL_URL says, as it would be filled in."""
        raise NotImplementedError(f"No address of this kind leads to {cls.label}: {url}.")

    @property
    def can_be_answered(self) -> bool:
        """Whether somebody who got a text message by it can answer STOP."""
        return False

    def ready(self) -> None:
        """Reach what carries: what takes long here, or fails, is no letter's fault. May raise Undeliverable."""

    def keep(self) -> None:
        """Make safe what was sent since the last time, before anybody calls it sent; may raise Undeliverable."""

    @abstractmethod
    def send(self, letter: Letter) -> str:
        """Carry it; what the carrier calls it, or nothing. Raises Undeliverable or Doubtful."""


def trust(host: str) -> ssl.SSLContext:
    """Certificates are verified, except on this very machine, where no certificate can name it."""
    context = ssl.create_default_context()
    if is_this_machine(host):
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def is_this_machine(host: str) -> bool:
    """Whether a name or an address leads nowhere else."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
