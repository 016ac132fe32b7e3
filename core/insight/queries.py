"""Figures of one's own sites, read from the narrowest sums that hold what is asked, else from the milestones."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, literal_column, select

from core.access import Actor, Permission, at_my_sites
from core.insight.asked import Asked
from core.insight.histogram import Histogram, length, total
from core.insight.measures import BY_WORTH, COUNTED, Measure
from core.insight.metrics import LEAD_TIMES
from core.insight.moving import GRAINS
from core.insight.sums import Sums
from core.insight.told import Lead, Told, lead
from core.work import reading
from data.prepared import Prepared
from data.tables import dwell as dwell_table
from data.tables import milestone, tally

COLUMN = {"site": "site_id", "provider": "provider_id"}
"""What a split is called in the tables, where that is not its name."""
NARROWED = ("direction", "source", "specialty", "funding", "provider")
COHORT = tuple(measure for measure in COUNTED if measure not in BY_WORTH)
WORTH = tuple(measure for measure in COUNTED if measure in BY_WORTH)
KEPT = 256
"""So many questions of so many people are kept put together."""
By = Sequence[str]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """Sums of what was received in the months asked for, and the worth of what was reported in them. `key` says of
    what, in the order that was asked: month as 202611, site and provider as ids (0: none outside), the rest codes."""

    key: Key
    sums: Sums


@dataclass(frozen=True, slots=True)
class Stay:
    """How long the `n` stays at a stage took that ended in the months asked for."""

    n: int
    median: timedelta
    p90: timedelta


def cells(actor: Actor, asked: Asked, by: By = ()) -> list[Cell]:
    """Sums by any of month, site, direction, source, specialty, funding and provider, in the order of their keys."""
    actor.must(Permission.INSIGHT_READ)
    with reading() as db:
        return _cells(db, actor, asked, by)


def sums(actor: Actor, asked: Asked) -> Sums:
    """Everything that is asked for in one."""
    found = cells(actor, asked)
    return found[0].sums if found else Sums()


def told(actor: Actor, asked: Asked, by: By = (), waits: Collection[str] = ()) -> dict[Key, Told]:
    """The same sums by their keys, each with the lead times of these codes (see LEAD_TIMES)."""
    actor.must(Permission.INSIGHT_READ)
    with reading() as db:
        found = _cells(db, actor, asked, by)
        days = {code: _days(db, actor, asked, by, code) for code in waits}
    return {cell.key: Told(cell.sums, _leads(cell, days)) for cell in found}


def leads(actor: Actor, asked: Asked, by: By = ()) -> dict[Key, dict[str, Lead]]:
    """Lead times by what is waited for, for each key as `cells` has them."""
    return {key: dict(each.leads) for key, each in told(actor, asked, by, LEAD_TIMES).items()}


def dwell(actor: Actor, asked: Asked, by: By = ("site", "stage")) -> dict[Key, Stay]:
    """Stays by site, direction, stage or month. They are kept by site and direction alone: what else figures are
    narrowed to does not narrow these."""
    return dwells(actor, asked, by)[0]


def dwells(actor: Actor, asked: Asked, *several: By) -> list[dict[Key, Stay]]:
    """The same split in several ways, read once."""
    actor.must(Permission.INSIGHT_READ)
    names = tuple(dict.fromkeys(name for by in several for name in by))
    with reading() as db:
        rows = _kept_stays(actor, replace(asked, **_UNKEPT), names).plain(db)
    return [_stays(rows, [names.index(name) + 1 for name in by]) for by in several]


@lru_cache(maxsize=KEPT)
def _kept_stays(actor: Actor, asked: Asked, names: By) -> Prepared:
    c = dwell_table.c
    split = (c[COLUMN.get(name, name)] for name in names)
    return Prepared(select(c.stays, *split).where(*conditions(actor, asked, dwell_table)))


def _stays(rows: Sequence[Any], places: Sequence[int]) -> dict[Key, Stay]:
    gathered: dict[Key, list[bytes]] = defaultdict(list)
    for row in rows:
        gathered[tuple(row[place] for place in places)].append(row[0])
    return {key: _stay(total(few)) for key, few in sorted(gathered.items())}


_UNKEPT: dict[str, Any] = {"source": "", "specialty": "", "funding": "", "provider": None}


def _cells(db: Connection, actor: Actor, asked: Asked, by: By) -> list[Cell]:
    if _grain(asked, by):
        return [Cell(key, Sums(told)) for key, told in _summed(db, actor, asked, by, COUNTED)]
    received = _summed(db, actor, asked, by, COHORT)
    worth = _summed(db, actor, asked, by, WORTH)
    found: dict[Key, dict[Measure, int]] = defaultdict(dict)
    for measures, several in ((COHORT, received), (WORTH, worth)):
        for key, told in several:
            found[key] |= dict(zip(measures, told, strict=True))
    return [Cell(key, Sums(tuple(told.get(one, 0) for one in COUNTED))) for key, told in sorted(found.items())]


def _grain(asked: Asked, by: By) -> str | None:
    """The narrowest sums that tell apart whatever it is split and narrowed by."""
    told = {COLUMN.get(name, name) for name in by} - {"month"}
    told |= {COLUMN.get(name, name) for name in NARROWED if getattr(asked, name)}
    return next((grain for grain, dimensions in GRAINS.items() if told <= {*dimensions}), None)


def _summed(
    db: Connection, actor: Actor, asked: Asked, by: By, measures: tuple[Measure, ...]
) -> Iterator[tuple[Key, tuple[int, ...]]]:
    keys = len(by)
    for row in _sums(actor, asked, tuple(by), measures).plain(db):
        if row[-1] is not None:
            yield tuple(row[:keys]), tuple(map(int, row[keys:]))


@lru_cache(maxsize=KEPT)
def _sums(actor: Actor, asked: Asked, by: By, measures: tuple[Measure, ...]) -> Prepared:
    """Off the sums that are kept where they hold what is asked, else off the milestones."""
    grain = _grain(asked, by)
    table = tally if grain else milestone
    month = "month" if grain or measures != WORTH else "valued_month"
    kept = [table.c.grain == grain] if grain else []
    keys = [table.c[month if name == "month" else COLUMN.get(name, name)] for name in by]
    wanted = select(*keys, *(func.sum(table.c[measure.value]).label(measure.value) for measure in measures))
    kept += conditions(actor, asked, table, month)
    return Prepared(wanted.where(*kept).group_by(*keys).order_by(*keys))


def conditions(actor: Actor, asked: Asked, table: Table, month: str = "month") -> list[ColumnElement[bool]]:
    """What makes a row of sums or milestones one that is asked about, at the actor's sites."""
    c = table.c
    told = [c[month] >= asked.since, c[month] < asked.until, at_my_sites(actor, c.site_id)]
    if asked.sites:
        told.append(c.site_id.in_(sorted(asked.sites)))
    if asked.provider:
        told.append(c.provider_id != literal_column("0"))  # said in the words of the index, or SQLite passes it by
    narrowed = ((COLUMN.get(name, name), getattr(asked, name)) for name in NARROWED)
    return told + [c[column] == wanted for column, wanted in narrowed if wanted]


