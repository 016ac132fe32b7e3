"""The visits that somebody's own calendar follows: those of the last month and of the year ahead, at their sites."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, func, or_, select

from core import clock
from core.access import Actor, Permission, at_my_sites, my_referrals
from core.brand import brand
from core.referral.diary import MOVED
from core.referral.ics import Entry, followed
from core.referral.stage import Direction
from core.settings import settings
from core.work import reading
from data.tables import appointment, clinician, patient, patient_name, provider, referral, site

BEHIND, AHEAD = timedelta(days=31), timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Followed:
    """What a calendar is to show; `shape` tells two of them apart without writing either out."""

    name: str
    entries: tuple[Entry, ...]
    shape: str

    @property
    def text(self) -> str:
        """As a calendar reads it."""
        return followed(self.entries, self.name)


def feed(actor: Actor, *, named: bool) -> Followed:
    """Every visit but those that were moved elsewhere; cancelled ones say so, because calendars keep what they know.

    Patients are initials beside the reference unless `named`: what a calendar reads is copied to telephones and to
    whoever runs the calendar, where nobody signs in to look.
    """
    actor.must(Permission.REFERRAL_READ)
    with reading() as db:
        rows = db.execute(_visits(actor)).all()
        name = f"{brand(db).name}: visits"
    entries = tuple(_entry(row, named=named) for row in rows)
    return Followed(name, entries, sha256(repr((name, entries)).encode(errors="replace")).hexdigest())


def initials(name: str) -> str:
    """R.T. for Rose Tyler, in any script; one letter where there is one name."""
    words = name.split()
    return "".join(f"{word[0].upper()}." for word in (words[:1] + words[1:][-1:]))


def _visits(actor: Actor) -> Select[Any]:
    c, r = appointment.c, referral.c
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return (
        select(
            c.id, c.uid, c.moves, c.starts_at, c.minutes, c.state, c.booked_at, c.ended_at,
            r.id.label("referral_id"), r.reference, r.direction, patient_name.label("patient"),
            site.c.name.label("site"), provider.c.name.label("provider"),
            func.coalesce(clinician.c.name, "").label("clinician"),
        )
        .join(referral, r.id == c.referral_id)
        .join(patient, patient.c.id == r.patient_id)
        .join(site, site.c.id == r.site_id)
        .outerjoin(provider, provider.c.id == r.recipient_provider_id)
        .outerjoin(clinician, clinician.c.id == c.clinician_id)
        .where(
            or_(at_my_sites(actor, c.site_id), c.site_id.is_(None)),
            my_referrals(actor),
            c.state != MOVED,
            c.starts_at >= today - BEHIND,
            c.starts_at < today + AHEAD,
        )
        .order_by(c.starts_at, c.id)
    )  # fmt: skip


def _entry(row: Any, *, named: bool) -> Entry:
    """Stamped with its last change, so that the same visits are the same text."""
    outside = row.direction == Direction.OUTBOUND and row.provider
    changed_at: datetime = max(row.booked_at, row.ended_at or row.booked_at)
    return Entry(
        uid=row.uid or f"visit-{row.id}",
        moves=row.moves,
        starts_at=row.starts_at,
        minutes=row.minutes,
        headline=f"{row.patient if named else initials(row.patient)}, {row.reference}",
        place=row.provider if outside else row.site,
        note=f"With {row.clinician}" if row.clinician else "",
        stamped_at=changed_at.astimezone(UTC),
        link=f"{settings().public_url}/referral?id={row.referral_id}",
        cancelled=row.state == "cancelled",
    )
