"""React to what happened: seal it, let the rules decide, write what follows, count it; one transaction a batch."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from core import alert, clock, heartbeat, insight, log, message, task
from core.access import machine
from core.audit import About, Kind, chain, record
from core.rule.facts import Happened, Known
from core.rule.faulty import disable
from core.rule.firing import log_firings
from core.rule.planning import Failed, Only, Reaction, plan
from core.rule.stored import Enabled
from core.rule.waiting import keep
from core.rule.writing import write, write_each
from core.work import reading, work
from data.tables import event, event_text, pending

AGAIN = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 720))
"""How long an event that could not be reacted to is set aside; the last one repeats."""
BY_HAND = "by_hand"
REACTING = machine("job:react")


class _Unwritable(Exception):
    """The database refused what follows from an event: its fault, where a database that is away is nobody's."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


def react(limit: int = 100) -> int:
    """React to the oldest pending events; how many. One that fails is set aside visibly, for later."""
    if not (waiting := _waiting(limit)):
        return 0
    try:
        with work() as db:
            return _react_to(db, _due(limit))
    except _Unwritable:
        waiting = _waiting(limit)
    return sum(_react_alone(event_id) for event_id in waiting)


def _waiting(limit: int) -> list[int]:
    """Looked up without the write lock: an idle house does not disturb those who write."""
    with reading() as db:
        return [row.event_id for row in db.execute(_pending(limit))]


def set_aside() -> tuple[int, str]:
    """How many events could not be reacted to yet, and where the oldest failed; holds no personal data."""
    c = pending.c
    with reading() as db:
        rows = db.execute(select(c.event_id, c.failure).where(c.tries > 0).order_by(c.event_id)).all()
    return len(rows), f"event {rows[0].event_id}: {rows[0].failure}" if rows else ""


def _react_alone(event_id: int) -> int:
    """What failed in company may work alone; if it does not, it is sealed all the same and set aside."""
    try:
        with work() as db:
            return _react_to(db, _due(1, event_id), alone=True)
    except _Unwritable as failure:
        with work() as db:
            return _give_up(db, _due(1, event_id), failure.error)


def _react_to(db: Connection, due: Any, *, alone: bool = False) -> int:
    rows = _sealed(db, due)
    happened = [_happened(row) for row in rows]
    rules = Enabled(db)
    heard = [one for one in happened if rules.hears(one.kind)]
    known = Known(db, heard, rules.asked({one.kind for one in heard}), holding=True)
    reactions = []
    for row, one in zip(rows, happened, strict=True):
        try:
            reactions.append((row, plan(rules, known, one, row.depth, _only(row))))
        except Exception as error:
            _put_aside(db, row, error)
    try:
        _write(db, rules, [reaction for _, reaction in reactions], alone=alone)
        _forget(db, [row for row, reaction in reactions if not reaction.failed])
        for row, reaction in reactions:
            if reaction.failed:
                _put_aside(db, row, reaction.failed[0].error, reaction.failed)
        alert.follow(db, [row for row in rows if not row.tries])
        insight.fold(db, rows)
    except Exception as error:
        raise _Unwritable(error) from error
    return len(rows)


def _only(row: Any) -> Only:
    """What is tried again of an event that was set aside."""
    return None if row.only is None else frozenset((rule, place) for rule, place in row.only)


def _write(db: Connection, rules: Enabled, reactions: Sequence[Reaction], *, alone: bool) -> None:
    """What rules ask for, the times they wait for, why they did or did not, and what cannot go on."""
    if alone:
        for reaction in reactions:
            write_each(db, reaction)
    else:
        write(db, reactions)
    keep(db, [one for reaction in reactions for one in reaction.timers])
    log_firings(db, reactions)
    _withdraw(db, [reaction.event for reaction in reactions])
    for name, why in [*rules.faults.items(), *(one for reaction in reactions for one in reaction.vanished)]:
        disable(db, REACTING, name, why)
    for reaction in reactions:
        for rule in reaction.stopped:
            facts = {"rule": rule.name, "event": reaction.event.id}
            record(db, REACTING, Kind.RULE_STOPPED, reaction.event.about, facts, label=rule.label)


