"""Withhold what waits: it does not leave any more, and the outbox says why."""

from sqlalchemy import ColumnElement, Connection, update

from core import clock
from core.message.claim import WAITING
from core.message.following import give_up
from core.message.settle import ASKED
from data.tables import message


def withhold(db: Connection, which: ColumnElement[bool], why: str, *, asking: bool = True) -> int:
    """Of the messages that wait, these; how many. `asking`: whoever should have heard is reached another way."""
    c, now = message.c, clock.now()
    over = {"state": "withheld", "outcome": why, "settled_at": now}
    ended = update(message).where(c.state == WAITING, which).values(**over)
    rows = db.execute(ended.returning(*(c[name] for name in ASKED))).all()
    for row in rows if asking else ():
        give_up(db, row, 0, why, now)
    return len(rows)
