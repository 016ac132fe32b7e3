"""Filling a text in: as plain text and as one quiet HTML page, or in a line or two."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, StrictUndefined, Template

from core.channel import Channel
from core.language import DEFAULTS, Language, Word, language
from core.link import as_long
from core.settings import settings
from core.text.form import Form, form_of
from core.text.model import LINKS, Listed, Purpose, Rendered, Sender, Text
from core.text.sandbox import said
from core.text.sms import length

COPY_MARK = "<!-- copy -->"
"""Where a letter that is sent a second time says so."""


FOOT_MARK = "<!-- foot -->"
"""Where a mail to a patient says how to end such mails."""


def render(text: Text, words: Mapping[str, Word], sender: Sender, lists: Sequence[Listed] = ()) -> Rendered:
    """Fill a text; a word it needs and does not get is an error. Its lists stand between its words and its action."""
    by = language(text.language)
    if text.channel is Channel.APP:
        return at_a_glance(text.purpose, sender, by)
    known = said(words, by) | {"group": sender.brand.name}
    headline, body = text.headline.render(known).strip(), text.body.render(known).strip()
    if form_of(text.channel) is Form.SHORT:
        return Rendered(headline, _short(text, " ".join(body.split()), sender, by), "")
    return _letter(headline, body, _action(text.purpose.action, sender, by), sender, lists, by)


def at_a_glance(purpose: Purpose, sender: Sender, by: Language) -> Rendered:
    """For a screen that others see, locked or not: who writes and that there is news. The last line is where a tap
    leads, and there the patient says who they are before anything is shown."""
    news = by.says["visit_news" if purpose.calendar else "news"]
    return Rendered(sender.site, f"{news}\n{sender.link}".strip(), "")


def _short(text: Text, words: str, sender: Sender, by: Language) -> str:
    """With the way to the reader's page, where that takes no further part."""
    if text.purpose.action not in LINKS or not sender.link:
        return words
    longer = f"{words} {by.says['page']} {sender.link}"
    free = text.channel is not Channel.SMS or length(as_long(longer)).parts == length(words).parts
    return longer if free else words


def filled(text: Text, words: Mapping[str, Word], group: str) -> tuple[str, str]:
    """Subject and words as somebody goes on with them by hand: what is set apart as a card stands as it is."""
    known = said(words, language(text.language)) | {"group": group}
    headline, body = text.headline.render(known).strip(), text.body.render(known).strip()
    if form_of(text.channel) is Form.SHORT:
        return headline, " ".join(body.split())
    return headline, "\n\n".join(_paragraph(part).plain for part in _parts(body))


def by_hand(headline: str, body: str, channel: Channel, action: str, sender: Sender, code: str) -> Rendered:
    """What somebody wrote, as it leaves: every line as it was typed, and nothing in it is a mark or a word of ours."""
    by = language(code)
    if form_of(channel) is Form.SHORT:
        link = f" {sender.link}" if action in LINKS and sender.link else ""
        return Rendered(headline, f"{body}{link}\n{sender.author}, {sender.site}", "")
    paragraphs = [Paragraph(tuple(part.splitlines()), card=False) for part in _parts(body)]
    return _laid_out(headline, paragraphs, _action(action, sender, by), sender, (), by)


def _letter(
    headline: str, body: str, action: "Action | None", sender: Sender, lists: Sequence[Listed], by: Language
) -> Rendered:
    return _laid_out(headline, [_paragraph(part) for part in _parts(body)], action, sender, lists, by)


def _parts(body: str) -> list[str]:
    """Between its empty lines."""
    return [part for part in re.split(r"\n\s*\n", body) if part.strip()]


def _laid_out(
    headline: str,
    paragraphs: Sequence["Paragraph"],
    action: "Action | None",
    sender: Sender,
    lists: Sequence[Listed],
    by: Language,
) -> Rendered:
    plain = [part.plain for part in paragraphs] + [part.plain for part in lists]
    plain += [f"{action.label}: {action.shown}"] if action else []
    parts = {"paragraphs": paragraphs, "lists": lists, "action": action, "sender": sender}
    html = _layout().render(headline=headline, **parts, lang=by.tag, copy_mark=COPY_MARK, foot_mark=FOOT_MARK)
    return Rendered(headline, "\n\n".join([*plain, sender.signed]) + "\n", html)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Its lines; `card` sets apart what matters most: each line of it begins with “> ” in the text."""

    lines: tuple[str, ...]
    card: bool

    @property
    def plain(self) -> str:
        """As plain text, a card a little further in."""
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


def _action(action: str, sender: Sender, by: Language) -> Action | None:
    if action == "open":
        link = f"{settings().public_url}/referral?id={sender.referral_id}"
        return Action("Open the referral", link, link)
    if action == "alerts":
        link = f"{settings().public_url}/alerts"
        return Action("Open my alerts", link, link)
    if action in LINKS and sender.link:
        return Action(by.says[action], sender.link, sender.link)
    if action == "report" and sender.link:
        return Action("Open the report", sender.link, sender.link)
    if (action == "call" or action in LINKS) and sender.phone:
        digits = "".join(c for c in sender.phone if c.isdigit() or c == "+")
        return Action(by.says["call"].format(site=sender.site), f"tel:{digits}", sender.phone)
    return None


@cache
def _layout() -> Template:
    escaping = Environment(undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return escaping.from_string((DEFAULTS / "mail.html").read_text(encoding="utf-8"))
