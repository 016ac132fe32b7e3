"""What was sent and nobody acknowledged in time comes up by itself, once."""

from sqlalchemy import ColumnElement, literal_column, select, update

from core import clock
from core.access import Actor
from core.audit import About, Kind, record
from core.errors import NotAllowed
from core.work import work
from data.tables import referral

BATCH = 200
SENT: ColumnElement[str] = literal_column("'sent'")
"""Spelt out, because a bound value would hide the index on what is unanswered."""


def note_unanswered(actor: Actor) -> int:
    """Record for each referral whose time to be acknowledged has passed that nobody has; how many."""
    if not actor.internal:
        raise NotAllowed("What is unanswered is looked for by the jobs process.")
    found = 0
    while batch := _some(actor):
        found += batch
    return found


def _some(actor: Actor) -> int:
    now, c = clock.now(), referral.c
    late = (
        select(c.id, c.site_id, c.patient_id)
        .where(c.stage == SENT, c.chased_at.is_(None), c.due_at < now, c.held_until_on.is_(None))
        .order_by(c.due_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    with work() as db:
        rows = db.execute(late).all()
        for row in rows:
            db.execute(update(referral).where(c.id == row.id).values(chased_at=now))
            record(db, actor, Kind.REFERRAL_UNANSWERED, About("referral", row.id, row.site_id, row.patient_id))
    return len(rows)
