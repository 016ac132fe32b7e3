"""At risk by a word and not by a clock: somebody says so, until the referral moves on or is said to be fine."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, case, select, update

from core import clock, field
from core.access import Actor, Permission
from core.audit import Kind, record
from core.errors import NotNow
from core.referral.current import Current, current
from core.referral.stage import CLOSED
from core.work import work
from data.tables import event, event_text, referral

MOST = 200


def flag(db: Connection, actor: Actor, now: Current, why: str) -> bool:
    """Flag it, with a reason that its page shows; whether it was not flagged before. What is closed is at no risk."""
    c = referral.c
    if now.stage in CLOSED:
        return False
    raised = update(referral).where(c.id == now.id, c.flagged_at.is_(None)).values(flagged_at=clock.now())
    if not db.execute(raised).rowcount:
        return False
    record(db, actor, Kind.REFERRAL_FLAGGED, now.about, why=field.line(why, most=MOST, what="The reason"))
    return True


def unflag(db: Connection, actor: Actor, now: Current) -> bool:
    """Whether it was flagged until now."""
    c = referral.c
    lowered = update(referral).where(c.id == now.id, c.flagged_at.is_not(None)).values(flagged_at=None)
    if not db.execute(lowered).rowcount:
        return False
    record(db, actor, Kind.REFERRAL_UNFLAGGED, now.about)
    return True


def lower_flag(actor: Actor, referral_id: int) -> None:
    """Say that it is not at risk, having looked at it."""
    with work() as db:
        now = current(db, actor, referral_id, None)
        actor.must(Permission.REFERRAL_HANDLE, at=now.site_id)
        if not unflag(db, actor, now):
            raise NotNow("It is not flagged any more.")


def flagged_because() -> ColumnElement[Any]:
    """Why a referral is flagged now, in a query that has it: the words of whoever flagged it, none where nobody did."""
    c = event.c
    said = (
        select(event_text.c.words)
        .join(event, c.id == event_text.c.event_id)
        .where(c.subject == "referral", c.subject_id == referral.c.id, c.kind == Kind.REFERRAL_FLAGGED)
        .order_by(c.id.desc())
        .limit(1)
        .correlate(referral)
        .scalar_subquery()
    )
    return case((referral.c.flagged_at.is_not(None), said)).label("flagged_words")
