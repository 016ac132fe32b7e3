"""What a carrier says later about a message that it took: that it arrived, that it did not, or nothing in time."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, literal, select, update

from core import clock, task
from core.access import Actor
from core.audit import About
from core.errors import NotAllowed
from core.message.following import DELIVERING, UNDELIVERED, give_up
from core.work import reading, work
from data.base import Moment
from data.tables import attempt, message

UNHEARD = "Nobody confirmed in time that it arrived."
TAKEN = ("sending", "in_doubt", "sent", "dead")
AT_ONCE = 200


class Receipt(StrEnum):
    """What is said: the carrier has it, it is there, or it will never be."""

    TAKEN = "taken"
    ARRIVED = "arrived"
    FAILED = "failed"


def note_receipt(db: Connection, mail_id: str, said: Receipt, ref: str, why: str) -> bool:
    """Believe what a carrier says about the message with this Message-ID; False where there is none.

    It may come before whoever sent the message could note that it left, and then ends that doubt. What arrived stays
    arrived, whatever is said afterwards.
    """
    c = message.c
    found = select(message).where(c.mail_id == mail_id, c.state.in_(TAKEN)).with_for_update()
    row = db.execute(found).one_or_none()
    if row is None:
        return False
    if row.confirmed_at is None:
        _HEARD[said](db, row, ref or row.carrier_ref, why)
    return True


def _taken(db: Connection, row: Any, ref: str, _why: str) -> None:
    """It left; what is awaited now is that it arrives."""
    if row.state == "in_doubt":
        _change(db, row, state="sent", outcome="", carrier_ref=ref)
        _no_more_asked(db, row)


def _arrived(db: Connection, row: Any, ref: str, _why: str) -> None:
    now = clock.now()
    settled = {"state": "sent", "settled_at": row.settled_at or now, "lease": "", "leased_until_at": None}
    _change(db, row, **settled, outcome="", carrier_ref=ref, confirmed_at=now, confirm_by_at=None)
    _end_attempt(db, row, "sent", "")
    _no_more_asked(db, row)


def _failed(db: Connection, row: Any, ref: str, why: str) -> None:
    if row.state == "dead":
        return
    now = clock.now()
    lost = {"state": "dead", "outcome": why, "settled_at": now, "lease": "", "leased_until_at": None}
    _change(db, row, **lost, carrier_ref=ref, confirm_by_at=None)
    _no_more_asked(db, row)
    give_up(db, row, _end_attempt(db, row, "dead", why), why, now)


_HEARD = {Receipt.TAKEN: _taken, Receipt.ARRIVED: _arrived, Receipt.FAILED: _failed}


def give_up_waiting(actor: Actor) -> int:
    """Where no receipt came in time, the next channel tries, or a person is asked; how many."""
    if not actor.internal:
        raise NotAllowed("Receipts are waited for by the jobs process.")
    c, now = message.c, clock.now()
    late = select(message).where(c.confirm_by_at <= now).order_by(c.confirm_by_at).limit(AT_ONCE)
    with reading() as db:
        if db.execute(late.with_only_columns(c.id)).first() is None:
            return 0
    with work() as db:
        rows = db.execute(late.with_for_update(skip_locked=True)).all()
        for row in rows:
            _change(db, row, confirm_by_at=None, outcome=UNHEARD)
            give_up(db, row, _last_attempt(db, row) or 0, UNHEARD, now)
    return len(rows)


def _change(db: Connection, row: Any, **values: Any) -> None:
    db.execute(update(message).where(message.c.id == row.id).values(**values))


def _no_more_asked(db: Connection, row: Any) -> None:
    about = About(row.subject, row.subject_id, row.site_id, row.patient_id)
    task.drop_open(db, DELIVERING, about, [UNDELIVERED], key=f"message:{row.id}:")


def _last_attempt(db: Connection, row: Any) -> int | None:
    return db.execute(select(func.max(attempt.c.id)).where(attempt.c.message_id == row.id)).scalar()


def _end_attempt(db: Connection, row: Any, outcome: str, detail: str) -> int:
    """The one that was under way, or the last; its id."""
    number = _last_attempt(db, row) or 0
    ended_at = func.coalesce(attempt.c.ended_at, literal(clock.now(), Moment()))
    ended = update(attempt).where(attempt.c.id == number)
    db.execute(ended.values(ended_at=ended_at, outcome=outcome, detail=detail))
    return number
