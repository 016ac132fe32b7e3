"""The rows of the exported tables, read piece by piece within the actor's sites."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from core import months
from core.access import Actor, at_my_sites
from core.insight.asked import Asked
from core.insight.dictionary import Dataset
from core.insight.histogram import MINUTE, edges, unpacked
from core.insight.measures import COUNTED
from core.insight.metrics import LEAD_TIMES
from core.insight.moving import GRAINS
from core.insight.named import CODES
from core.insight.queries import conditions
from core.referral.stage import Direction, Stage, label
from data.tables import campaign, dwell, milestone, provider, site, tally

Row = Mapping[str, Any]
Read = Callable[[Connection, Actor, Asked, Dataset], Iterator[Row]]


def rows_of(db: Connection, actor: Actor, asked: Asked, dataset: Dataset) -> Iterator[Row]:
    """What a table holds for this actor."""
    name = dataset.name.removesuffix(f"_{dataset.grain}") if dataset.grain else dataset.name
    return TABLES_OF[name](db, actor, asked, dataset)


def _tally(db: Connection, actor: Actor, asked: Asked, dataset: Dataset) -> Iterator[Row]:
    columns = [tally.c[name] for name in ("month", *GRAINS[dataset.grain], *(m.value for m in COUNTED))]
    return _dated(_told(db, actor, asked, dataset, columns))


def _lead_days(db: Connection, actor: Actor, asked: Asked, dataset: Dataset) -> Iterator[Row]:
    kept = [tally.c[f"days_{code}"] for code in LEAD_TIMES]
    columns = [tally.c[name] for name in ("month", *GRAINS[dataset.grain])]
    for row in _dated(_told(db, actor, asked, dataset, [*columns, *kept])):
        for code in LEAD_TIMES:
            spread = unpacked(row[f"days_{code}"])
            yield from ({**row, "what": code, "days": days, "referrals": n} for days, n in spread.items())


def _told(db: Connection, actor: Actor, asked: Asked, dataset: Dataset, columns: list[Any]) -> Iterator[Row]:
    keys = [tally.c[name] for name in ("month", *GRAINS[dataset.grain])]
    fits = [tally.c.grain == dataset.grain, *conditions(actor, asked, tally)]
    return _by_month(db, tally.c.month, select(*columns).where(*fits).order_by(*keys))


def _dwell(db: Connection, actor: Actor, asked: Asked, _dataset: Dataset) -> Iterator[Row]:
    keys = [dwell.c[name] for name in ("month", "site_id", "direction", "stage")]
    wanted = select(*keys, dwell.c.stays).where(*conditions(actor, asked, dwell)).order_by(*keys)
    for row in _dated(_by_month(db, dwell.c.month, wanted)):
        for bucket, n in unpacked(row["stays"]).items():
            low, high = (edge / MINUTE for edge in edges(bucket))
            yield {**row, "minutes_from": low, "minutes_until": high, "stays": n}


def _milestone(db: Connection, actor: Actor, asked: Asked, dataset: Dataset) -> Iterator[Row]:
    """In the order of what they say, so that their order says nothing else."""
    columns = [milestone.c[each.name] for each in dataset.columns if each.name != "month_start"]
    wanted = select(*columns).where(*conditions(actor, asked, milestone)).order_by(*columns)
    return _dated(_by_month(db, milestone.c.month, wanted))


def _site(db: Connection, actor: Actor, asked: Asked, dataset: Dataset) -> Iterator[Row]:
    c = site.c
    wanted = select(c.id.label("site_id"), *(c[each.name] for each in dataset.columns[1:]))
    mine = [at_my_sites(actor, c.id), *([c.id.in_(sorted(asked.sites))] if asked.sites else [])]
    return _read(db, wanted.where(*mine).order_by(c.id))


def _provider(db: Connection, actor: Actor, asked: Asked, dataset: Dataset) -> Iterator[Row]:
    c = provider.c
    dealt = select(tally.c.provider_id).where(tally.c.grain == "provider", *conditions(actor, asked, tally))
    wanted = select(c.id.label("provider_id"), *(c[each.name] for each in dataset.columns[1:]))
    return _read(db, wanted.where(c.id.in_(dealt)).order_by(c.id))


def _campaign(db: Connection, actor: Actor, asked: Asked, dataset: Dataset) -> Iterator[Row]:
    c = campaign.c
    brought = select(tally.c.campaign_id).where(tally.c.grain == "campaign", *conditions(actor, asked, tally))
    wanted = select(c.id.label("campaign_id"), *(c[each.name] for each in dataset.columns[1:]))
    return _read(db, wanted.where(c.id.in_(brought)).order_by(c.id))


def _code(_db: Connection, _actor: Actor, _asked: Asked, _dataset: Dataset) -> Iterator[Row]:
    for what, labels in (CODES | {"stage": {one.value: label(one, Direction.INBOUND) for one in Stage}}).items():
        yield from ({"what": what, "code": code, "label": words} for code, words in labels.items())


def _dated(rows: Iterator[Row]) -> Iterator[Row]:
    return ({**row, "month_start": months.first_day(row["month"])} for row in rows)


def _by_month(db: Connection, month: ColumnElement[int], wanted: Select[Any]) -> Iterator[Row]:
    """A month at a time, so that no more than that is ever held, on either database."""
    several = wanted.with_only_columns(month).order_by(None).distinct()
    for one in sorted(db.execute(several).scalars()):
        yield from _read(db, wanted.where(month == one))


def _read(db: Connection, wanted: Select[Any]) -> Iterator[Row]:
    return (dict(row) for row in db.execute(wanted).mappings())


TABLES_OF: Mapping[str, Read] = {
    "tally": _tally,
    "lead_days": _lead_days,
    "dwell": _dwell,
    "milestone": _milestone,
    "site": _site,
    "provider": _provider,
    "campaign": _campaign,
    "code": _code,
}
