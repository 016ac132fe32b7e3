"""Clocks worked out anew from their history, some at a time, where a deadline or opening hours changed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, update

from core import clock
from core.access import Actor
from core.audit import Kind, record_all
from core.errors import NotAllowed
from core.referral.current import READ, Current
from core.referral.deadline import VISIT, clock_columns, scope_of
from core.referral.falling_due import clock_event
from core.referral.run import Happened, course, histories
from core.referral.stage import STAGES
from core.sla import LEVELS, State, Timing, timing_now
from core.work import reading, work
from data.tables import reckoning, referral, site

AT_ONCE = 1000
COLUMNS = ("due_at", "warn_at", "clock", "wakes_at")


def reckon_some(actor: Actor) -> int:
    """Work out the next clocks of the oldest piece of work that waits; how many, and nothing where none does.

    Alerts are not given here: what is late now and was not before is found by whoever looks for what fell due. What
    was said to be late, or at risk, and is not any more, is said so.
    """
    if not actor.internal:
        raise NotAllowed("Clocks are worked out anew by the jobs process.")
    with reading() as db:
        if db.execute(_waiting()).first() is None:
            return 0
    with work() as db:
        piece = db.execute(_waiting().with_for_update(skip_locked=True)).one_or_none()
        return _some(db, actor, piece) if piece else 0


def _waiting() -> Any:
    return select(reckoning).where(reckoning.c.ended_at.is_(None)).order_by(reckoning.c.id).limit(1)


def _some(db: Connection, actor: Actor, piece: Any) -> int:
    rows = db.execute(_clocks(piece)).mappings().all()
    moved = _reckon(db, actor, rows)
    progress: dict[str, Any] = {"done": piece.done + len(rows), "moved": piece.moved + moved}
    if piece.whole is None:
        c = referral.c
        progress["whole"] = db.execute(select(func.count(c.id)).where(*_touched(piece))).scalar_one()
    progress |= {"last_id": rows[-1]["id"]} if len(rows) == AT_ONCE else {"ended_at": clock.now()}
    db.execute(update(reckoning).where(reckoning.c.id == piece.id).values(progress))
    return max(len(rows), 1)


def _touched(piece: Any) -> list[ColumnElement[bool]]:
    c = referral.c
    stages = [stage.value for stage, facts in STAGES.items() if _is_counted(facts.deadline, piece.what)]
    touched: list[ColumnElement[bool]] = [c.closed_at.is_(None), c.stage.in_(stages)]
    return [*touched, c.site_id == piece.site_id] if piece.site_id else touched


def _is_counted(deadline: str, what: str) -> bool:
    """A visit takes place when it was booked for, whatever deadlines say."""
    return deadline not in {"", VISIT} and what in {"", deadline}


def _clocks(piece: Any) -> Any:
    c = referral.c
    return (
        select(*READ, c.due_at, c.warn_at, c.clock, c.wakes_at, site.c.time_zone)
        .join(site, site.c.id == c.site_id)
        .where(*_touched(piece), c.id > piece.last_id)
        .order_by(c.id)
        .limit(AT_ONCE)
        .with_for_update(of=referral)
    )


def _then(timing: Timing, row: Any, past: Sequence[Happened]) -> dict[str, Any]:
    """How its clock stands by what is set now; what was told of it is what its row says, unless it is paused."""
    now, state = Current.of(row), State(row["clock"])
    run = course(now, past).run
    told = state if state in LEVELS else run.told
    return clock_columns(timing, scope_of(now, run.what), replace(run, told=told), now.held_until_on)


def _eased(before: State, after: State) -> bool:
    return before in LEVELS and after in LEVELS and LEVELS.index(after) < LEVELS.index(before)


def _reckon(db: Connection, actor: Actor, rows: Sequence[Any]) -> int:
    """How many are due, or at risk, at another time now."""
    timing, past = timing_now(db), histories(db, [row["id"] for row in rows])
    changed, told = [], []
    for row in rows:
        then = _then(timing, row, past.get(row["id"], []))
        if any(then[name] != row[name] for name in COLUMNS):
            changed.append({f"new_{name}": then[name] for name in COLUMNS} | {"of": row["id"]})
            if _eased(State(row["clock"]), then["clock"]):
                facts = {"clock": then["clock"], "before": row["clock"]}
                event = clock_event(timing, Current.of(row), Kind.REFERRAL_IN_TIME, then["due_at"], row["time_zone"])
                told.append(replace(event, facts=event.facts | facts))
    if changed:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in COLUMNS}
        db.execute(update(referral).where(referral.c.id == bindparam("of")).values(values), changed)
    record_all(db, actor, told)
    return len(changed)
