"""What somebody wrote goes into the outbox: once, in their name, and told on the referral's timeline."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from core import clock, field, message
from core.access import Actor, Permission
from core.audit import Kind, record
from core.channel import BY_NUMBER, Channel
from core.correspondence.around import Around, around
from core.correspondence.keeping import SENT, end
from core.correspondence.model import Enclosable, Party, Way, Writing
from core.correspondence.papers import chosen, papers
from core.correspondence.proof import due, told_of_health, words
from core.correspondence.whom import parties
from core.errors import Changed, Refusal
from core.message import Outgoing
from core.text import Audience
from core.work import reading, work
from data.tables import incoming

FEW, MANY = 1_000, 10_000
"""Characters that go to a telephone, and any other way."""
MANUAL = "manual"
"""What stands in place of the rule."""


def send(actor: Actor, referral_id: int, once: str, writing: Writing) -> int:
    """The message's id; Lacking names what is wrong with it, Changed says that it has gone already."""
    actor.must(Permission.MESSAGE_WRITE)
    with reading() as db:
        known = around(db, actor, referral_id)
    party = next((one for one in parties(actor, known) if one.audience == writing.audience), None)
    way, ready, brought = _checked(actor, known, party, writing)
    name = party.name if party else ""
    with work() as db:
        number = message.put(db, _outgoing(db, actor, known, f"{MANUAL}:{once}", ready, name, way, brought))
        if number is None:
            raise Changed(SENT)
        end(db, actor, referral_id, once)
        _tell(db, actor, known, number, ready, name)
    return number


def _checked(
    actor: Actor, known: Around, party: Party | None, asked: Writing
) -> tuple[Way, Writing, Sequence[Enclosable]]:
    """By which way, the words as they are kept, and what goes along."""
    channel = Channel(asked.channel)
    offered = papers(actor, known, Audience(asked.audience))
    values = field.gathered(
        channel=lambda: _open(party, channel),
        headline=lambda: field.line(asked.headline, least=int(channel not in BY_NUMBER), what="The subject"),
        body=lambda: _body(asked.body, channel),
        document_ids=lambda: chosen(offered, asked.document_ids, channel),
        at_once=lambda: field.line(asked.at_once, what="Why it cannot wait until morning"),
    )
    way, brought = values.pop("channel"), values.pop("document_ids")
    return way, replace(asked, **values), brought


def _open(party: Party | None, channel: Channel) -> Way:
    way = party.way(channel) if party else None
    if way is None:
        raise Refusal("Choose whom it goes to, and by which way.")
    if way.why_not:
        raise Refusal(way.why_not)
    return way


def _body(typed: str, channel: Channel) -> str:
    found = field.paragraph(typed, most=FEW if channel in BY_NUMBER else MANY, what="The text")
    if not found:
        raise Refusal("Write something before you send it.")
    return found


def _outgoing(
    db: Connection,
    actor: Actor,
    known: Around,
    key: str,
    ready: Writing,
    name: str,
    way: Way,
    brought: Sequence[Enclosable],
) -> Outgoing:
    rendered = words(known, ready, name, actor.name)
    now = clock.now()
    return Outgoing(
        key=key,
        about=known.about,
        rule=MANUAL,
        template=ready.text,
        audience=ready.audience,
        channel=way.channel,
        language=ready.language,
        to_name=name,
        to_address=way.address,
        headline=rendered.headline or known.case.brand.name,
        text=rendered.text,
        html=rendered.html if way.channel is Channel.EMAIL else "",
        clinical=_clinical(actor, known, ready),
        author=actor.name,
        at_once=ready.at_once,
        answering=_answering(db, known, ready.answers),
        document_ids=tuple(one.document.id for one in brought),
        due_at=due(known, ready, now),
    )


def _clinical(actor: Actor, known: Around, ready: Writing) -> bool:
    """Who reads no clinical notes can tell none: only what others write is looked through."""
    may = actor.may(Permission.CLINICAL_READ)
    return may and bool(told_of_health(known, f"{ready.headline} {ready.body}"))


def _answering(db: Connection, known: Around, incoming_id: int | None) -> str:
    """The Message-ID of what is answered, where it is one that a header can carry."""
    c = incoming.c
    about = c.subject == "referral", c.subject_id == known.row.id
    found = db.execute(select(c.mail_id).where(c.id == incoming_id, *about)).scalar() if incoming_id else ""
    return found if found and found.isascii() and found.isprintable() and not set(found) & set("<> ") else ""


def _tell(db: Connection, actor: Actor, known: Around, number: int, ready: Writing, name: str) -> None:
    facts: dict[str, Any] = {"message": number, "audience": ready.audience, "channel": ready.channel}
    facts |= {"template": ready.text} if ready.text else {}
    record(db, actor, Kind.MESSAGE_WRITTEN, known.about, facts, to=name, comment=ready.at_once)
