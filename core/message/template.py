"""Texts of messages: written once as plain paragraphs, rendered as plain text and as one quiet HTML page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml
from jinja2 import Environment, StrictUndefined, Template, TemplateError, meta
from jinja2.sandbox import SandboxedEnvironment

from core.brand import Brand
from core.errors import Misconfigured
from core.message.letter import COPY_MARK
from core.settings import settings

DEFAULTS = Path(__file__).parents[2] / "data" / "defaults"
AUDIENCES = ("patient", "referrer", "recipient", "staff")
CLINICAL = frozenset({
    "reason", "teeth", "answers", "summary", "diagnosis", "findings", "treatment", "recommendations", "corrected",
    "comment",
})  # fmt: skip
"""Words that only people who may read clinical notes see again."""
VARIABLES = CLINICAL | {
    "dear", "patient", "born", "reference", "their_reference", "specialty", "urgency", "request", "source",
    "site", "site_phone", "site_address", "from_site", "referrer", "recipient", "date", "day", "cause",
    "signed_by", "recall", "elsewhere", "until", "group", "title", "count", "what",
}  # fmt: skip
"""Everything a text may speak of. What a referral does not have is absent: test it with {% if %}."""
ACTIONS = ("", "call", "open", "alerts", "report")


class Absent(StrictUndefined):
    """May be asked for, and never be printed: a gap in a letter is a failure, not an empty place."""

    def __bool__(self) -> bool:  # type: ignore[override]
        return False


@dataclass(frozen=True, slots=True)
class Text:
    """A shipped text; `action` is the one thing the reader is asked to do, `calendar` whether it carries the visit."""

    name: str
    audience: str
    headline: Template
    body: Template
    action: str
    clinical: bool
    calendar: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """The words of one message."""

    headline: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Who speaks: the group, and the site that a reader can call; `link` leads to the report that a mail is about."""

    brand: Brand
    site: str
    phone: str
    referral_id: int = 0
    link: str = ""


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


@cache
def texts() -> dict[str, Text]:
    """The shipped texts by name; a text that could not be rendered stops the start."""
    files = sorted((DEFAULTS / "templates").glob("*.yaml"))
    written = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    return {name: parse(name, **parts) for several in written for name, parts in several.items()}


def parse_line(name: str, words: str) -> Template:
    """Check and compile one line; Misconfigured names what it speaks of that nobody knows."""
    try:
        unknown = sorted(meta.find_undeclared_variables(_PLAIN.parse(words)) - VARIABLES)
        if unknown:
            raise Misconfigured(f"The text “{name}” speaks of {', '.join(unknown)}, which nobody knows.")
        return _PLAIN.from_string(words)
    except TemplateError as error:
        raise Misconfigured(f"The text “{name}” cannot be read: {error}") from None


def line(words: str, known: Mapping[str, str]) -> str:
    """Fill one line, such as a task's title."""
    return _line(words).render({name: word for name, word in known.items() if word})


@lru_cache(maxsize=1_000)
def _line(words: str) -> Template:
    """Compiled once: the same rules fill the same lines all day."""
    return _PLAIN.from_string(words)


def parse(name: str, audience: str, headline: str, body: str, action: str = "", calendar: bool = False) -> Text:
    """Check and compile a text; Misconfigured names what it speaks of that nobody knows."""
    compiled = parse_line(name, headline), parse_line(name, body)
    spoken_of = {v for part in (headline, body) for v in meta.find_undeclared_variables(_PLAIN.parse(part))}
    if audience not in AUDIENCES or action not in ACTIONS:
        raise Misconfigured(f"The text “{name}” names an audience or action that does not exist.")
    return Text(name, audience, *compiled, action, bool(spoken_of & CLINICAL), calendar)


def render(text: Text, words: Mapping[str, str], sender: Sender, lists: Sequence[Listed] = ()) -> Rendered:
    """Fill a text; a word it needs and does not get is an error. Its lists stand between its words and its action."""
    known = {name: word for name, word in words.items() if word} | {"group": sender.brand.name}
    headline = text.headline.render(known).strip()
    paragraphs = [_paragraph(part) for part in text.body.render(known).strip().split("\n\n") if part.strip()]
    action = _action(text.action, sender)
    plain = [part.plain for part in paragraphs] + [part.plain for part in lists]
    plain += [f"{action.label}: {action.shown}"] if action else []
    sign = f"{sender.site}\n{sender.brand.name}" if sender.site != sender.brand.name else sender.site
    parts = {"paragraphs": paragraphs, "lists": lists, "action": action}
    html = _layout().render(headline=headline, **parts, sender=sender, copy_mark=COPY_MARK)
    return Rendered(headline, "\n\n".join([*plain, sign]) + "\n", html)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Its lines; `card` sets apart what matters most: each line of it begins with “> ” in the text."""

    lines: tuple[str, ...]
    card: bool

    @property
    def plain(self) -> str:
        return "\n".join(f"  {line}" if self.card else line for line in self.lines)


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing to do: its words, where it leads, and how that reads in plain text."""

    label: str
    address: str
    shown: str


def _paragraph(part: str) -> Paragraph:
    lines = [line.strip() for line in part.strip().splitlines()]
    card = lines[0].startswith(">")
    return Paragraph(tuple(line.removeprefix(">").strip() for line in lines), card)


def _action(action: str, sender: Sender) -> Action | None:
    if action == "open":
        link = f"{settings().public_url}/referral?id={sender.referral_id}"
        return Action("Open the referral", link, link)
    if action == "alerts":
        link = f"{settings().public_url}/alerts"
        return Action("Open my alerts", link, link)
    if action == "report" and sender.link:
        return Action("Open the report", sender.link, sender.link)
    if action == "call" and sender.phone:
        digits = "".join(c for c in sender.phone if c.isdigit() or c == "+")
        return Action(f"Call {sender.site}", f"tel:{digits}", sender.phone)
    return None


def _card(words: str) -> str:
    """Somebody's own words, set apart from ours."""
    return "\n".join(f"> {line}" for line in words.splitlines())


_PLAIN = SandboxedEnvironment(undefined=Absent, trim_blocks=True, lstrip_blocks=True)
_PLAIN.filters = {"card": _card}


@cache
def _layout() -> Template:
    escaping = Environment(undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return escaping.from_string((DEFAULTS / "mail.html").read_text(encoding="utf-8"))
