"""Links for people outside: one edition for one person, signed, good for a month, and over when they are withdrawn."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import select, update

from core import clock, log
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.errors import NotFound, NotNow
from core.message import file_name
from core.report.scope import Scope
from core.settings import settings
from core.work import work
from data.tables import edition, edition_sent

GOOD_FOR = timedelta(days=30)
PATH = "/report/"
GONE = "There is no report behind this link. Please ask whoever sent it for a new one."
OVER = "This link is over. Please ask whoever sent it for a new one."


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand over; its name is plain ASCII."""

    name: str
    media_type: str
    content: bytes


def address(sent_id: int, ends_at: datetime) -> str:
    """Where somebody outside opens what was sent to them."""
    return f"{settings().public_url}{PATH}{_seal().dumps([sent_id, int(ends_at.timestamp())])}"


def followed(token: str) -> File:
    """The report behind a link; what is forged, over or withdrawn is refused and noted, whoever it is that tries."""
    sent_id, seconds = _read(token)
    now, s, c = clock.now(), edition_sent.c, edition.c
    with work() as db:
        wanted = select(s.ends_at, s.withdrawn_at, s.opened_at, c.kind, c.period_on, c.pdf)
        row = db.execute(wanted.join(edition, c.id == s.edition_id).where(s.id == sent_id)).one_or_none()
        if row is None or row.ends_at is None or int(row.ends_at.timestamp()) != seconds:
            raise _refused("unknown", sent_id)
        if row.withdrawn_at or row.ends_at < now:
            raise _refused("withdrawn" if row.withdrawn_at else "expired", sent_id)
        if row.opened_at is None:
            db.execute(update(edition_sent).where(s.id == sent_id).values(opened_at=now))
    log.say("report opened by link", sent=sent_id)
    return File(file_name(row.kind, row.period_on), "application/pdf", row.pdf)


def withdraw(actor: Actor, sent_id: int) -> None:
    """Let a link open nothing any more."""
    s, c = edition_sent.c, edition.c
    with work() as db:
        wanted = select(s.withdrawn_at, s.ends_at, s.name, c.id, c.site_id, c.provider_id, c.title)
        row = db.execute(wanted.join(edition, c.id == s.edition_id).where(s.id == sent_id)).one_or_none()
        if row is None:
            raise NotFound("There is no such link at your sites.")
        Scope(row.site_id, row.provider_id).must(actor, Permission.DISTRIBUTION_EDIT)
        if row.withdrawn_at or row.ends_at is None:
            raise NotNow("There is no link here that could still be used.")
        db.execute(update(edition_sent).where(s.id == sent_id).values(withdrawn_at=clock.now()))
        about = About("edition", row.id, row.site_id)
        record(db, actor, Kind.EDITION_WITHDRAWN, about, {"sent": sent_id}, title=row.title, name=row.name)


def _read(token: str) -> tuple[int, int]:
    try:
        sent_id, seconds = _seal().loads(token)
        datetime.fromtimestamp(seconds, UTC)
    except (BadData, ValueError, TypeError, OverflowError, OSError):
        raise _refused("forged", None) from None
    return int(sent_id), int(seconds)


def _refused(why: str, sent_id: int | None) -> NotFound | NotNow:
    """The same words for what never was as for what cannot be read; the log knows more."""
    log.say("report link refused", logging.WARNING, why=why, sent=sent_id)
    return NotNow(OVER) if why in {"expired", "withdrawn"} else NotFound(GONE)


def _seal() -> URLSafeSerializer:
    """A salt of its own: no other signature of this key is such a link."""
    key = settings().secret_key.get_secret_value()
    return URLSafeSerializer(key, salt="edition", signer_kwargs={"digest_method": sha256})
