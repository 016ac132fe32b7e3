"""Somebody comes with a link: it opens the one thing it was made for, or is refused and noted, whoever tries."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

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
    used_at: datetime | None


def opened(token: str, purpose: Purpose, address: str = "") -> Opened:
    """What this token opens, which is noted as used; see `standing`."""
    found = standing(token, purpose, address)
    touch(found)
    return found


def standing(token: str, purpose: Purpose, address: str = "") -> Opened:
    """What this token would open; forged, altered, guessed or for another purpose it is refused alike. `address` is
    whence it came."""
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
    return Opened(purpose=purpose, **{name: getattr(row, name) for name in _AS_STORED})


_AS_STORED = ("id", "subject", "subject_id", "audience", "provider_id", "name", "address", "used_at")


def touch(used: Opened) -> None:
    """Keep when it was used, every few minutes; the first time it is told on the timeline."""
    now, c = clock.now(), link.c
    if used.used_at and used.used_at >= now - TOUCH:
        return
    with work() as db:
        db.execute(update(link).where(c.id == used.id).values(used_at=now))
        first = update(link).where(c.id == used.id, c.opened_at.is_(None)).values(opened_at=now)
        if db.execute(first).rowcount and used.subject == "referral":
            _tell(db, used)


def _tell(db: Connection, used: Opened) -> None:
    r, p = referral.c, provider.c
    asked = select(r.site_id, r.patient_id, p.name).outerjoin(provider, p.id == used.provider_id)
    place = db.execute(asked.where(r.id == used.subject_id)).one()
    about = About("referral", used.subject_id, place.site_id, place.patient_id)
    ref = f"provider:{used.provider_id}" if used.provider_id else f"patient:{place.patient_id}"
    holder = outsider(ref, place.name or used.name, used.subject_id, used.audience)
    record(db, holder, Kind.LINK_OPENED, about, {"link": used.id}, name=used.name)
