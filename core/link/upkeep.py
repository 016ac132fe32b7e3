"""What links remember only for a while."""

from datetime import timedelta

from sqlalchemy import delete, select

from core import clock
from core.access import Actor
from core.errors import NotAllowed
from core.work import work
from data.tables import link, link_code, link_press

PRESSED = timedelta(days=7)
"""A form is good for a day; by then nobody presses it again."""
CODES = timedelta(days=1)
ENDED = timedelta(days=365)
"""How long it can be told who held a link."""


def forget_old(actor: Actor) -> int:
    """Delete forms after a week, codes after a day and links a year after they ended; answers how many."""
    if not actor.internal:
        raise NotAllowed("Old links are forgotten by the jobs process.")
    now = clock.now()
    gone = select(link.c.id).where(link.c.ends_at < now - ENDED)
    old = (
        delete(link_press).where((link_press.c.pressed_at < now - PRESSED) | link_press.c.link_id.in_(gone)),
        delete(link_code).where(link_code.c.ends_at < now - CODES),
        delete(link).where(link.c.ends_at < now - ENDED),
    )
    with work() as db:
        return sum(db.execute(statement).rowcount for statement in old)
