"""Raise an alert once, and settle it when its reason is over; inside the transaction of a reaction."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, select, update

from core import clock
from core.access import Actor
from core.alert.model import Cause, Raising
from core.audit import About, Kind, record
from data.insert import insert_new
from data.tables import alert, referral

LONGEST = 200


def raise_alert(db: Connection, actor: Actor, asked: Raising) -> int | None:
    """Raise it, to be told at the next pass; None when this event has raised one before."""
    row = row_of(asked)
    added = db.execute(insert_new(db, alert, "event_id").values(row).returning(alert.c.id)).scalar_one_or_none()
    if added is not None:
        facts = {"alert": added, "cause": asked.cause, "event": asked.event_id}
        record(db, actor, Kind.ALERT_RAISED, asked.about, facts, what=str(row["what"]))
    return added


def row_of(asked: Raising) -> dict[str, Any]:
    """How it stands from now on."""
    now = clock.now()
    return {
        "event_id": asked.event_id,
        "kind": asked.cause,
        "referral_id": asked.about.subject_id,
        "site_id": asked.about.site_id,
        "what": asked.what[:LONGEST],
        "due_at": asked.due_at,
        "first": asked.first,
        "raised_at": now,
        "next_at": now,
    }


def settle(db: Connection, actor: Actor, referrals: Collection[int], ended: Mapping[int, int]) -> int:
    """Settle what is over of the open alerts of these referrals; how many.

    `ended` are the events with which what was due on some of them was done, or began anew.
    """
    c, r = alert.c, referral.c
    standing = (
        select(c.id, c.event_id, c.kind, c.what, c.site_id, c.referral_id, r.patient_id)
        .add_columns(r.closed_at, r.stalled_at, r.flagged_at)
        .join(referral, r.id == c.referral_id)
        .where(c.referral_id.in_(referrals), c.settled_at.is_(None))
        .order_by(c.id)
    )
    over = [row for row in db.execute(standing) if row.closed_at or _is_over(row, ended.get(row.referral_id, 0))]
    for row in over:
        db.execute(update(alert).where(c.id == row.id).values(settled_at=clock.now(), next_at=None))
        about = About("referral", row.referral_id, row.site_id, row.patient_id)
        record(db, actor, Kind.ALERT_SETTLED, about, {"alert": row.id, "cause": row.kind}, what=row.what)
    return len(over)


def _is_over(row: Any, ended: int) -> bool:
    """What was late is done, or begins anew; what was quiet is active; what was flagged is no longer."""
    if row.kind == Cause.STALLED:
        return row.stalled_at is None
    return row.flagged_at is None if row.kind == Cause.FLAGGED else ended > row.event_id
