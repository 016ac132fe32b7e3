"""What lies on the desk: one's own drafts, and those that colleagues have left."""

from typing import Any

from sqlalchemy import select

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.desk.commands import GONE
from core.desk.model import LEFT_AFTER, Begun, Kept, Unfinished
from core.desk.spelling import read
from core.errors import NotFound
from core.referral import Direction
from core.work import reading
from data.tables import account, draft, site


def unfinished(actor: Actor, limit: int = 20) -> list[Unfinished]:
    """What this person has begun and not sent, latest first."""
    actor.must(Permission.REFERRAL_CREATE)
    return _listed(draft.c.account_id == actor.account_id, limit=limit)


def left_by_others(actor: Actor, limit: int = 20) -> list[Unfinished]:
    """What colleagues at one's sites have not touched for a day; only those who give work to others see it."""
    if not actor.may(Permission.REFERRAL_ASSIGN):
        return []
    left = draft.c.saved_at <= clock.now() - LEFT_AFTER
    return _listed(at_my_sites(actor, draft.c.site_id), left, draft.c.account_id != actor.account_id, limit=limit)


def opened(actor: Actor, draft_id: int) -> tuple[Begun, Kept]:
    """One's own draft as it was typed, and when it was kept last."""
    actor.must(Permission.REFERRAL_CREATE)
    c = draft.c
    wanted = select(c.id, c.direction, c.said, c.site_id, c.onward_from_id, c.saved_at)
    with reading() as db:
        found = db.execute(wanted.where(c.id == draft_id, c.account_id == actor.account_id)).one_or_none()
    if found is None:
        raise NotFound(GONE)
    begun = Begun(
        direction=Direction(found.direction),
        said=read(found.said),
        site_id=found.site_id,
        onward_from_id=found.onward_from_id,
    )
    return begun, Kept(found.id, found.saved_at)


def _listed(*which: Any, limit: int) -> list[Unfinished]:
    c = draft.c
    wanted = (
        select(c.id, c.title, c.direction, c.saved_at, account.c.name, site.c.name)
        .join(account, account.c.id == c.account_id)
        .outerjoin(site, site.c.id == c.site_id)
        .where(*which)
        .order_by(c.saved_at.desc(), c.id.desc())
        .limit(limit)
    )
    with reading() as db:
        rows = db.execute(wanted).all()
    return [Unfinished(r[0], r[1], Direction(r[2]), r[3], r[4], r[5] or "") for r in rows]
