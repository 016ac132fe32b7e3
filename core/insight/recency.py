"""When practices last referred to us, and how often they usually do: a look into an index for each, never a scan."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, cast, func, literal_column, select

from core.access import Actor, at_my_sites
from core.insight.asked import Asked
from core.insight.engagement import LOOKS_BACK, Gap, usual_gap
from core.months import month_of
from core.referral.stage import Direction
from data.base import Number
from data.prepared import prepared
from data.tables import milestone, provider, tally

SENT = ("now", "before", "this_month", "seen")
NONE: Any = literal_column("0")
"""Nobody outside: said as the indexes say it, or they are passed by."""


def last_days(db: Connection, actor: Actor, providers: Collection[int], sites: Collection[int]) -> dict[int, date]:
    """The local day on which each last referred to the actor's sites, or to some of them."""
    found = _last_days(actor, tuple(sorted(providers)), frozenset(sites)).all(db)
    return {row["id"]: row["last_on"] for row in found if row["last_on"]}


@prepared
def _last_days(actor: Actor, providers: Sequence[int], sites: Collection[int]) -> Select[Any]:
    c = milestone.c
    latest = (
        select(c.received_on)
        .where(c.provider_id == provider.c.id, *_received(actor, sites))
        .order_by(c.month.desc(), c.received_on.desc())
        .limit(literal_column("1"))
        .correlate(provider)
        .scalar_subquery()
    )
    return select(provider.c.id, latest.label("last_on")).where(provider.c.id.in_(providers))


def usual_gaps(
    db: Connection, actor: Actor, providers: Collection[int], sites: Collection[int], today: date
) -> dict[int, Gap]:
    """How many days usually lie between their referrals; without those of whom too few say so."""
    days: dict[int, list[date]] = defaultdict(list)
    since = month_of(today - LOOKS_BACK)
    wanted = _days_sent(actor, tuple(sorted(providers)), frozenset(sites), since)
    for row in wanted.all(db) if providers else ():
        days[row["provider_id"]].append(row["received_on"])
    found = {provider_id: usual_gap(each, today) for provider_id, each in days.items()}
    return {provider_id: gap for provider_id, gap in found.items() if gap}


@prepared
def _days_sent(actor: Actor, providers: Sequence[int], sites: Collection[int], since: int) -> Select[Any]:
    """Each day once, whatever came on it."""
    c = milestone.c
    wanted = select(c.provider_id, c.received_on).distinct()
    return wanted.where(c.provider_id.in_(providers), c.month >= since, *_received(actor, sites))


def sent(
    db: Connection, actor: Actor, year: Asked, sites: Collection[int], only: int | None = None
) -> dict[int, dict[str, int]]:
    """What each sent in a year, in the one before, in the month after it, and how many of the year's were `seen`."""
    rows = _sent(actor, year, frozenset(sites), only).plain(db)
    return {provider_id: dict(zip(SENT, said, strict=True)) for provider_id, *said in rows}


@prepared
def _sent(actor: Actor, year: Asked, sites: Collection[int], only: int | None) -> Select[Any]:
    c = tally.c
    now, before, later = (c.month >= year.since) & (c.month < year.until), c.month < year.since, c.month >= year.until
    several = (now, c.received), (before, c.received), (later, c.received), (now, c.attended)
    said = (cast(func.sum(case(each, else_=0)), Number).label(name) for name, each in zip(SENT, several, strict=True))
    kept = [
        c.grain == "provider",
        c.direction == Direction.INBOUND,
        c.provider_id != NONE,
        at_my_sites(actor, c.site_id),
    ]
    kept += [c.month >= year.before.since, c.month <= year.until]
    kept += [c.site_id.in_(sorted(sites))] if sites else []
    kept += [c.provider_id == only] if only else []
    return select(c.provider_id, *said).where(*kept).group_by(c.provider_id).having(func.sum(c.received) > 0)


def first_month(db: Connection, actor: Actor, sites: Collection[int]) -> int | None:
    """The month in which the first referral was received that is counted there."""
    found: int | None = _first_month(actor, frozenset(sites)).only(db)
    return found


@prepared
def _first_month(actor: Actor, sites: Collection[int]) -> Select[Any]:
    c = tally.c
    mine = [c.grain == "place", c.received > 0, at_my_sites(actor, c.site_id)]
    here = [c.site_id.in_(sorted(sites))] if sites else []
    return select(func.min(c.month).label("month")).where(*mine, *here)


def _received(actor: Actor, sites: Collection[int]) -> list[ColumnElement[bool]]:
    c = milestone.c
    inbound = [c.provider_id != NONE, c.direction == Direction.INBOUND, at_my_sites(actor, c.site_id)]
    return [*inbound, c.site_id.in_(sorted(sites))] if sites else inbound
