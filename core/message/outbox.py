"""The outbox: a message is put in once, as it is to leave, inside the caller's transaction."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from functools import cache
from typing import Any, Self

from sqlalchemy import Connection, insert

from core import clock
from core.agreement import Purpose
from core.audit import About
from core.channel import BY_NUMBER, Channel
from core.errors import Refusal
from core.message.daily import Daily, is_enough
from core.message.letter import one_address, one_line, printable
from core.message.outdated import overtake
from core.settings import settings
from data.insert import insert_new, new_row
from data.prepared import Prepared
from data.tables import message, message_document

LONGEST_HEADLINE = 200
LONGEST_PLACE = 254
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is tried next where a message fails: another channel, and its words where they are not the same."""

    channel: Channel
    to_address: str
    headline: str = ""
    text: str = ""
    html: str = ""

    def __post_init__(self) -> None:
        if self.to_address:
            place(self.channel, self.to_address)
        one_line(self.headline, "subject line")

    @classmethod
    def nowhere(cls, headline: str, text: str, html: str) -> Self:
        """What would have been said to who is not written to."""
        return cls(channel=Channel.EMAIL, to_address="", headline=printable(headline), text=text, html=html)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message as it is asked for; `key` (event:rule:recipient:channel) makes it happen once. Of what a person wrote:
    who, why it may leave at night where they said so, what it answers, and the documents that go along.

    `withheld` says why it is not sent at all, `overtakes` which keys do not leave once this stands, and `daily` how
    many a patient gets where that binds it."""

    key: str
    about: About
    rule: str
    template: str
    audience: str
    to_name: str
    to_address: str
    headline: str
    text: str
    html: str = ""
    calendar: str = ""
    clinical: bool | None = None
    edition_id: int | None = None
    event_id: int | None = None
    due_at: datetime | None = None
    channel: Channel = Channel.EMAIL
    purpose: Purpose = Purpose.CARE
    language: str = "en"
    fallback: tuple[Way, ...] = ()
    author: str = ""
    at_once: str = ""
    answering: str = ""
    document_ids: tuple[int, ...] = ()
    appointment_id: int | None = None
    withheld: str = ""
    overtakes: tuple[str, ...] = ()
    daily: Daily | None = None

    def __post_init__(self) -> None:
        one_line(self.to_name, "recipient's name")
        one_line(self.headline, "subject line")
        if not self.withheld:
            place(self.channel, self.to_address)


def place(channel: Channel, given: str) -> str:
    """Where a channel leads, as it is kept; refused when it is no place, or several."""
    if channel is Channel.EMAIL:
        return one_address(given)
    one_line(given, "address")
    if channel in BY_NUMBER and not _NUMBER.fullmatch(given):
        raise Refusal("This is not one telephone number with its country, such as +44 7700 900123.")
    if len(given) > LONGEST_PLACE:
        raise Refusal(f"The address is longer than {LONGEST_PLACE} characters.")
    return given


def put(db: Connection, asked: Outgoing) -> int | None:
    """Put a message in; its id, or None when this key was used before."""
    number: int | None = _PUT.only(db, **row_of(asked))
    if number is not None and asked.document_ids:
        enclosures = [{"message_id": number, "document_id": one} for one in asked.document_ids]
        db.execute(insert(message_document), enclosures)
    return number


_PUT = Prepared(lambda dialect: new_row(dialect, message, "key").returning(message.c.id))


def put_all(db: Connection, asked: Sequence[Outgoing]) -> None:
    """Put many in at once that bring no documents; those whose key was used before are left alone."""
    if asked:
        always, bound = [one for one in asked if one.daily is None], [one for one in asked if one.daily]
        if always:
            db.execute(insert_new(db, message, "key"), [row_of(one) for one in always])
        for one in bound:
            always.append(_within(db, one))
            db.execute(insert_new(db, message, "key"), row_of(always[-1]))
        overtake(db, [key for one in always for key in one.overtakes])


def _within(db: Connection, asked: Outgoing) -> Outgoing:
    """As it is asked for, or not sent where the patient gets enough that day."""
    if asked.withheld or asked.daily is None:
        return asked
    enough = is_enough(db, asked.about.patient_id, asked.due_at or clock.now(), asked.daily)
    return replace(asked, withheld=asked.daily.sentence, overtakes=()) if enough else asked


def row_of(asked: Outgoing) -> dict[str, Any]:
    """How it waits in the outbox from now on."""
    now = clock.now()
    return {
        "key": asked.key,
        "event_id": asked.event_id,
        "subject": asked.about.subject,
        "subject_id": asked.about.subject_id,
        "site_id": asked.about.site_id,
        "patient_id": asked.about.patient_id,
        "rule": asked.rule,
        "template": asked.template,
        "audience": asked.audience,
        "purpose": asked.purpose,
        "channel": asked.channel,
        "language": asked.language,
        "to_name": asked.to_name,
        "to_address": asked.to_address if asked.withheld else place(asked.channel, asked.to_address),
        "headline": asked.headline[:LONGEST_HEADLINE],
        "body": asked.text,
        "body_html": asked.html,
        "calendar": asked.calendar,
        "clinical": asked.clinical,
        "edition_id": asked.edition_id,
        "appointment_id": asked.appointment_id,
        "fallback": [{name: said for name, said in asdict(way).items() if said} for way in asked.fallback],
        "author": asked.author,
        "at_once": asked.at_once,
        "answering": asked.answering,
        "mail_id": new_id(),
        "state": "withheld" if asked.withheld else "waiting",
        "outcome": asked.withheld,
        "settled_at": now if asked.withheld else None,
        "created_at": now,
        "due_at": asked.due_at or now,
    }


def new_id() -> str:
    """A Message-ID that nothing had before."""
    return f"{secrets.token_hex(16)}@{_home(settings().mail_from)}"


@cache
def _home(sender: str) -> str:
    """The domain that our Message-IDs belong to."""
    return parseaddr(sender)[1].rpartition("@")[2]
