"""What the door and the sessions remember only for a while."""

from datetime import timedelta

from sqlalchemy import delete

from core import clock
from core.access import Actor, Permission
from core.people.door import REMEMBERED
from core.work import work
from data.tables import admission, session, sign_in_attempt

KEPT = timedelta(days=365)
"""How long it can be told when and from where somebody was signed in."""


def forget_old(actor: Actor) -> int:
    """Delete tries and links after thirty days and sessions after a year; answers how many."""
    actor.must(Permission.PEOPLE_MANAGE)
    now = clock.now()
    old = (
        delete(sign_in_attempt).where(sign_in_attempt.c.attempted_at < now - REMEMBERED),
        delete(admission).where(admission.c.expires_at < now - REMEMBERED),
        delete(session).where(session.c.seen_at < now - KEPT),
    )
    with work() as db:
        return sum(db.execute(statement).rowcount for statement in old)
