"""What somebody writes, as it would leave: rendered, with when it leaves and what to think of before it does."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from email.utils import parseaddr

from core import clock, field
from core.access import Actor, Permission
from core.channel import Channel
from core.correspondence.around import Around, around
from core.correspondence.model import Enclosable, Party, Proof, Writing
from core.correspondence.papers import papers
from core.correspondence.whom import parties, place_shown
from core.correspondence.wording import sender
from core.link import as_long
from core.rule.actions.send_message import by_day
from core.settings import settings
from core.text import Audience, Rendered, by_hand, purposes
from core.text.sms import length
from core.work import reading

LONG = 5
"""Letters that a word has which is looked for: shorter ones stand in every text."""
PARTS = 3
"""Of a text message, beyond which it is better called an e-mail."""


def proof(actor: Actor, referral_id: int, writing: Writing) -> Proof:
    """As it stands, however unfinished it is."""
    actor.must(Permission.MESSAGE_WRITE)
    with reading() as db:
        known = around(db, actor, referral_id)
    audience = Audience(writing.audience)
    party = next((one for one in parties(actor, known) if one.audience is audience), None)
    to = party.name if party else ""
    rendered = words(known, writing, to, actor.name)
    enclosed = [one for one in papers(actor, known, audience) if one.document.id in writing.document_ids]
    now = clock.now()
    leaves_at = due(known, writing, now)
    return Proof(
        ", ".join(part for part in (actor.name, parseaddr(settings().mail_from)[0]) if part),
        _to(party, writing.channel),
        rendered,
        leaves_at,
        leaves_at > now,
        tuple(mind(known, writing, rendered, enclosed)),
    )


def words(known: Around, writing: Writing, to: str, author: str) -> Rendered:
    """Rendered as it leaves."""
    audience = Audience(writing.audience)
    purpose = purposes().get(writing.text)
    action = "status" if writing.link else purpose.action if purpose and purpose.action == "call" else "call"
    who = sender(known, audience, to, author)
    return by_hand(writing.headline, writing.body, Channel(writing.channel), action, who, writing.language)


def due(known: Around, writing: Writing, now: datetime) -> datetime:
    """At once; patients by day, unless somebody says why not."""
    if writing.audience != Audience.PATIENT or writing.at_once.strip():
        return now
    return by_day(known.case, now)


def _to(party: Party | None, channel: str) -> str:
    way = party.way(channel) if party else None
    return f"{party.name}, {place_shown(way)}" if party and way and way.address else ""


def mind(known: Around, writing: Writing, rendered: Rendered, enclosed: Sequence[Enclosable]) -> Iterator[str]:
    """What to think of first; none of it stops anybody."""
    if writing.audience == Audience.PATIENT:
        if told := told_of_health(known, f"{writing.headline} {writing.body}"):
            yield (
                f"This tells about their health ({', '.join(told)}), and others may read it on a locked screen. "
                "Ask them to call, or let it lead to their own page."
            )
        yield from (f"“{one.document.called}”: {one.mind}" for one in enclosed if one.mind)
    if writing.channel == Channel.SMS and (parts := length(as_long(rendered.text)).parts) > PARTS:
        yield f"This takes {parts} text messages. An e-mail has more room."


def told_of_health(known: Around, text: str) -> list[str]:
    """Words of it that say what the referral is about."""
    said = set(field.folded(text).split())
    return [word for word in _health(known) if word in said][:3]


def _health(known: Around) -> Iterable[str]:
    told = (known.case.words.get(name, "") for name in ("specialty", "reason", "teeth", "diagnosis", "findings"))
    found = dict.fromkeys(word for each in told for word in field.folded(str(each)).split())
    return [word for word in found if len(word) >= LONG or word.isdigit()]
