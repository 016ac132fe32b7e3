"""Who comes with the secret of a calendar's address, as their account stands now; guessing is slowed down and kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from core import clock
from core.access import Actor, Permission
from core.people import token
from core.people.acting import acting
from core.people.guessing import guessed
from core.work import reading, work
from data.tables import feed

TOUCH = timedelta(minutes=5)
OVER = "This calendar address is no longer good. Whoever it belonged to can make another one on the page of visits."


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Whose calendar it is, whether it may name patients, and what it was told last."""

    actor: Actor
    feed_id: int
    named: bool
    shape: str
    changed_at: datetime
    fetched_at: datetime | None

    def told(self, shape: str) -> datetime:
        """Keep what it is told now; since when it has been told that."""
        now = clock.now()
        new, changed_at = shape != self.shape, now if shape != self.shape else self.changed_at
        if new or self.fetched_at is None or self.fetched_at < now - TOUCH:
            kept = {"shape": shape, "changed_at": changed_at, "fetched_at": now}
            with work() as db:
                db.execute(update(feed).where(feed.c.id == self.feed_id).values(kept))
        return changed_at


def subscriber(secret: str, address: str = "") -> Subscriber:
    """Whose address this is; refused alike when it was guessed, taken back, or its owner may not see visits."""
    with reading() as db:
        if found := _holder(db, secret):
            return found
    raise guessed("feed", address, OVER)


def _holder(db: Connection, secret: str) -> Subscriber | None:
    c = feed.c
    shown = select(c.account_id, c.id, c.named, c.shape, c.changed_at, c.fetched_at)
    row = db.execute(shown.where(c.token_hash == token.hashed(secret), c.ended_at.is_(None))).one_or_none()
    actor = acting(db, row.account_id) if row else None
    if row is None or actor is None or not actor.may(Permission.REFERRAL_READ):
        return None
    return Subscriber(actor, *row[1:])
