"""Secrets that open something without a password: whoever guesses at them from one network soon has to wait."""

import logging
import math

from sqlalchemy import Connection, func, insert, select

from core import clock, log
from core.errors import NotFound, NotNow
from core.people.door import network, wait
from core.work import reading, work
from data.tables import sign_in_attempt

FREE = 20
"""So many that lead nowhere may come from one network within an hour before they have to wait."""
KEEPS_ASKING = "Too many addresses that lead nowhere came from here. Wait a minute and try again."


def guessed(what: str, address: str, over: str) -> NotFound | NotNow:
    """What is said to whoever came with a secret that opens nothing: `over`, or that they have to wait.

    `what` they tried keeps tries apart: a calendar that goes on asking shuts no other door. Who has to wait is looked
    up and leaves no row, so that guessing neither fills the table nor keeps writers waiting.
    """
    log.say(f"{what} refused", logging.WARNING, network=network(address))
    mark = f"{what}:{network(address)}"
    with reading() as db:
        if to_wait(db, mark, FREE):
            return NotNow(KEEPS_ASKING)
    with work() as db:
        return NotFound(over) if counted(db, mark, FREE) else NotNow(KEEPS_ASKING)


def counted(db: Connection, mark: str, free: int) -> bool:
    """Whether one more try under this mark is let through; if so it counts."""
    one_at_a_time(db, mark)
    if to_wait(db, mark, free):
        return False
    row = {"username": "", "address": mark[:64], "attempted_at": clock.now(), "succeeded": False}
    db.execute(insert(sign_in_attempt).values(row))
    return True


def one_at_a_time(db: Connection, mark: str) -> None:
    """SQLite has one writer anyway; PostgreSQL would let a hundred at once all count the same few."""
    if db.dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(func.hashtext(mark))))


def to_wait(db: Connection, mark: str, free: int) -> int:
    """For how many seconds no further try is let through."""
    return math.ceil(wait(db, free, (sign_in_attempt.c.address == mark[:64],)).total_seconds())
