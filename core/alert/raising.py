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
    now, what = clock.now(), asked.what[:LONGEST]
    row = {
        "event_id": asked.event_id,
        "kind": asked.cause,
        "referral_id": asked.about.subject_id,
        "site_id": asked.about.site_id,
        "what": what,
        "due_at": asked.due_at,
        "first": asked.first,
        "raised_at": now,
        "next_at": now,
    }
    added = db.execute(insert_new(db, alert, "event_id").values(row).returning(alert.c.id)).scalar_one_or_none()
    if added is not None:
        facts = {"alert": added, "cause": asked.cause, "event": asked.event_id}
        record(db, actor, Kind.ALERT_RAISED, asked.about, facts, what=what)
    return added


def settle(db: Connection, actor: Actor, referrals: Collection[int], stepped: Collection[int]) -> int:
    """Settle what is over of the open alerts of these referrals, some of which took a step just now; how many."""
    c = alert.c
    standing = (
        select(c.id, c.kind, c.what, c.site_id, c.referral_id, *(referral.c[name] for name in _DECIDES))
        .join(referral, referral.c.id == c.referral_id)
        .where(c.referral_id.in_(referrals), c.settled_at.is_(None))
        .order_by(c.id)
    )
    over = [row for row in db.execute(standing) if row.closed_at or _OVER[row.kind](row, row.referral_id in stepped)]
    for row in over:
        db.execute(update(alert).where(c.id == row.id).values(settled_at=clock.now(), next_at=None))
        about = About("referral", row.referral_id, row.site_id, row.patient_id)
        record(db, actor, Kind.ALERT_SETTLED, about, {"alert": row.id, "cause": row.kind}, what=row.what)
    return len(over)


_DECIDES = ("closed_at", "stalled_at", "patient_id")


def _stepped(_: Any, stepped: bool) -> bool:
    return stepped


_OVER: Mapping[str, Any] = {
    Cause.BREACHED: _stepped,
    Cause.AT_RISK: _stepped,
    Cause.STALLED: lambda row, _: row.stalled_at is None,
    Cause.OTHER: _stepped,
}
