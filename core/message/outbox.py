"""The outbox: a message is put in once, as it is to leave, inside the caller's transaction."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from functools import cache
from typing import Any

from sqlalchemy import Connection

from core import clock
from core.audit import About
from core.message.letter import one_address, one_line
from core.settings import settings
from data.insert import insert_new
from data.tables import message

LONGEST_HEADLINE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message as it is asked for; `key` (event:rule:recipient:channel) makes it happen once."""

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
    edition_id: int | None = None
    event_id: int | None = None
    due_at: datetime | None = None
    channel: str = "email"

    def __post_init__(self) -> None:
        one_line(self.to_name, "recipient's name")
        one_line(self.headline, "subject line")
        one_address(self.to_address)


def put(db: Connection, asked: Outgoing) -> int | None:
    """Put a message in; its id, or None when this key was used before."""
    row = insert_new(db, message, "key").values(row_of(asked)).returning(message.c.id)
    return db.execute(row).scalar_one_or_none()


def put_all(db: Connection, asked: Sequence[Outgoing]) -> None:
    """Put many in at once; those whose key was used before are left alone."""
    if asked:
        db.execute(insert_new(db, message, "key"), [row_of(one) for one in asked])


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
        "channel": asked.channel,
        "to_name": asked.to_name,
        "to_address": one_address(asked.to_address),
        "headline": asked.headline[:LONGEST_HEADLINE],
        "body": asked.text,
        "body_html": asked.html,
        "calendar": asked.calendar,
        "edition_id": asked.edition_id,
        "mail_id": f"{secrets.token_hex(16)}@{_home(settings().mail_from)}",
        "state": "waiting",
        "created_at": now,
        "due_at": asked.due_at or now,
    }


@cache
def _home(sender: str) -> str:
    """The domain that our Message-IDs belong to."""
    return parseaddr(sender)[1].rpartition("@")[2]
