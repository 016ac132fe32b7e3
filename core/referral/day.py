"""The day in numbers: what needs attention on each board, and how the sites stand side by side."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select

from core.access import Actor, Permission, at_my_sites
from core.referral.fitting import due_within, fitting
from core.referral.stage import Direction
from core.referral.wanted import Wanted
from core.work import reading
from data.tables import referral, site


@dataclass(frozen=True, slots=True)
class Day:
    """The open referrals of one board: overdue, at risk, without owner, the reader's own."""

    open: int = 0
    overdue: int = 0
    at_risk: int = 0
    unassigned: int = 0
    mine: int = 0
    oldest_due_at: datetime | None = None


def day(actor: Actor) -> dict[Direction, Day]:
    """Each board in numbers, by the very conditions that the board lists its rows by."""
    actor.must(Permission.REFERRAL_READ)
    c = referral.c
    on_board = or_(*[and_(*fitting(actor, Wanted(direction))) for direction in Direction])
    late, risk = due_within("late"), due_within("risk")
    counted = (
        select(
            c.direction,
            func.count(),
            func.count().filter(late),
            func.count().filter(risk),
            func.count().filter(c.owner_id.is_(None)),
            func.count().filter(c.owner_id == (actor.account_id or 0)),
            func.min(c.due_at),
        )
        .where(c.closed_at.is_(None), on_board)
        .group_by(c.direction)
    )
    with reading() as db:
        found = {Direction(row[0]): Day(*row[1:]) for row in db.execute(counted)}
    return {direction: found.get(direction, Day()) for direction in Direction}


@dataclass(frozen=True, slots=True)
class SiteCount:
    """One site in numbers, without names."""

    site_id: int
    site: str
    town: str
    open: int
    overdue: int
    unassigned: int


def by_site(actor: Actor) -> list[SiteCount]:
    """The open referrals of each of the actor's sites in numbers, side by side."""
    actor.must(Permission.REFERRAL_COUNT)
    c = referral.c
    counted = (
        select(
            site.c.id,
            site.c.name,
            site.c.town,
            func.count(c.id),
            func.count(c.id).filter(due_within("late")),
            func.count(c.id).filter(c.owner_id.is_(None)),
        )
        .outerjoin(referral, and_(c.site_id == site.c.id, c.closed_at.is_(None)))
        .where(at_my_sites(actor, site.c.id))
        .group_by(site.c.id, site.c.name, site.c.town)
        .order_by(site.c.name)
    )
    with reading() as db:
        return [SiteCount(*row) for row in db.execute(counted)]
