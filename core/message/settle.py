"""Settle what was claimed: sent, due again, dead or in doubt; a claim that ran out changes nothing."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, func, literal_column, select, update

from core import clock
from core.message.claim import Claimed
from core.message.device import forget_device
from core.message.following import DELIVERING, give_up
from core.work import reading, work
from data.prepared import Prepared
from data.tables import attempt, message

SENDING: ColumnElement[str] = literal_column("'sending'")
PATIENCE = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 240, 240, 360, 480))
"""How long to wait after each failure: about a day in all, then a person is asked."""
JITTER = 0.1
LOST = {"dead", "in_doubt"}
STOPPED = "The process that carried it stopped before it could tell what happened."


@dataclass(frozen=True, slots=True)
class Result:
    """How carrying went: sent, waiting (a passing failure), dead or in_doubt, and why in words.

    `ref` is what the carrier calls it, `confirm_in` how long it may take to say that it arrived; `gone` whether the
    place that it was sent to is no more.
    """

    outcome: str
    detail: str = ""
    ref: str = ""
    confirm_in: timedelta | None = None
    gone: bool = False


SENT = Result("sent")


def settle(results: Sequence[tuple[Claimed, Result]]) -> None:
    """Keep how each attempt ended; where the lease ran out meanwhile, the message itself stays as it is."""
    now = clock.now()
    with work() as db:
        for lease, group in groupby((c for c, told in results if told == SENT), key=lambda c: c.lease):
            _sent(db, lease, list(group), now)
        for claimed, told in results:
            if told != SENT:
                told = _lose_patience(claimed, told)
                _end_attempt(db, claimed.attempt_id, told, now)
                _move(db, claimed, claimed.tries, told, now)


def recover(repeatable: Collection[str]) -> int:
    """Take back what a stopped process left on its way; how many.

    A repeatable carrier recognises a second delivery and tries again; any other leaves doubt.
    """
    now, c = clock.now(), message.c
    other = attempt.alias()
    latest = select(func.max(other.c.id)).where(other.c.message_id == c.id).scalar_subquery()
    left = (
        select(c.id, c.lease, attempt.c.id.label("attempt_id"), attempt.c.carrier)
        .join_from(message, attempt, attempt.c.id == latest)
        .where(c.state == SENDING, c.leased_until_at <= now)
    )
    with reading() as db:
        if db.execute(left.limit(1)).first() is None:
            return 0
    with work() as db:
        rows = db.execute(left.with_for_update(of=message, skip_locked=True)).all()
        for row in rows:
            told = Result("waiting" if row.carrier in repeatable else "in_doubt", STOPPED)
            _end_attempt(db, row.attempt_id, told, now)
            _move(db, row, 0, told, now)
    return len(rows)


def _sent(db: Connection, lease: str, claimed: Sequence[Claimed], now: datetime) -> None:
    settled = {"state": "sent", "outcome": "", "settled_at": now, "lease": "", "leased_until_at": None}
    _SETTLED.write(db, ids=[one.id for one in claimed], held=lease, **settled)
    _TRIED.write(db, ids=[one.attempt_id for one in claimed], ended_at=now, outcome="sent")


_SOME: BindParameter[int] = bindparam("ids", expanding=True)
_SETTLED = Prepared(update(message).where(message.c.id.in_(_SOME), message.c.lease == bindparam("held")))
_TRIED = Prepared(update(attempt).where(attempt.c.id.in_(_SOME)))


def _lose_patience(claimed: Claimed, told: Result) -> Result:
    if told.outcome == "waiting" and claimed.tries > len(PATIENCE):
        return Result("dead", f"Given up after {claimed.tries} tries. {told.detail}")
    return told


def _end_attempt(db: Connection, attempt_id: int, told: Result, now: datetime) -> None:
    ended = {"ended_at": now, "outcome": told.outcome, "detail": told.detail}
    db.execute(update(attempt).where(attempt.c.id == attempt_id).values(**ended))


ASKED = ("id", "subject", "subject_id", "site_id", "patient_id", "to_name", "headline")


def _move(db: Connection, held: Any, tries: int, told: Result, now: datetime) -> None:
    """Change the message if its lease is still this one; `tries` 0 means due again at once."""
    c = message.c
    values: dict[str, Any] = {
        "state": told.outcome,
        "outcome": told.detail,
        "lease": "",
        "leased_until_at": None,
    }
    values |= {"due_at": now + _wait(tries)} if told.outcome == "waiting" else {"settled_at": now}
    if told.outcome == "sent":
        values |= {"carrier_ref": told.ref, "confirm_by_at": now + told.confirm_in if told.confirm_in else None}
    changed = update(message).where(c.id == held.id, c.lease == held.lease).values(**values)
    row = db.execute(changed.returning(*(c[name] for name in ASKED))).one_or_none()
    if row is not None and told.gone:
        forget_device(db, DELIVERING, row.id)
    if row is not None and told.outcome in LOST:
        give_up(db, row, held.attempt_id, told.detail, now, doubtful=told.outcome == "in_doubt")


def _wait(tries: int) -> timedelta:
    if not tries:
        return timedelta()
    return PATIENCE[tries - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - spreads load, guards nothing
