"""When practices last referred to us, and how often they usually do: a look into an index for each, never a scan."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Connection, case, func, select

from core.access import Actor, at_my_sites
from core.insight.asked import Asked
from core.insight.engagement import LOOKS_BACK, Gap, usual_gap
from core.months import month_of
from core.referral.stage import Direction
from data.tables import milestone, provider, tally


def last_days(db: Connection, actor: Actor, providers: Collection[int], sites: Collection[int]) -> dict[int, date]:
    """The local day on which each last referred to the actor's sites, or to some of them."""
    c = milestone.c
    latest = (
        select(c.received_on)
        .where(c.provider_id == provider.c.id, *_received(actor, sites))
        .order_by(c.month.desc(), c.received_on.desc())
        .limit(1)
        .correlate(provider)
        .scalar_subquery()
    )
    found = db.execute(select(provider.c.id, latest).where(provider.c.id.in_(sorted(providers))))
    return {provider_id: on for provider_id, on in found if on}


def usual_gaps(
    db: Connection, actor: Actor, providers: Collection[int], sites: Collection[int], today: date
) -> dict[int, Gap]:
    """How many days usually lie between their referrals; without those of whom too few say so."""
    c = milestone.c
    since = month_of(today - LOOKS_BACK)
    wanted = select(c.provider_id, c.received_on).where(
        c.provider_id.in_(sorted(providers)), c.month >= since, *_received(actor, sites)
    )
    days: dict[int, set[date]] = defaultdict(set)
    for provider_id, on in db.execute(wanted) if providers else ():
        days[provider_id].add(on)
    found = {provider_id: usual_gap(each, today) for provider_id, each in days.items()}
    return {provider_id: gap for provider_id, gap in found.items() if gap}


def sent(
    db: Connection, actor: Actor, year: Asked, sites: Collection[int], only: int | None = None
) -> dict[int, dict[str, int]]:
    """What each sent in a year, in the one before, in the month after it, and how many of the year's were `seen`."""
    c = tally.c
    now, before, later = (c.month >= year.since) & (c.month < year.until), c.month < year.since, c.month >= year.until
    said = {
        "now": func.sum(case((now, c.received), else_=0)),
        "before": func.sum(case((before, c.received), else_=0)),
        "this_month": func.sum(case((later, c.received), else_=0)),
        "seen": func.sum(case((now, c.attended), else_=0)),
    }
    kept = [c.grain == "provider", c.direction == Direction.INBOUND, c.provider_id != 0, at_my_sites(actor, c.site_id)]
    kept += [c.month >= year.before.since, c.month <= year.until]
    kept += [c.site_id.in_(sorted(sites))] if sites else []
    kept += [c.provider_id == only] if only else []
    wanted = select(c.provider_id, *(each.label(name) for name, each in said.items())).where(*kept)
    rows = db.execute(wanted.group_by(c.provider_id).having(func.sum(c.received) > 0))
    return {row.provider_id: {name: int(getattr(row, name)) for name in said} for row in rows}


def first_month(db: Connection, actor: Actor, sites: Collection[int]) -> int | None:
    """The month in which the first referral was received that is counted there."""
    c = tally.c
    mine = [c.grain == "place", c.received > 0, at_my_sites(actor, c.site_id)]
    here = [c.site_id.in_(sorted(sites))] if sites else []
    found: int | None = db.execute(select(func.min(c.month)).where(*mine, *here)).scalar_one()
    return found


def _received(actor: Actor, sites: Collection[int]) -> list[ColumnElement[bool]]:
    c = milestone.c
    inbound = [c.provider_id != 0, c.direction == Direction.INBOUND, at_my_sites(actor, c.site_id)]
    return [*inbound, c.site_id.in_(sorted(sites))] if sites else inbound
