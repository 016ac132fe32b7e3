"""Trying a text out before it is kept: filled with a real referral or with examples, and nothing is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from core.access import Actor, Permission
from core.brand import Brand, brand
from core.channel import Channel
from core.field import phone_shown
from core.language import Word, language
from core.link import page_of
from core.link import place as link_to
from core.text.draft import Draft
from core.text.form import Form
from core.text.model import LINKS, Origin, Purpose, Rendered, Sender, Text
from core.text.place import Place
from core.text.rendering import at_a_glance, render
from core.text.sandbox import compiled
from core.text.words import WORDS
from core.work import reading
from data.tables import site


@dataclass(frozen=True, slots=True)
class Example:
    """What a text is filled with, and who speaks."""

    words: Mapping[str, Word]
    sender: Sender


def invented(actor: Actor, purpose: Purpose, site_id: int | None) -> Example:
    """An example of everything that the text may speak of, at a site of the actor's or at none."""
    actor.must(Permission.TEXT_EDIT, at=site_id)
    c = site.c
    wanted = select(c.name, c.phone, c.address, c.town, c.postcode).where(c.id == site_id)
    with reading() as db:
        here, group = db.execute(wanted).one_or_none(), brand(db)
    words = {name: WORDS[name].sample for name in purpose.words} | {"group": group.name}
    if here:
        place = ", ".join(part for part in here[2:] if part)
        words |= {"site": here.name, "site_phone": phone_shown(here.phone), "site_address": place}
    return Example(words, _sender(purpose, group, words))


def _sender(purpose: Purpose, group: Brand, words: Mapping[str, Word]) -> Sender:
    """What leads to the reader's own page leads to nobody's here."""
    link = link_to(page_of(purpose.audience)) if purpose.action in {*LINKS, "report"} else ""
    return Sender(group, str(words.get("site", group.name)), str(words.get("site_phone", "")), link=link)


def lacking(purpose: Purpose, words: Mapping[str, Word]) -> tuple[str, ...]:
    """What should be known and is not: examples stand for it."""
    return tuple(sorted(WORDS[name].label for name in purpose.always - {"group"} if not words.get(name)))


def tried(place: Place, draft: Draft, example: Example) -> Rendered:
    """The message that this draft would be."""
    purpose = place.purpose
    channel = Channel.EMAIL if place.form is Form.FULL else Channel.SMS
    headline, body = compiled(draft.headline), compiled(draft.body)
    text = Text(purpose, channel, place.language, Origin.SITE, headline, body, clinical=False)
    samples = {name: WORDS[name].sample for name in purpose.always}
    known = {name: word for name, word in example.words.items() if word and name in purpose.words}
    return render(text, samples | known, example.sender)


def noticed(place: Place, example: Example) -> Rendered:
    """What a telephone shows of it, without the address that a tap leads to."""
    return at_a_glance(place.purpose, replace(example.sender, link=""), language(place.language))
