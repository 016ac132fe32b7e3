"""A referral on hold comes back by itself, on the morning of the day that was named."""

from datetime import timedelta

from sqlalchemy import Connection, select

from core import clock
from core.access import Actor
from core.errors import NotAllowed
from core.referral.advance import advance
from core.referral.answers import Answers
from core.referral.current import current
from core.referral.deadline import review_at
from core.referral.lifecycle import follow
from core.sla import timing_now
from core.work import work
from data.tables import referral

AT_ONCE = 20


def end_holds(actor: Actor) -> int:
    """Take off hold, one after the other, what is held no longer than until now; how many."""
    if not actor.internal:
        raise NotAllowed("Holds are ended by the jobs process.")
    ended = 0
    while _end_one(actor):
        ended += 1
    return ended


def _end_one(actor: Actor) -> bool:
    with work() as db:
        if (referral_id := _over(db)) is None:
            return False
        now = current(db, actor, referral_id, None)
        advance(db, actor, now, follow(now.stage, "resume", held=now.held), Answers())
    return True


def _over(db: Connection) -> int | None:
    """The longest overdue that nobody else is working on; one whose clock goes on may have to be woken earlier."""
    c, now = referral.c, clock.now()
    tomorrow = now.date() + timedelta(days=1)
    held = [c.wakes_at <= now, c.held_until_on <= tomorrow, c.closed_at.is_(None)]
    wanted = select(c.id, c.site_id, c.held_until_on).where(*held).order_by(c.wakes_at, c.id).limit(AT_ONCE)
    timing = timing_now(db)
    rows = db.execute(wanted.with_for_update(skip_locked=True)).all()
    return next((row.id for row in rows if review_at(timing, row.site_id, row.held_until_on) <= now), None)