def _withdraw(db: Connection, events: Sequence[Happened]) -> None:
    """What waits and is true no more after one of these does not leave."""
    if over := [one.about for one in events if one.kind in message.ENDING]:
        referrals = {one.subject_id for one in over if one.subject == "referral"}
        message.withdraw(db, referrals, {one.patient_id for one in over if one.patient_id})


def _forget(db: Connection, done: Sequence[Any]) -> None:
    """They are pending no more, and nobody needs to do by hand what could not be done before."""
    db.execute(delete(pending).where(pending.c.event_id.in_([row.id for row in done])))
    for row in done:
        if row.tries:
            task.drop_open(db, REACTING, _happened(row).about, [BY_HAND], key=f"reaction:{row.id}")


def _sealed(db: Connection, due: Any) -> Sequence[Any]:
    """The events that are due, sealed in this order; those set aside before have their seals."""
    head = chain.lock(db)
    rows = db.execute(due).all()
    chain.seal_rows(db, head, [row[: len(chain.SEALED)] for row in rows if not row.tries])
    return rows


def _give_up(db: Connection, due: Any, error: Exception) -> int:
    rows = _sealed(db, due)
    for row in rows:
        _put_aside(db, row, error)
    alert.follow(db, [row for row in rows if not row.tries])
    return len(rows)


def _pending(limit: int, only: int | None = None) -> Any:
    c = pending.c
    due = or_(c.retry_at.is_(None), c.retry_at <= clock.now())
    wanted = due if only is None else c.event_id == only
    return select(c.event_id).where(wanted).order_by(c.event_id).limit(limit)


def _due(limit: int, only: int | None = None) -> Any:
    """The events with their texts, columns in the order that the chain seals them."""
    c = pending.c
    return (
        select(*chain.SEALED, event_text.c.words, c.tries, c.depth, c.only)
        .join_from(pending, event, event.c.id == c.event_id)
        .outerjoin(event_text, event_text.c.event_id == c.event_id)
        .where(c.event_id.in_(_pending(limit, only)))
        .order_by(c.event_id)
    )


def _happened(row: Any) -> Happened:
    about = About(row.subject, row.subject_id, row.site_id, row.patient_id)
    return Happened(row.id, row.kind, row.occurred_at, about, row.facts, row.words or {}, row.actor)


def _put_aside(db: Connection, row: Any, error: Exception, failed: Sequence[Failed] = ()) -> None:
    """Keep it pending for later, all of it or what failed, and tell the site; a task about a task could go on for
    ever."""
    wait = AGAIN[min(row.tries, len(AGAIN) - 1)]
    aside = {"tries": row.tries + 1, "retry_at": clock.now() + wait, "failure": heartbeat.place(error)}
    aside["only"] = [[one.rule.name, one.place] for one in failed] or row.only
    db.execute(update(pending).where(pending.c.event_id == row.id).values(**aside))
    log.incident(error, event=row.id)
    if row.site_id is not None and not row.kind.startswith("task:"):
        what = Kind(row.kind).sentence.partition("{")[0].rstrip(" :") if row.kind in set(Kind) else row.kind
        opening = task.Opening(
            key=f"reaction:{row.id}",
            kind=BY_HAND,
            title=f"“{what}”: {_undone(failed)}. See what should follow and do it by hand",
            about=_happened(row).about,
            due_at=clock.now() + timedelta(hours=4),
        )
        task.open_task(db, REACTING, opening)


def _undone(failed: Sequence[Failed]) -> str:
    """What could not be done, by the rule that asks for it; in one sentence that fits a title."""
    labels = list(dict.fromkeys(one.rule.label for one in failed))
    return f"the rule “{labels[0]}” could not act on this" if len(labels) == 1 else "Baton could not act on this"
