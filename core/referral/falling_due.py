"""What fell due since somebody looked last: told once each, in the order in which it did."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, and_, bindparam, or_, select, update

from core import clock
from core.access import Actor
from core.audit import Kind, Told, record_all
from core.errors import NotAllowed
from core.referral.current import READ, Current
from core.referral.deadline import review_at, scope_of, wakes_at
from core.referral.stage import STAGES
from core.sla import State, Timing, What, timing_now
from core.work import NOW, reading, work
from data.prepared import prepared
from data.tables import referral, site

AT_ONCE = 500
NEXT = {State.RUNNING: State.AT_RISK, State.AT_RISK: State.BREACHED}
KIND = {State.AT_RISK: Kind.REFERRAL_AT_RISK, State.BREACHED: Kind.REFERRAL_BREACHED}


def tell_due(actor: Actor) -> int:
    """Record that each clock which fell due since the last time is at risk, and that it broke; how many events.

    The state of a clock is what was told of it, and it is read and moved on in one transaction that holds its row: a
    second process passes over it, and one that was stopped half way finds on its return what others did meanwhile.
    """
    if not actor.internal:
        raise NotAllowed("What fell due is looked for by the jobs process.")
    told = 0
    while batch := _some(actor):
        told += batch
    return told


def _some(actor: Actor) -> int:
    now = clock.now()
    with reading() as db:
        if not _any().plain(db):
            return 0
    with work() as db:
        rows = db.execute(_due(now)).mappings().all()
        timing = timing_now(db)
        until = rows[-1]["wakes_at"] if len(rows) == AT_ONCE else now
        moves = list(_in_order(rows, until))
        _move(db, timing, {row["id"]: (row, state) for row, state, _ in moves})
        record_all(db, actor, [_told(timing, row, state) for row, state, _ in moves])
    return len(moves)


@prepared
def _any() -> Select[Any]:
    return select(referral.c.id).where(_fell_due(NOW)).limit(1)


def _fell_due(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    c = referral.c
    risk, breach = and_(c.clock == State.RUNNING, c.warn_at <= now), and_(c.clock == State.AT_RISK, c.due_at <= now)
    return and_(c.wakes_at <= now, or_(risk, breach))


def _due(now: datetime) -> Any:
    c = referral.c
    return (
        select(*READ, c.due_at, c.warn_at, c.clock, c.wakes_at, site.c.time_zone)
        .join(site, site.c.id == c.site_id)
        .where(_fell_due(now))
        .order_by(c.wakes_at, c.id)
        .limit(AT_ONCE)
        .with_for_update(of=referral, skip_locked=True)
    )


def _in_order(rows: Sequence[Any], until: datetime) -> Iterator[tuple[Any, State, datetime]]:
    """Each thing there is to tell, in the order in which it fell due, as far as these rows are all there are."""
    ahead = [(row["wakes_at"], row["id"], n, State(row["clock"])) for n, row in enumerate(rows)]
    heapify(ahead)
    while ahead:
        at, number, n, state = heappop(ahead)
        yield rows[n], NEXT[state], at
        if NEXT[state] is State.AT_RISK and rows[n]["due_at"] <= until:
            heappush(ahead, (rows[n]["due_at"], number, n, State.AT_RISK))


def _move(db: Connection, timing: Timing, reached: dict[int, tuple[Any, State]]) -> None:
    c = referral.c
    changed = []
    for number, (row, state) in reached.items():
        held = row["held_until_on"]
        review = review_at(timing, row["site_id"], held) if held else None
        wakes = wakes_at(state, row["warn_at"], row["due_at"], review)
        changed.append({"of": number, "state": state, "wakes": wakes})
    values: dict[str, Any] = {"clock": bindparam("state"), "wakes_at": bindparam("wakes")}
    if changed:
        db.execute(update(referral).where(c.id == bindparam("of")).values(values), changed)


def _told(timing: Timing, row: Any, state: State) -> Told:
    now = Current.of(row)
    return clock_event(timing, now, KIND[state], row["due_at"], row["time_zone"])


def clock_event(timing: Timing, now: Current, kind: Kind, due_at: datetime, zone: str) -> Told:
    """What is told of a clock: what was due when, by which deadline, and whose it was."""
    what = STAGES[now.stage].deadline
    choice = timing.choice(scope_of(now, what))
    told = {"what": what, "policy": choice.policy.id if choice else None, "due_at": due_at.isoformat()}
    told |= {"direction": now.direction, "urgency": now.urgency, "owner": now.owner_id}
    words = {"what": What(what).label.lower(), "due": clock.spoken(due_at, zone)}
    return Told(kind, now.about, told, words)
