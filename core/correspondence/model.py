"""What somebody writes to one of a referral's parties: to whom, by which way, in which words, and what goes along."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Self

from core.channel import Channel
from core.document import Document
from core.language import ENGLISH
from core.text import Audience, Rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """As it was put together so far; `text` names the words it began with, `link` asks for one to the reader's own
    page, and `at_once` says why a patient may be written to at night."""

    audience: str = Audience.PATIENT
    channel: str = Channel.EMAIL
    language: str = ENGLISH
    text: str = ""
    headline: str = ""
    body: str = ""
    link: bool = False
    document_ids: tuple[int, ...] = ()
    at_once: str = ""
    answers: int | None = None

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """From what was kept, as far as it is known today."""
        known = {each.name: said[each.name] for each in fields(cls) if each.name in said}
        return cls(**known | {"document_ids": tuple(known.get("document_ids", ()))})

    @property
    def spelt(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self) | {"document_ids": list(self.document_ids)}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to somebody: the place that it leads to, and why it is closed; empty where it is open."""

    channel: Channel
    address: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody around a referral who can be written to, the way first that suits them best."""

    audience: Audience
    name: str
    language: str
    ways: tuple[Way, ...]

    def way(self, channel: str) -> Way | None:
        """Theirs by this channel."""
        return next((way for way in self.ways if way.channel == channel), None)

    @property
    def open_ways(self) -> tuple[Way, ...]:
        """Those by which something can go to them now."""
        return tuple(way for way in self.ways if not way.why_not)


@dataclass(frozen=True, slots=True)
class Offer:
    """A text to begin with, and why it does not fit now."""

    name: str
    label: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Enclosable:
    """A document of the referral, why it cannot go along, and what to think of before it does."""

    document: Document
    why_not: str
    mind: str


@dataclass(frozen=True, slots=True)
class Desk:
    """All that one needs to write about a referral. `may_link` are the parties who have a page of their own; `answers`
    is what came in and is answered."""

    referral_id: int
    reference: str
    patient: str
    site: str
    zone: str
    parties: tuple[Party, ...]
    offers: Mapping[str, tuple[Offer, ...]]
    papers: Mapping[str, tuple[Enclosable, ...]]
    may_link: frozenset[str]

    def party(self, audience: str) -> Party | None:
        """The one who is written to."""
        return next((party for party in self.parties if party.audience == audience), None)


@dataclass(frozen=True, slots=True)
class Proof:
    """Exactly what would leave: from whom and to whom, when, and what to think of first."""

    sender: str
    to: str
    rendered: Rendered
    leaves_at: datetime
    put_off: bool
    mind: tuple[str, ...]
