"""What a text is: what it is for, how it is worded, and what it became when it was filled in."""

from collections.abc import Set
from dataclasses import dataclass

from jinja2 import Template

from core.agreement import Purpose as Consent
from core.brand import Brand
from core.channel import Channel
from core.spoken import Spoken
from core.text.words import ABOUT, Audience, told_to

LINKS = ("answer", "reply", "status", "visit")
"""Actions that lead a practice outside, or a patient, to a page of their own; languages.yaml has their words. Who has
none is asked to call instead."""


NOTHING = "nothing"
"""What is said instead where that is best."""


class Origin(Spoken):
    """Whose words they are, the nearest first."""

    SITE = "site", "This site’s words"
    GROUP = "group", "The group’s words"
    SHIPPED = "shipped", "As shipped"


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a text is for. `about` says what is known when it is written and `sure` what of it cannot be missing;
    `action` is the one thing that the reader is asked to do, `calendar` whether the visit goes along, `consent` what a
    patient has to agree to.

    Of texts of one `topic` the newest alone leaves. `holds` says until when it is true: while its visit is `booked`, or
    `ahead`. `heard` is said instead where they expect another visit, `unheard` where they expect none; `again` tells
    nothing new; `by_hand` is what people begin with when they write themselves."""

    name: str
    label: str
    audience: Audience
    about: str = "referral"
    action: str = ""
    calendar: bool = False
    sure: frozenset[str] = frozenset()
    consent: Consent = Consent.CARE
    topic: str = ""
    holds: str = ""
    heard: str = ""
    unheard: str = ""
    again: bool = False
    by_hand: bool = False

    @property
    def always(self) -> Set[str]:
        """Words that are known whenever it is written."""
        return (ABOUT[self.about][0] | self.sure) & told_to(self.audience)

    @property
    def words(self) -> Set[str]:
        """Everything that it may speak of."""
        return (ABOUT[self.about][0] | ABOUT[self.about][1]) & told_to(self.audience)


@dataclass(frozen=True, slots=True)
class Wording:
    """How it is put in one language: `short` where the words have to be few, empty where that is never asked for."""

    headline: str
    body: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is chosen for one site, language and channel, ready to be filled in."""

    purpose: Purpose
    channel: Channel
    language: str
    origin: Origin
    headline: Template
    body: Template
    clinical: bool

    @property
    def name(self) -> str:
        """By which rules and messages know it."""
        return self.purpose.name

    @property
    def audience(self) -> Audience:
        """Whom it is for."""
        return self.purpose.audience

    @property
    def calendar(self) -> bool:
        """Whether the visit goes along."""
        return self.purpose.calendar


@dataclass(frozen=True, slots=True)
class Rendered:
    """The words of one message; `html` where its channel shows any."""

    headline: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Who speaks: the group, and the site that a reader can call; `link` leads to the report that a mail is about, or
    to the reader's own page. `author` is the person who writes, where one does."""

    brand: Brand
    site: str
    phone: str
    referral_id: int = 0
    link: str = ""
    author: str = ""

    @property
    def signed(self) -> str:
        """Who it is from, line by line."""
        return "\n".join(dict.fromkeys(part for part in (self.author, self.site, self.brand.name) if part))


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a list, the address that it leads to, and a quieter line under it."""

    words: str
    under: str
    address: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Several things under a heading, or without one."""

    heading: str
    things: tuple[Item, ...]

    @property
    def plain(self) -> str:
        """Each with its address under it."""
        lines = [f"- {one.words}\n  {one.under}\n  {one.address}" for one in self.things]
        return "\n\n".join([self.heading, *lines] if self.heading else lines)
