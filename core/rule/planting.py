"""Set the times of a rule that is new for referrals that were there before it, from what happened to each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from core import clock
from core.access import Actor
from core.audit import chain
from core.directory import calendar
from core.errors import NotAllowed, Refusal
from core.manners import Standing
from core.rule.coming import comes_at
from core.rule.model import Rule, parse
from core.rule.stored import READ
from core.rule.timing import Anchor, Base, Late
from core.rule.waiting import Planting, keep
from core.work import reading, work
from data.tables import appointment, event, patient, referral, rule

PLANTED = 500
"""Referrals that are looked at in one transaction."""
LONGEST_AFTER = timedelta(days=730)
"""How long after its end a referral may still be waited for."""


def plant(actor: Actor) -> int:
    """Set the times of rules that are new or were changed, for what is open already; how many times were set.

    Batch by batch, each remembered in the rule's own row, so that it goes on where it was when it was interrupted.
    """
    if not actor.internal:
        raise NotAllowed("Times are set by the jobs process.")
    planted = 0
    while (some := _plant_some()) is not None:
        planted += some
    return planted


def _plant_some() -> int | None:
    """One batch for one rule; None when no rule waits for it."""
    c = rule.c
    waiting = select(c.id).where(c.planted_to.is_not(None), c.enabled).order_by(c.id).limit(1)
    with reading() as db:
        if db.execute(waiting).first() is None:
            return None
    with work() as db:
        chain.lock(db)  # reactions set the same times, and must not meet a half-read history
        row = db.execute(select(c.id, c.planted_to, *(c[name] for name in READ)).where(c.id.in_(waiting))).one_or_none()
        if row is None:
            return None
        said = row._asdict()
        row_id, planted_to = said.pop("id"), said.pop("planted_to")
        some, last = _plant_for(db, said, planted_to)
        db.execute(update(rule).where(c.id == row_id).values(planted_to=last))
    return some


def _plant_for(db: Connection, said: dict[str, Any], after: int) -> tuple[int, int | None]:
    """Set the times of the next referrals for a rule; how many, and the last one looked at if there may be more."""
    try:
        meant = parse(**said)
    except Refusal:
        return 0, None
    if meant.timing is None:
        return 0, None
    rows = _next_referrals(db, meant, after)
    stands = _anchored(db, meant.timing.anchor, rows)
    keep(db, planted := [one for one in _plantings(db, meant, rows, stands) if _is_wanted(meant, one)])
    return len(planted), rows[-1].id if len(rows) == PLANTED else None


def _next_referrals(db: Connection, meant: Rule, after: int) -> Sequence[Any]:
    """Open ones; and those closed lately enough, where the time is counted from the end."""
    c = referral.c
    there: ColumnElement[bool] = c.closed_at.is_(None)
    if meant.timing and meant.timing.anchor.over:
        there = or_(there, c.closed_at >= clock.now() - LONGEST_AFTER)
    wanted = select(c.id, c.site_id, c.direction, c.received_at, patient.c.time_zone.label("their_zone"))
    wanted = wanted.join(patient, patient.c.id == c.patient_id).where(c.id > after, there)
    return db.execute(wanted.order_by(c.id).limit(PLANTED)).all()


def _is_wanted(meant: Rule, planting: Planting) -> bool:
    """Those whose time is over are acted on only where the rule says so, and never after what it was to come before."""
    if planting.due_at > clock.now():
        return True
    timing = meant.timing
    return (
        timing is not None and timing.late is Late.AT_ONCE and not (timing.before and planting.anchor_at <= clock.now())
    )


@dataclass(frozen=True, slots=True)
class _Stands:
    """The last event that set an anchor and was not undone."""

    at: datetime
    visit: int | None


def _anchored(db: Connection, anchor: Anchor, rows: Sequence[Any]) -> dict[int, _Stands]:
    """Replayed from what happened: for each referral the event that its anchor stands by now."""
    c = event.c
    kinds = [*anchor.set_by, *anchor.undone_by]
    about = and_(c.subject == "referral", c.subject_id.in_([row.id for row in rows]), c.kind.in_(kinds))
    found: dict[int, _Stands] = {}
    for each in db.execute(select(c.subject_id, c.kind, c.occurred_at, c.facts).where(about).order_by(c.id)):
        if each.kind in anchor.set_by:
            found[each.subject_id] = _Stands(each.occurred_at, each.facts.get("appointment"))
        else:
            found.pop(each.subject_id, None)
    return found


def _plantings(db: Connection, meant: Rule, rows: Sequence[Any], stands: dict[int, _Stands]) -> list[Planting]:
    """The time of each referral whose anchor stands and that the rule may act on, on its site's own clock."""
    timing, now, standing = meant.timing, clock.now(), Standing.read(db)
    wanted = [row for row in rows if row.id in stands and meant.acts_at(row.site_id)]
    wanted = [row for row in wanted if meant.conditions.may_hold({"direction": row.direction})]
    if timing is None or not wanted:
        return []
    calendars = {site_id: calendar(db, site_id) for site_id in {row.site_id for row in wanted}}
    begins = _beginnings(db, {one.visit for one in stands.values() if one.visit})
    found = []
    for row in wanted:
        at = _moment(timing.anchor, row, stands[row.id], begins)
        if at is not None:
            there = calendars[row.site_id], standing.at(row.site_id), row.their_zone
            found.append(Planting(meant.name, row.id, at, comes_at(meant, timing, at, *there, now)))
    return found


def _moment(anchor: Anchor, row: Any, stands: _Stands, begins: dict[int, datetime]) -> datetime | None:
    if anchor.base is Base.VISIT:
        return begins.get(stands.visit or 0)
    return row.received_at if anchor.base is Base.RECEIVED else stands.at


def _beginnings(db: Connection, ids: Collection[int]) -> dict[int, datetime]:
    c = appointment.c
    return {row.id: row.starts_at for row in db.execute(select(c.id, c.starts_at).where(c.id.in_(ids)))} if ids else {}
