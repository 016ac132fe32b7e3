"""Figures of one's own sites, read from the narrowest sums that hold what is asked, else from the milestones."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain, repeat
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, cast, func, literal_column, select

from core.access import Actor, Permission, at_my_sites
from core.insight.asked import Asked
from core.insight.histogram import Growing, Histogram, length
from core.insight.measures import BY_WORTH, COUNTED, Measure
from core.insight.metrics import LEAD_TIMES
from core.insight.moving import GRAINS
from core.insight.sums import NO_SUMS, Sums
from core.insight.told import Lead, Told
from core.work import reading
from data.base import Number
from data.prepared import prepared
from data.tables import dwell as dwell_table
from data.tables import milestone, tally

COLUMN = {"site": "site_id", "provider": "provider_id"}
"""What a split is called in the tables, where that is not its name."""
NARROWED = ("direction", "source", "specialty", "funding", "provider")
COHORT = tuple(measure for measure in COUNTED if measure not in BY_WORTH)
WORTH = tuple(measure for measure in COUNTED if measure in BY_WORTH)
By = Sequence[str]
Key = tuple[Any, ...]
Column = Sequence[Any]
Days = tuple[Any, ...]
"""How many there are, their median and ninth decile, and all of them as a histogram."""
NONE: Days = 0, None, None, Histogram()


@dataclass(frozen=True, slots=True)
class Stay:
    """How long the `n` stays at a stage took that ended in the months asked for."""

    n: int
    median: timedelta
    p90: timedelta


def cells(actor: Actor, asked: Asked, by: By = ()) -> dict[Key, Sums]:
    """Sums of what was received in the months asked for, and the worth of what was reported in them, by any of month,
    site, direction, source, specialty, funding and provider. Their keys say of what, in the order that was asked, and
    are in order: month as 202611, site and provider as ids (0: none outside), the rest codes."""
    actor.must(Permission.INSIGHT_READ)
    with reading() as db:
        return _cells(db, actor, asked, by)


def sums(actor: Actor, asked: Asked) -> Sums:
    """Everything that is asked for in one."""
    return cells(actor, asked).get((), NO_SUMS)


def told(actor: Actor, asked: Asked, by: By = (), waits: Collection[str] = ()) -> dict[Key, Told]:
    """The same sums by their keys, each with the lead times of these codes (see LEAD_TIMES)."""
    actor.must(Permission.INSIGHT_READ)
    with reading() as db:
        found = _cells(db, actor, asked, by)
        days = _days(db, actor, asked, tuple(by), tuple(waits)) if waits else {}
    return {key: Told(sums, _leads(sums, waits, days.get(key))) for key, sums in found.items()}


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
    found = [Growing() for _ in several]
    with reading() as db:
        for stays, *split in _kept_stays(actor, replace(asked, **_UNKEPT), names).columns(db):
            told = dict(zip(names, split, strict=True))
            for each, by in zip(found, several, strict=True):
                each.add(_keys([told[name] for name in by]), stays)
    return [_stays(each) for each in found]


@prepared
def _kept_stays(actor: Actor, asked: Asked, names: By) -> Select[Any]:
    c = dwell_table.c
    split = (c[COLUMN.get(name, name)] for name in names)
    return select(c.stays, *split).where(*conditions(actor, asked, dwell_table))


def _stays(found: Growing) -> dict[Key, Stay]:
    several = zip(found.keys, found.whole().told(0.5, 0.9), strict=True)
    return {key: Stay(n or 0, length(median or 0), length(p90 or 0)) for key, (n, median, p90) in sorted(several)}


def _keys(split: Sequence[Column]) -> Iterable[Key]:
    """Of each row; the same for all where nothing is split."""
    return zip(*split, strict=True) if split else repeat(())


_UNKEPT: dict[str, Any] = {"source": "", "specialty": "", "funding": "", "provider": None}


def _cells(db: Connection, actor: Actor, asked: Asked, by: By) -> dict[Key, Sums]:
    if _grain(asked, by):
        return {key: Sums(told) for key, told in summed(db, actor, asked, by, COUNTED)}
    received = summed(db, actor, asked, by, COHORT)
    worth = summed(db, actor, asked, by, WORTH)
    found: dict[Key, dict[Measure, int]] = defaultdict(dict)
    for measures, several in ((COHORT, received), (WORTH, worth)):
        for key, told in several:
            found[key] |= dict(zip(measures, told, strict=True))
    return {key: Sums(tuple(told.get(one, 0) for one in COUNTED)) for key, told in sorted(found.items())}


def _grain(asked: Asked, by: By) -> str | None:
    """The narrowest sums that tell apart whatever it is split and narrowed by."""
    told = {COLUMN.get(name, name) for name in by} - {"month"}
    told |= {COLUMN.get(name, name) for name in NARROWED if getattr(asked, name)}
    return next((grain for grain, dimensions in GRAINS.items() if told <= {*dimensions}), None)


def summed(
    db: Connection, actor: Actor, asked: Asked, by: By, measures: tuple[Measure, ...]
) -> Iterator[tuple[Key, tuple[int, ...]]]:
    """Only these measures, all of them of one kind: see COHORT and WORTH."""
    keys, rows = len(by), _sums(actor, asked, tuple(by), measures).plain(db)
    return ((row[:keys], row[keys:]) for row in rows if row[-1] is not None)


@prepared
def _sums(actor: Actor, asked: Asked, by: By, measures: tuple[Measure, ...]) -> Select[Any]:
    """Off the sums that are kept where they hold what is asked, else off the milestones."""
    grain = _grain(asked, by)
    table = tally if grain else milestone
    month = "month" if grain or measures != WORTH else "valued_month"
    kept = [table.c.grain == grain] if grain else []
    keys = [table.c[month if name == "month" else COLUMN.get(name, name)] for name in by]
    several = (cast(func.sum(table.c[measure.value]), Number).label(measure.value) for measure in measures)
    kept += conditions(actor, asked, table, month)
    return select(*keys, *several).where(*kept).group_by(*keys).order_by(*keys)


def conditions(actor: Actor, asked: Asked, table: Table, month: str = "month") -> list[ColumnElement[bool]]:
    """What makes a row of sums or milestones one that is asked about, at the actor's sites."""
    return [table.c[month] >= asked.since, table.c[month] < asked.until, *narrowed(actor, asked, table)]