def _days(db: Connection, actor: Actor, asked: Asked, by: By, code: str) -> dict[Key, Histogram]:
    grain, column = _grain(asked, by), f"days_{code}"
    if not grain:
        return _days_of_each(db, actor, asked, by, column)
    gathered: dict[Key, list[bytes]] = defaultdict(list)
    for row in _kept_days(actor, asked, tuple(by), column).plain(db):
        gathered[tuple(row[1:])].append(row[0])
    return {key: total(several) for key, several in gathered.items()}


@lru_cache(maxsize=KEPT)
def _kept_days(actor: Actor, asked: Asked, by: By, column: str) -> Prepared:
    keys = [tally.c[COLUMN.get(name, name)] for name in by]
    kept = [tally.c.grain == _grain(asked, by), *conditions(actor, asked, tally)]
    return Prepared(select(tally.c[column], *keys).where(*kept))


def _days_of_each(db: Connection, actor: Actor, asked: Asked, by: By, column: str) -> dict[Key, Histogram]:
    days = milestone.c[column]
    keys = [milestone.c[COLUMN.get(name, name)] for name in by]
    there = [days.is_not(None), *conditions(actor, asked, milestone)]
    found: dict[Key, list[tuple[int, int]]] = defaultdict(list)
    wanted = select(days, func.count(), *keys).where(*there).group_by(days, *keys).order_by(days)
    for value, n, *key in db.execute(wanted):
        found[tuple(key)].append((value, n))
    return {key: Histogram(*map(tuple, zip(*pairs, strict=True))) for key, pairs in found.items()}


def _leads(cell: Cell, days: Mapping[str, Mapping[Key, Histogram]]) -> dict[str, Lead]:
    return {
        code: lead(found.get(cell.key, Histogram()), cell.sums[LEAD_TIMES[code].waiting])
        for code, found in days.items()
    }


def _stay(stays: Histogram) -> Stay:
    median, p90 = stays.rank(0.5), stays.rank(0.9)
    return Stay(stays.n, length(median or 0), length(p90 or 0))
