"""What the copies count as: worked out of the mould by core.insight for each year, and summed up by the database.

A rebuild comes to the same, which tests/bench holds it to, and takes many times as long.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from bench.group.chosen import Chosen, in_order
from bench.group.filling import Filling
from bench.group.form import Form, Values
from bench.group.mould import Life, Mould
from bench.group.plan import YEAR
from bench.group.regions import Region
from core.insight.gathered import REPORTS, VISITS
from core.insight.histogram import packed
from core.insight.milestones import Known, milestones
from core.insight.moving import DIMENSIONS, GRAINS, ONLY
from core.referral.run import KINDS, Happened
from data.tables import dwell, milestone, tally
from data.tables.insight import COUNTS, LEADS, WORTH

Stays = dict[tuple[int, int, str, str], Counter[int]]
Days = dict[tuple[Any, ...], dict[str, Counter[int]]]


def count(
    into: Filling, mould: Mould, several: Sequence[Chosen], regions: Sequence[Region], zones: dict[int, str]
) -> None:
    """A milestone for each referral that counts, and the sums of all of them."""
    form, stays = Form(milestone), defaultdict[tuple[int, int, str, str], Counter[int]](Counter)
    into.put("milestone", form.columns, _milestones(form, mould, several, regions, zones, stays))
    for grain, dimensions in GRAINS.items():
        into.put("tally", Form(tally).columns, list(_tally(into, grain, dimensions)))
    into.put("dwell", Form(dwell).columns, _dwell(stays))


def _milestones(
    form: Form, mould: Mould, several: Sequence[Chosen], regions: Sequence[Region], zones: dict[int, str], stays: Stays
) -> Iterator[Values]:
    """Of each life once for every year in which it has a part."""
    names = ("referral_id", "provider_id", "site_id", "campaign_id")
    key, provider, site, campaign = (form.place[name] for name in names)
    known: dict[tuple[int, int], Any] = {}
    for chosen, n in in_order(mould, several):
        copy, maps = chosen.copy, regions[chosen.copy.region].maps
        if (n, copy.age) not in known:
            known[n, copy.age] = _counted(form, mould.lives[n], copy.age * YEAR, zones)
        if (one := known[n, copy.age]) is None:
            continue
        values = list(one.values)
        values[key], values[site] = chosen.referrals[n], maps["site"][values[site]]
        values[provider] = maps["provider"].get(values[provider], 0)
        values[campaign] = regions[copy.region].campaigns[copy.age].get(values[campaign], 0)
        for stage, month, bucket in one.stays:
            stays[month, values[site], one.direction, stage][bucket] += 1
        yield values


def _counted(form: Form, life: Life, back: timedelta, zones: dict[int, str]) -> Any:
    """What it counts as that much earlier, as it is stored; none for what never counts."""
    row = life.row
    told = [Happened(each.kind, each.at - back, each.facts) for each in life.told if each.kind in KINDS]
    visits = [_earlier({name: visit[name] for name in VISITS}, back) for visit in life.visits]
    reports = [_earlier({name: report.get(name) for name in REPORTS}, back) for report in life.reports]
    one = _earlier(row | {"time_zone": zones[row["site_id"]]}, back)
    if (found := milestones(Known(one, visits, reports, told))) is None:
        return None
    values = form.stored(found)
    values[form.place["received_on"]] = found["received_on"].isoformat()
    return SimpleNamespace(values=values, stays=found["stays"], direction=str(found["direction"]))


def _earlier(row: dict[str, Any], back: timedelta) -> Any:
    moved = {name: value - back if name.endswith("_at") and value is not None else value for name, value in row.items()}
    return SimpleNamespace(**moved)


def _tally(into: Filling, grain: str, dimensions: Sequence[str]) -> Iterator[Values]:
    """What was received by the month of that, and its worth by the month of the report."""
    form, by = Form(tally), ", ".join(("month", *dimensions))
    told_of = f"{ONLY[grain]} <> 0" if grain in ONLY else "1 = 1"
    cohort = ", ".join([*COUNTS, *(f"0 AS {name}" for name in WORTH)])
    worth = ", ".join([*(f"0 AS {name}" for name in COUNTS), *WORTH])
    rest = ", ".join(dimensions)
    both = (
        f"SELECT {by}, {cohort} FROM milestone WHERE {told_of} UNION ALL"  # noqa: S608 - names of our own columns
        f" SELECT valued_month AS month, {rest}, {worth} FROM milestone WHERE valued_month <> 0 AND {told_of}"
    )
    sums = ", ".join(f"sum({name})" for name in (*COUNTS, *WORTH))
    days = _days(into, by)
    for row in into.ask(f"SELECT {by}, {sums} FROM ({both}) AS several GROUP BY {by}"):  # noqa: S608 - the same
        told = row[: len(dimensions) + 1]
        key = DIMENSIONS | dict(zip(("month", *dimensions), told, strict=True))
        counts = dict(zip((*COUNTS, *WORTH), map(int, row[len(told) :]), strict=True))
        waits = {f"days_{name}": packed(days[told][name]) if told in days else b"" for name in LEADS}
        cell = ":".join(map(str, (grain, *told)))
        yield form.stored({"cell": cell, "grain": grain, **key, **counts, **waits})


def _days(into: Filling, by: str) -> Days:
    """How many waited how many days, by the same."""
    found: Days = defaultdict(lambda: {name: Counter() for name in LEADS})
    for name in LEADS:
        asked = f"SELECT {by}, days_{name}, count(*) FROM milestone WHERE days_{name} IS NOT NULL"  # noqa: S608 - the same
        for *told, days, n in into.ask(f"{asked} GROUP BY {by}, days_{name}"):
            found[tuple(told)][name][days] = n
    return found


def _dwell(stays: Stays) -> Iterator[Values]:
    form = Form(dwell)
    for key, buckets in stays.items():
        told = dict(zip(("month", "site_id", "direction", "stage"), key, strict=True))
        yield form.stored({"cell": ":".join(map(str, key)), **told, "stays": packed(buckets)})
