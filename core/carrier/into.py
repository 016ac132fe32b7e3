"""The inboxes that are open just now, and taking what came in out of one: each thing once, and none of it deleted."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from core import clock, conversation
from core.access import Actor
from core.carrier.model import unseal
from core.connectors import Brought, Inbox, Undeliverable, inboxes
from core.errors import NotAllowed
from core.work import reading, work
from data.tables import carrier


@dataclass(frozen=True, slots=True)
class Into:
    """An inbox that is on: its name, what was filled in, and how far it has been read."""

    name: str
    kind: type[Inbox]
    values: Mapping[str, str]
    since: datetime
    position: str
    works: bool | None


def ways_in(actor: Actor) -> list[Into]:
    """Those that are switched on and can be read."""
    if not actor.internal:
        raise NotAllowed("What comes in is collected by the jobs process.")
    c = carrier.c
    wanted = select(c.name, c.sealed, c.since_at, c.position, c.works).where(c.active, c.inbound).order_by(c.id)
    with reading() as db:
        rows = db.execute(wanted).all()
    known = [(row, inboxes()[row.name], values) for row in rows if (values := unseal(row.sealed)) is not None]
    return [Into(row.name, kind, values, row.since_at, row.position, row.works) for row, kind, values in known]


def collect(way: Into, for_s: float) -> int:
    """Note what has come in, for about so long; how much was new. Where it cannot be reached its page says so.

    What is noted and how far the inbox has been read are one transaction, and only after it the inbox is told. So a
    kill at any moment loses nothing, and what comes up a second time is known by its key.
    """
    end, noted = time.monotonic() + for_s, 0
    try:
        with way.kind(way.values, way.name) as inbox:
            for brought in inbox.waiting(way.since, way.position):
                noted += _note(way, inbox, brought)
                inbox.done(brought)
                if time.monotonic() > end:
                    break
    except Undeliverable as failure:
        _tell(way, str(failure))
    else:
        _tell(way, "")
    return noted


def _tell(way: Into, wrong: str) -> None:
    """Keep that it cannot be reached, or can again; written only where that is news."""
    c, works = carrier.c, not wrong
    if way.works is works or (works and way.works is None):
        return
    told = {"works": works, "tested_at": clock.now(), "outcome": (wrong or "It can be read again.")[:400]}
    with work() as db:
        db.execute(update(carrier).where(c.name == way.name).values(**told))


def _note(way: Into, inbox: Inbox, brought: Brought) -> bool:
    heard, c = inbox.read(brought), carrier.c
    with work() as db:
        new = conversation.note(db, heard) is not None
        if brought.position:
            db.execute(update(carrier).where(c.name == way.name).values(position=brought.position))
    return new
