"""The words that one begins with: texts for whoever writes by hand, filled with what is known of the referral."""

from dataclasses import replace

from core.channel import Channel
from core.correspondence.around import Around
from core.correspondence.model import Offer, Writing
from core.errors import NotFound
from core.field import phone_shown
from core.language import Word
from core.rule.actions.send_message import filled_with
from core.text import Audience, Sender, filled, purposes
from core.text import Purpose as Text
from core.text.words import WORDS


def offers(known: Around, audience: Audience) -> tuple[Offer, ...]:
    """Those for this party, each with what is missing for it."""
    mine = [one for one in purposes().values() if one.by_hand and one.audience is audience]
    return tuple(Offer(one.name, one.label, _lacking(known, one)) for one in mine)


def _lacking(known: Around, purpose: Text) -> str:
    missing = sorted(WORDS[name].label for name in purpose.sure if not known.case.words.get(name))
    return f"Not known of this referral: {', '.join(missing).lower()}." if missing else ""


def begun(known: Around, writing: Writing, to: str) -> tuple[str, str]:
    """Subject and words, as the site wants them, in this language where it is written in it."""
    purpose = purposes().get(writing.text)
    text = known.case.texts.chosen(writing.text, known.site.id, writing.language, Channel(writing.channel))
    if purpose is None or text is None or not purpose.by_hand or purpose.audience != writing.audience:
        raise NotFound("There is no such text to begin with.")
    if missing := _lacking(known, purpose):
        raise NotFound(missing)
    return filled(text, said_to(known, purpose.audience, to), known.case.brand.name)


def said_to(known: Around, audience: Audience, to: str) -> dict[str, Word]:
    """What may be said to this party."""
    return dict(filled_with(known.case, audience, to)[0])


def sender(known: Around, audience: Audience, to: str, author: str) -> Sender:
    """Who speaks: the person, for their own site; with a link where the reader has a page."""
    by_rule, here = filled_with(known.case, audience, to)[1], known.site
    return replace(by_rule, site=here.name, phone=phone_shown(here.phone), author=author)