def narrowed(actor: Actor, asked: Asked, table: Table) -> list[ColumnElement[bool]]:
    """The same whatever the month."""
    c = table.c
    told = [at_my_sites(actor, c.site_id)]
    if asked.sites:
        told.append(c.site_id.in_(sorted(asked.sites)))
    if asked.provider:
        told.append(c.provider_id != literal_column("0"))  # said in the words of the index, or SQLite passes it by
    given = ((COLUMN.get(name, name), getattr(asked, name)) for name in NARROWED)
    return told + [c[column] == wanted for column, wanted in given if wanted]


def _days(db: Connection, actor: Actor, asked: Asked, by: By, codes: tuple[str, ...]) -> dict[Key, list[Days]]:
    """Of each key, by each of these codes."""
    if not _grain(asked, by):
        each = [_days_of_each(db, actor, asked, by, code) for code in codes]
        return {key: [days.get(key, NONE) for days in each] for key in {*chain(*each)}}
    found, n = Growing(len(codes)), len(codes)
    for columns in _kept_days(actor, asked, by, codes).columns(db):
        found.add(_keys(columns[n:]), *columns[:n])
    whole = found.whole()
    days = [(*told, each) for told, each in zip(whole.told(0.5, 0.9), whole.each(), strict=True)]
    return {key: days[n * place : n * place + n] for place, key in enumerate(found.keys)}


@prepared
def _kept_days(actor: Actor, asked: Asked, by: By, codes: tuple[str, ...]) -> Select[Any]:
    several, keys = (tally.c[f"days_{code}"] for code in codes), (tally.c[COLUMN.get(name, name)] for name in by)
    return select(*several, *keys).where(tally.c.grain == _grain(asked, by), *conditions(actor, asked, tally))


def _days_of_each(db: Connection, actor: Actor, asked: Asked, by: By, code: str) -> dict[Key, Days]:
    found: dict[Key, list[tuple[int, int]]] = defaultdict(list)
    for value, n, *key in _each_day(actor, asked, by, code).plain(db):
        found[tuple(key)].append((value, n))
    spread = {key: Histogram(*map(tuple, zip(*pairs, strict=True))) for key, pairs in found.items()}
    return {key: (days.n, days.rank(0.5), days.rank(0.9), days) for key, days in spread.items()}


@prepared
def _each_day(actor: Actor, asked: Asked, by: By, code: str) -> Select[Any]:
    days = milestone.c[f"days_{code}"]
    keys = [milestone.c[COLUMN.get(name, name)] for name in by]
    there = [days.is_not(None), *conditions(actor, asked, milestone)]
    return select(days, func.count(), *keys).where(*there).group_by(days, *keys).order_by(days)


def _leads(sums: Sums, codes: Collection[str], days: Sequence[Days] | None) -> dict[str, Lead]:
    return {
        code: Lead(n, median, p90, sums[LEAD_TIMES[code].waiting], spread)
        for code, (n, median, p90, spread) in zip(codes, days or repeat(NONE), strict=bool(days))
    }
