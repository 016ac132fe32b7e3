"""What is likely to stall is flagged before it does: as many a night as its site wants to hear of, once per stage."""

from collections import Counter
from typing import Any

from sqlalchemy import func, select, update

from core import clock
from core.access import Actor
from core.errors import NotAllowed
from core.guardian.limit import every_limit
from core.guardian.words import spoken
from core.referral import flag, label
from core.referral.current import current
from core.work import reading, work
from core.workflow import standing
from data.tables import night, outlook, referral

LONGEST = 120


def flag_likely(actor: Actor) -> int:
    """Flag what has crossed its site's limit and was not flagged where it stands; how many. Safe to repeat."""
    if not actor.internal:
        raise NotAllowed("What is likely to stall is flagged by the jobs process.")
    with reading() as db:
        limits, told = every_limit(db, actor), _told_tonight(db)
        lowest = min((each.percent for each in limits.values()), default=100) / 100
        candidates = db.execute(_unflagged(lowest)).all()
    done = 0
    for row in candidates:
        limit = limits[row.site_id]
        if 100 * row.chance >= limit.percent and told[row.site_id] < limit.most and _flag(actor, row):
            told[row.site_id] += 1
            done += 1
    return done


def _unflagged(lowest: float) -> Any:
    """The likeliest first, as long as they stand where that was reckoned and are not late."""
    c = outlook.c
    stands = [referral.c.stage == c.stage, referral.c.closed_at.is_(None), referral.c.due_at > clock.now()]
    return (
        select(c.referral_id, c.site_id, c.stage, c.chance, c.facts)
        .join(referral, referral.c.id == c.referral_id)
        .where(c.chance >= lowest, c.flagged_at.is_(None), referral.c.flagged_at.is_(None), *stands)
        .order_by(c.chance.desc(), c.referral_id)
    )


def _told_tonight(db: Any) -> Counter[int]:
    """How many of each site were flagged since the last night."""
    c = outlook.c
    since = select(func.max(night.c.made_at)).scalar_subquery()
    return Counter(
        dict(db.execute(select(c.site_id, func.count()).where(c.flagged_at >= since).group_by(c.site_id)).all())
    )


def _flag(actor: Actor, row: Any) -> bool:
    """One, unless it moved meanwhile; a person who flagged it first has said so already."""
    with work() as db:
        now = current(db, actor, row.referral_id, None)
        if now.stage != row.stage:
            return False
        db.execute(update(outlook).where(outlook.c.referral_id == now.id).values(flagged_at=clock.now()))
        return flag(db, actor, now, _why(row, label(now.stage, now.direction, standing(db), now.site_id)))


def _why(row: Any, where: str) -> str:
    """The chance, and the weightiest fact in words."""
    first = "".join(spoken(row.facts, where)[:1])[:LONGEST]
    return f"Likely to stall, {100 * row.chance:.0f} %" + (f": {first}" if first else "")
