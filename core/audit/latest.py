"""What changed lately on the referrals of one's sites: a glance for the day's first page, not the record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.access import Actor, Permission, my_referrals
from core.audit.told import Entry, entry, names
from core.work import reading
from data.tables import event, event_text, patient, patient_name, referral, site

GLANCE = 5_000
"""So many of the group's latest events are looked through, however many there are."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing that somebody else did, and the patient it was about."""

    entry: Entry
    patient: str
    zone: str


def latest(actor: Actor, since: datetime, limit: int = 12) -> list[News]:
    """What others and Baton itself did to referrals of the actor's sites since a moment, newest first."""
    actor.must(Permission.REFERRAL_READ)
    c = event.c
    glance = event.alias("glance").c.id
    these = select(glance).order_by(glance.desc()).limit(GLANCE)
    wanted = (
        _whole()
        .where(c.id.in_(these), c.subject == "referral", c.kind.startswith("referral:"), c.actor != actor.ref)
        .where(c.occurred_at >= since, my_referrals(actor))
        .order_by(c.occurred_at.desc(), c.id.desc())
        .limit(limit)
    )
    with reading() as db:
        rows = db.execute(wanted).all()
        called = names(db, (row.actor for row in rows))
    places = ((row.answers, row.asks) for row in rows)
    return [
        News(entry(actor, row, called[row.actor], both), row.patient, row.time_zone)
        for row, both in zip(rows, places, strict=True)
    ]


def _whole() -> Any:
    c = event.c
    return (
        select(
            *(c[name] for name in ("id", "kind", "occurred_at", "actor", "subject", "subject_id", "site_id")),
            *(c.patient_id, c.facts, c.text_hash, event_text.c.words, site.c.time_zone),
            *(referral.c.site_id.label("answers"), referral.c.from_site_id.label("asks"), referral.c.reference),
            patient_name.label("patient"),
        )
        .join(referral, referral.c.id == c.subject_id)
        .join(patient, patient.c.id == referral.c.patient_id)
        .join(site, site.c.id == referral.c.site_id)
        .outerjoin(event_text, event_text.c.event_id == c.id)
    )
