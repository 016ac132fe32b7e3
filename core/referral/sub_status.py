"""Say where within its stage a referral stands: one pick from the group's own list."""

from sqlalchemy import select, update

from core import clock
from core.access import Actor, Permission
from core.audit import Kind, record
from core.errors import Lacking, NotAllowed, NotNow
from core.referral.current import current
from core.work import work
from core.workflow import standing
from data.tables import referral


def set_sub_status(actor: Actor, referral_id: int, version: int | None, status_id: int | None) -> None:
    """From now on it stands there, or at nothing finer than its stage with None; a move to another stage clears it."""
    with work() as db:
        now = current(db, actor, referral_id, version)
        if not any(actor.may(Permission.REFERRAL_HANDLE, at=site) for site in (now.site_id, now.from_site_id)):
            raise NotAllowed("Your role does not allow this here. Ask your practice manager if you need it.")
        flow = standing(db)
        before = db.execute(select(referral.c.sub_status_id).where(referral.c.id == now.id)).scalar_one()
        if status_id == before:
            raise NotNow("It stands there already.")
        offered = {each.id: each.label for each in flow.offered(now.stage, now.site_id, clock.now().date())}
        if status_id is not None and status_id not in offered:
            raise Lacking({"sub_status": "This cannot be chosen at this stage any more. Look at the list again."})
        left = flow.status(before)
        words = {"status": offered.get(status_id or 0, ""), "before": left.label if left else ""}
        values = {"sub_status_id": status_id, "version": now.version + 1}
        db.execute(update(referral).where(referral.c.id == now.id).values(values))
        facts = {"stage": now.stage, "sub_status": status_id, "before": before}
        record(db, actor, Kind.REFERRAL_SUB_STATUS_SET, now.about, facts, **words)
