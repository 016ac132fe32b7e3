"""The webhooks of the group, each with what became of its calls."""

from sqlalchemy import func, select

from core.access import Actor, Permission
from core.hook.model import Hook
from core.work import reading
from data.tables import hook, hook_call


def hooks(actor: Actor) -> list[Hook]:
    """All of them, by name; addresses are for those who may change them."""
    actor.must(Permission.RULE_EDIT)
    c, h = hook_call.c, hook.c
    other = hook_call.alias()
    o = other.c
    newest = select(func.max(o.id)).where(o.hook_id == h.id, o.attempts > 0).scalar_subquery()
    count = select(func.count()).where(o.hook_id == h.id)
    waits, dead = (count.where(o.state.in_(states)).scalar_subquery() for states in (["waiting", "sending"], ["dead"]))
    wanted = (
        select(h.id, h.name, h.address, h.enabled, h.version, waits, dead, c.settled_at, func.coalesce(c.outcome, ""))
        .select_from(hook.outerjoin(hook_call, c.id == newest))
        .order_by(h.name)
    )
    with reading() as db:
        found = [Hook(*row) for row in db.execute(wanted)]
    return found if actor.every_site else [_without_address(one) for one in found]


def _without_address(one: Hook) -> Hook:
    return Hook(one.id, one.name, "", one.enabled, one.version, one.waiting, one.failed, one.last_at, "")
