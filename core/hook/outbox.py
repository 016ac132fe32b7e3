"""Calls on their way out: put in once, claimed, and settled as they went; none is made inside a transaction."""

import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, literal_column, select, update

from core import clock
from core.access import Actor
from core.errors import NotAllowed, NotFound
from core.hook.model import Calling, secret_of
from core.work import reading, work
from data.insert import insert_new
from data.tables import hook, hook_call

PATIENCE = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720))
"""How long to wait after each failure: about a day in all, then it is given up."""
LEASE = timedelta(minutes=5)
KEPT = timedelta(days=90)
BATCH = 20
UNDER_WAY: Any = literal_column("state IN ('waiting', 'sending')")
"""Spelt out, because bound values would hide the index on what is under way."""


@dataclass(frozen=True, slots=True)
class Due:
    """A call to make now; nobody else makes it until the lease ends, and its receiver knows a repeat by its key."""

    id: int
    key: str
    lease: str
    tries: int
    hook_id: int
    address: str
    secret: str
    body: dict[str, Any]


def put_call(db: Connection, _actor: Actor, asked: Calling) -> None:
    """Put a call in; one whose key was used before is left alone."""
    there = select(hook.c.id).where(hook.c.id == asked.hook_id, hook.c.enabled).with_for_update(read=True)
    if db.execute(there).first() is None:
        raise NotFound("The webhook is gone or switched off.")
    now = clock.now()
    row = {
        "key": asked.key,
        "hook_id": asked.hook_id,
        "event_id": asked.event_id,
        "rule": asked.rule,
        "body": dict(asked.body),
        "state": "waiting",
        "created_at": now,
        "due_at": now,
    }
    db.execute(insert_new(db, hook_call, "key").values(row))


def claim_calls(actor: Actor) -> list[Due]:
    """Some that are due, the oldest first, held until their lease ends; those left behind by a kill among them."""
    if not actor.internal:
        raise NotAllowed("Webhooks are called by the jobs process.")
    c, now, lease = hook_call.c, clock.now(), secrets.token_hex(16)
    due = select(c.id).where(UNDER_WAY, c.due_at <= now)
    with reading() as db:
        if db.execute(due.limit(1)).first() is None:
            return []
    with work() as db:
        ids = list(db.execute(due.order_by(c.due_at, c.id).limit(BATCH).with_for_update(skip_locked=True)).scalars())
        held = {"state": "sending", "lease": lease, "due_at": now + LEASE, "attempts": c.attempts + 1}
        db.execute(update(hook_call).where(c.id.in_(ids)).values(**held))
        said = select(c.id, c.key, c.attempts, c.hook_id, c.body, hook.c.address, hook.c.salt)
        rows = db.execute(said.join(hook, hook.c.id == c.hook_id).where(c.id.in_(ids)).order_by(c.id)).all()
    return [
        Due(row.id, row.key, lease, row.attempts, row.hook_id, row.address, secret_of(row.salt), row.body)
        for row in rows
    ]


def settle_calls(actor: Actor, results: Sequence[tuple[Due, str]]) -> None:
    """Keep how each went; no words mean that it was taken. A claim that ran out changes nothing."""
    if not actor.internal:
        raise NotAllowed("Webhooks are called by the jobs process.")
    c, now = hook_call.c, clock.now()
    with work() as db:
        for due, why in results:
            mine = update(hook_call).where(c.id == due.id, c.lease == due.lease)
            db.execute(mine.values(lease="", outcome=why, **_became(due, why, now)))


def _became(due: Due, why: str, now: datetime) -> dict[str, Any]:
    if not why:
        return {"state": "sent", "settled_at": now}
    if due.tries > len(PATIENCE):
        return {"state": "dead", "settled_at": now}
    wait = PATIENCE[due.tries - 1] * random.uniform(0.9, 1.1)  # noqa: S311 - spreads load, guards nothing
    return {"state": "waiting", "due_at": now + wait}


def sweep_calls(actor: Actor) -> int:
    """Forget calls that ended long ago; how many."""
    if not actor.internal:
        raise NotAllowed("Webhooks are swept by the jobs process.")
    c = hook_call.c
    with work() as db:
        return db.execute(delete(hook_call).where(c.settled_at < clock.now() - KEPT)).rowcount
