"""Times that rules wait for: one row for each rule and referral, set, moved and taken away by the caller."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, delete, null, or_, select, tuple_

from data.insert import upsert
from data.tables import timer


@dataclass(frozen=True, slots=True)
class Planting:
    """A time to wait for from now on: counted from or up to `anchor_at`."""

    rule: str
    referral_id: int
    anchor_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Uprooting:
    """A time that nobody waits for any more."""

    rule: str
    referral_id: int


def keep(db: Connection, asked: Sequence[Planting | Uprooting]) -> None:
    """Write what was asked for, of several for one rule and referral the last. A time that came does not come again."""
    last = {(one.rule, one.referral_id): one for one in asked}
    gone = [where for where, one in last.items() if isinstance(one, Uprooting)]
    if gone:
        db.execute(delete(timer).where(tuple_(timer.c.rule, timer.c.referral_id).in_(gone)))
    if planted := [one for one in last.values() if isinstance(one, Planting)]:
        _plant(db, planted)


def _plant(db: Connection, planted: Iterable[Planting]) -> None:
    c = timer.c
    rows = [
        {"rule": one.rule, "referral_id": one.referral_id, "anchor_at": one.anchor_at, "due_at": one.due_at}
        for one in planted
    ]
    added = upsert(db, timer)
    fired = case((c.anchor_at == added.excluded.anchor_at, c.fired_at), else_=null())
    moved = {"anchor_at": added.excluded.anchor_at, "due_at": added.excluded.due_at, "fired_at": fired}
    differs = or_(c.anchor_at != added.excluded.anchor_at, c.due_at != added.excluded.due_at)
    stays = added.on_conflict_do_update(index_elements=["rule", "referral_id"], set_=moved, where=differs)
    db.execute(stays, rows)


def anchors(db: Connection, referral_ids: Collection[int]) -> dict[tuple[str, int], datetime]:
    """What each time of these referrals is counted from, by rule and referral."""
    if not referral_ids:
        return {}
    c = timer.c
    rows = db.execute(select(c.rule, c.referral_id, c.anchor_at).where(c.referral_id.in_(referral_ids)))
    return {(row.rule, row.referral_id): row.anchor_at for row in rows}


def forget_times(db: Connection, rule: str) -> None:
    """Take away what a rule waits for; what came already is kept, so that it does not come again."""
    db.execute(delete(timer).where(timer.c.rule == rule, timer.c.fired_at.is_(None)))
