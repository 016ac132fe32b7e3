"""Referrals about which nobody has done anything for too long, whatever their deadline says: each is said once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, select, update

from core import clock
from core.access import Actor
from core.alert.stored import Ladders
from core.audit import About, Kind, Told, record_all
from core.directory import Urgency
from core.errors import NotAllowed
from core.work import reading, work
from data.tables import referral
from data.tables.referral import QUIET

BATCH = 200


def note_stalled(actor: Actor) -> int:
    """Say of each once that it has been quiet for too long; how many.

    What is on hold, on the waiting list or has a visit ahead waits for a moment that somebody set.
    """
    if not actor.internal:
        raise NotAllowed("What has gone quiet is looked for by the jobs process.")
    with reading() as db:
        limits = list(_limits(Ladders(db), clock.now()))
    found = 0
    for limit in limits:
        while batch := _some(actor, limit):
            found += batch
    return found


def _limits(ladders: Ladders, now: datetime) -> Iterator[ColumnElement[bool]]:
    """One condition for each urgency and each number of days: a run of one index."""
    c = referral.c
    for urgency in Urgency:
        by_days: dict[int, list[int]] = {}
        for site_id in sorted(ladders.apart):
            by_days.setdefault(ladders.at(site_id).patience.days[urgency], []).append(site_id)
        usual = ladders.group.patience.days[urgency]
        elsewhere = c.site_id.not_in(sorted(ladders.apart)) if ladders.apart else None
        yield _quiet(urgency, now - timedelta(days=usual), elsewhere)
        for days, sites in by_days.items():
            yield _quiet(urgency, now - timedelta(days=days), c.site_id.in_(sites))


def _quiet(urgency: Urgency, since: datetime, where: ColumnElement[bool] | None) -> ColumnElement[bool]:
    c = referral.c
    quiet = and_(QUIET, c.urgency == urgency, c.active_at < since)
    return quiet if where is None else and_(quiet, where)


def _some(actor: Actor, limit: Any) -> int:
    c, now = referral.c, clock.now()
    wanted = select(c.id, c.site_id, c.patient_id, c.active_at).where(limit).order_by(c.active_at, c.id).limit(BATCH)
    with reading() as db:
        if db.execute(wanted.limit(1)).first() is None:
            return 0
    with work() as db:
        rows = db.execute(wanted.with_for_update(skip_locked=True)).all()
        db.execute(update(referral).where(c.id.in_([row.id for row in rows])).values(stalled_at=now))
        record_all(db, actor, [_told(row, now) for row in rows])
    return len(rows)


def _told(row: Any, now: datetime) -> Told:
    facts = {"days": (now - row.active_at).days, "since": row.active_at.isoformat()}
    return Told(Kind.REFERRAL_STALLED, About("referral", row.id, row.site_id, row.patient_id), facts, {})
