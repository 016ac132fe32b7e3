"""Documents as the rest of the house sees them."""

from dataclasses import dataclass
from datetime import date, datetime

from core.document.content import Form
from core.paper import Paper
from core.spoken import Spoken


class Origin(Spoken):
    """How a document came to be here."""

    RECEIVED = "received", "Received"
    SENT = "sent", "Sent"
    MADE = "made", "Made from the record"


class Scan(Spoken):
    """What the scanner said about the bytes."""

    UNSCANNED = "unscanned", "Not yet scanned"
    CLEAN = "clean", "Clean"
    INFECTED = "infected", "Held back by the scanner"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: the name it was given, which is only ever shown, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Holder:
    """What a document belongs to: exactly one thing. `site_id` says whose agreement a provider's document is."""

    referral_id: int | None = None
    arrival_id: int | None = None
    draft_id: int | None = None
    patient_id: int | None = None
    provider_id: int | None = None
    site_id: int | None = None

    def __post_init__(self) -> None:
        """Two holders would be two answers to who may see it."""
        if sum(getattr(self, name) is not None for name in HOLDERS) != 1:
            raise TypeError("A document belongs to exactly one thing.")

    @property
    def column(self) -> str:
        """The name of the column that is set: referral_id."""
        return next(name for name in HOLDERS if getattr(self, name) is not None)

    @property
    def id(self) -> int:
        """Which referral, arrival, draft, patient or provider."""
        return int(getattr(self, self.column))


HOLDERS = ("referral_id", "arrival_id", "draft_id", "patient_id", "provider_id")
"""In the order in which they answer for a document that was handed on."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document in its newest version. `withheld` says why this reader may see no more than its name."""

    id: int
    kind: Paper
    origin: Origin
    title: str
    file_name: str
    size: int
    form: Form
    taken_on: date | None
    scan: Scan
    version: int
    added_by: str
    added_at: datetime
    withdrawn_at: datetime | None
    withheld: str
    earlier: tuple["Document", ...] = ()

    @property
    def may_open(self) -> bool:
        """Whether this reader may see more than its name."""
        return not self.withheld

    @property
    def called(self) -> str:
        """Its title, or what kind it is."""
        return self.title or self.kind.label
