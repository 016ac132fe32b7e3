"""What the places and practices are called that figures are split by: closed ones too, because they had figures."""

from sqlalchemy import or_, select

from core.access import Actor, Permission, at_my_sites
from core.directory import Funding, Specialty
from core.insight.asked import Asked
from core.insight.waiting import STANDING
from core.referral.stage import Direction, Stage, label
from core.referral.words import Source
from core.work import reading
from core.workflow import standing
from data.tables import provider, site, tally

CLOSED = " (closed)"
CODES: dict[str, dict[str, str]] = {
    "direction": {one.value: one.capitalize() for one in Direction},
    "source": {one.value: one.label for one in Source},
    "specialty": {one.value: one.label for one in Specialty},
    "funding": {one.value: one.label for one in Funding},
}
"""What the codes mean that figures are split and narrowed by."""


def places(actor: Actor) -> dict[int, str]:
    """The actor's sites by id, in the order of their names, those that have closed last."""
    actor.must(Permission.INSIGHT_READ)
    c = site.c
    shut = c.closed_on.is_not(None)
    wanted = select(c.id, c.name, shut).where(at_my_sites(actor, c.id)).order_by(shut, c.name)
    with reading() as db:
        return {row.id: row.name + CLOSED * bool(row[2]) for row in db.execute(wanted)}


def stages(actor: Actor, asked: Asked) -> dict[Stage, str]:
    """What the stages at which something can wait are called: as the one site calls them that is asked about, else as
    the group does."""
    actor.must(Permission.INSIGHT_READ)
    with reading() as db:
        flow = standing(db)
    way = Direction(asked.direction or Direction.INBOUND)
    only = next(iter(asked.sites)) if len(asked.sites) == 1 else None
    return {stage: label(stage, way, flow, only) for stage in STANDING}


def parties(actor: Actor, asked: Asked) -> dict[int, str]:
    """The practices outside that the actor's sites had to do with in the months asked for, in the order of names;
    where several are called alike, with their place. The one asked for is always among them, if it ever was."""
    actor.must(Permission.INSIGHT_READ)
    t, c = tally.c, provider.c
    mine = select(t.provider_id).where(t.grain == "provider", at_my_sites(actor, t.site_id))
    dealt = c.id.in_(mine.where(t.month >= asked.since, t.month < asked.until))
    chosen = (c.id == asked.provider) & c.id.in_(mine.where(t.provider_id == asked.provider))
    wanted = select(c.id, c.name, c.town).where(or_(dealt, chosen) if asked.provider else dealt)
    with reading() as db:
        found = db.execute(wanted.order_by(c.name, c.id)).all()
    names = [row.name for row in found]
    return {row.id: f"{row.name}, {row.town}" if names.count(row.name) > 1 else row.name for row in found}
