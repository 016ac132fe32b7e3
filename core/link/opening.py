"""Somebody comes with a link: it opens the one thing it was made for, or is refused and noted, whoever tries."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select, update

from core import clock, log
from core.access import outsider
from core.audit import About, Kind, record
from core.errors import NotNow
from core.link.purpose import Purpose
from core.people.guessing import guessed
from core.people.token import hashed
from core.work import reading, work
from data.tables import link, provider, referral

TOUCH = timedelta(minutes=5)
"""How closely it is known when a link was last used."""
UNKNOWN = "There is nothing behind this link. Please open it again from the message, whole, or ask for a new one."
OVER = "This link is over. Please ask whoever sent it for a new one."


@dataclass(frozen=True, slots=True)
class Opened:
    """What a good link is about, and for whom."""

    id: int
    purpose: Purpose
    subject: str
    subject_id: int
    audience: str
    provider_id: int | None
    name: str
    address: str


def opened(token: str, purpose: Purpose, address: str = "") -> Opened:
    """What this token opens; forged, altered, guessed or for another purpose it is refused alike. `address` is whence
    it came."""
    c = link.c
    with reading() as db:
        row = db.execute(select(link).where(c.token_hash == hashed(token), c.purpose == purpose)).one_or_none()
    if row is None:
        raise guessed("link", address, UNKNOWN)
    now = clock.now()
    if row.withdrawn_at or row.ends_at <= now:
        why = "withdrawn" if row.withdrawn_at else "expired"
        log.say("link refused", logging.WARNING, why=why, link=row.id)
        raise NotNow(OVER)
    if row.used_at is None or row.used_at < now - TOUCH:
        _used(row)
    return Opened(purpose=purpose, **{name: getattr(row, name) for name in _AS_STORED})


_AS_STORED = ("id", "subject", "subject_id", "audience", "provider_id", "name", "address")


def _used(row: Row[Any]) -> None:
    """Keep when; the first time it is told on the timeline."""
    now, c = clock.now(), link.c
    with work() as db:
        db.execute(update(link).where(c.id == row.id).values(used_at=now))
        first = update(link).where(c.id == row.id, c.opened_at.is_(None)).values(opened_at=now)
        if not db.execute(first).rowcount or row.subject != "referral":
            return
        r, p = referral.c, provider.c
        asked = select(r.site_id, r.patient_id, p.name).join(provider, p.id == row.provider_id)
        place = db.execute(asked.where(r.id == row.subject_id)).one()
        about = About("referral", row.subject_id, place.site_id, place.patient_id)
        holder = outsider(f"provider:{row.provider_id}", place.name, row.subject_id, row.audience)
        record(db, holder, Kind.LINK_OPENED, about, {"link": row.id}, name=row.name)
