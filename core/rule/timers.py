"""Times that have come become events: each once, the oldest first, however long nobody looked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from core import clock
from core.access import Actor
from core.audit import About, Kind, record
from core.directory import calendar
from core.errors import NotAllowed
from core.rule.timing import timing
from core.work import reading, work
from data.tables import appointment, referral, rule, timer

BATCH = 200


def ring(actor: Actor) -> int:
    """Record for each time that has come that it has, the oldest first; how many. Each comes once, whoever asks."""
    if not actor.internal:
        raise NotAllowed("Times are watched by the jobs process.")
    rung = 0
    while some := _ring_some(actor):
        rung += some
    return rung


def _ring_some(actor: Actor) -> int:
    if not _is_any_due():
        return 0
    c, now = timer.c, clock.now()
    due = (
        select(c.id, c.rule, c.anchor_at, rule.c.label, rule.c.timing, *(referral.c[name] for name in _ABOUT))
        .join(referral, referral.c.id == c.referral_id)
        .join(rule, rule.c.name == c.rule)
        .where(c.fired_at.is_(None), c.due_at <= now, rule.c.enabled)
        .order_by(c.due_at, c.id)
        .limit(BATCH)
        .with_for_update(of=timer, skip_locked=True)
    )
    with work() as db:
        rows = db.execute(due).all()
        _go_on(db, rows, now)
        visits = _visits(db, rows)
        for row in rows:
            about = About("referral", row.id_1, row.site_id, row.patient_id)
            record(db, actor, Kind.RULE_DUE, about, _facts(row, visits), label=row.label)
    return len(rows)


def _go_on(db: Connection, rows: Sequence[Any], now: datetime) -> None:
    """A time has come for good, or waits for when it comes again; what was missed meanwhile is not made up for."""
    again = [row for row in rows if row.timing.get("every")]
    once = [row.id for row in rows if not row.timing.get("every")]
    db.execute(update(timer).where(timer.c.id.in_(once)).values(fired_at=now))
    for row in again:
        next_at = timing(row.label, row.timing).next_at(row.anchor_at, calendar(db, row.site_id), now)
        db.execute(update(timer).where(timer.c.id == row.id).values(due_at=next_at))


_ABOUT = ("id", "site_id", "patient_id")


def _is_any_due() -> bool:
    """Looked up without the write lock."""
    c = timer.c
    waits = select(c.id).join(rule, rule.c.name == c.rule).where(c.fired_at.is_(None), rule.c.enabled)
    with reading() as db:
        return db.execute(waits.where(c.due_at <= clock.now()).limit(1)).first() is not None


def _facts(row: Any, visits: dict[tuple[int, datetime], int]) -> dict[str, Any]:
    """Which rule and which time; and the visit that it is counted from or up to."""
    facts: dict[str, Any] = {"rule": row.rule, "anchor_at": row.anchor_at.isoformat()}
    if "before" in row.timing:
        facts["before"] = True
    visit = visits.get((row.id_1, row.anchor_at))
    return facts | ({"appointment": visit} if visit else {})


def _visits(db: Connection, rows: Sequence[Any]) -> dict[tuple[int, datetime], int]:
    c = appointment.c
    ids = {row.id_1 for row in rows if row.timing.get("anchor") == "appointment"}
    if not ids:
        return {}
    found = select(c.id, c.referral_id, c.starts_at).where(c.referral_id.in_(ids)).order_by(c.id)
    return {(row.referral_id, row.starts_at): row.id for row in db.execute(found)}
