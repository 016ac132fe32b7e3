"""What came to sites and what was closed there within a week: whether more waits than a week ago."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Select, func, literal, select

from core.access import Actor, Permission
from core.insight.asked import Asked
from core.insight.waiting import WEEK, Condition, about, days_ago
from core.referral import Direction, Stage
from core.referral.fitting import midnight
from core.work import called, reading
from data.prepared import prepared
from data.tables import referral

SINCE = called(lambda: midnight(days_ago(WEEK)))
UNCOUNTED = (Stage.DRAFT, Stage.ENTERED_IN_ERROR)


@dataclass(frozen=True, slots=True)
class Passing:
    """Of what counts, how many were received since midnight a week ago, and how many closed."""

    received: int = 0
    closed: int = 0


def passing(actor: Actor, asked: Asked) -> dict[int, Passing]:
    """By site; what came and what went, each by its own index."""
    actor.must(Permission.INSIGHT_READ)
    found: dict[int, dict[str, int]] = {}
    with reading() as db:
        for site_id, what, n in _passed(actor, asked).plain(db):
            found.setdefault(site_id, {})[what] = n
    return {site_id: Passing(**told) for site_id, told in found.items()}


@prepared
def _passed(actor: Actor, asked: Asked) -> CompoundSelect[Any]:
    c = referral.c
    came = _counted(actor, asked, "received", c.received_at >= SINCE)
    gone = _counted(actor, asked, "closed", c.stage_since_at >= SINCE, c.closed_at.is_not(None))
    return came.union_all(gone)


def _counted(actor: Actor, asked: Asked, what: str, *conditions: Condition) -> Select[Any]:
    """The directions are named for the indexes, which have them between site and moment."""
    c = referral.c
    counts = c.direction.in_(list(Direction)), c.stage.not_in(UNCOUNTED)
    counted = select(c.site_id, literal(what), func.count()).where(*counts, *conditions, *about(actor, asked))
    return counted.group_by(c.site_id)
