"""What was begun and left for a day comes up by itself, once."""

from sqlalchemy import select, update

from core import clock
from core.access import Actor
from core.audit import About, Kind, record
from core.desk.model import LEFT_AFTER
from core.errors import NotAllowed
from core.work import work
from data.tables import account, draft

BATCH = 200


def remind(actor: Actor) -> int:
    """Record for each draft that nobody touched for a day that it was left; how many."""
    if not actor.internal:
        raise NotAllowed("What was left is looked for by the jobs process.")
    found = 0
    while batch := _some(actor):
        found += batch
    return found


def _some(actor: Actor) -> int:
    now, c = clock.now(), draft.c
    left = (
        select(c.id, c.account_id, c.site_id, c.title, account.c.disabled_at)
        .join(account, account.c.id == c.account_id)
        .where(c.reminded_at.is_(None), c.saved_at <= now - LEFT_AFTER)
        .order_by(c.saved_at)
        .limit(BATCH)
        .with_for_update(of=draft, skip_locked=True)
    )
    with work() as db:
        rows = db.execute(left).all()
        for row in rows:
            db.execute(update(draft).where(c.id == row.id).values(reminded_at=now))
            facts = {} if row.disabled_at else {"author": row.account_id}
            record(db, actor, Kind.DRAFT_LEFT, About("draft", row.id, row.site_id), facts, title=row.title)
    return len(rows)
