"""What the copies count as: worked out of the mould by core.insight once for each year, and added up as columns.

A rebuild comes to the same, which tests/bench holds it to, and takes many times as long.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np

from bench.group.chosen import Chosen, in_order
from bench.group.form import Form, Values
from bench.group.mould import Life, Mould
from bench.group.plan import YEAR
from bench.group.regions import Region
from bench.group.sums import NONE, Cells, Codes, Column, column, stretched
from core.insight.gathered import REPORTS, VISITS
from core.insight.histogram import packed
from core.insight.milestones import Known, milestones
from core.insight.moving import DIMENSIONS, GRAINS, ONLY
from core.referral.run import KINDS, Happened
from data.tables import dwell, milestone, tally
from data.tables.insight import COUNTS, LEADS, WORTH

AT_ONCE = 5_000
DAYS = tuple(f"days_{name}" for name in LEADS)
NAMED = ("direction", "source", "specialty", "funding", "stage")
"""Dimensions that are words."""
OWN = ("site_id", "provider_id", "campaign_id")
"""Dimensions that are another in each region or year."""
UNCOUNTED = -1
NEEDED = ("month", *DIMENSIONS, *COUNTS, *WORTH, *DAYS, "valued_month")
Batch = tuple[str, Sequence[str], list[Values]]


def count(
    mould: Mould, several: Sequence[Chosen], regions: Sequence[Region], zones: Mapping[int, str]
) -> Iterator[Batch]:
    """Rows by table: the sums of all referrals, then a milestone for each of them that counts."""
    counted = Counted(mould, zones)
    for chosen, n in in_order(mould, several):
        counted.add(chosen, n, regions[chosen.copy.region])
    yield "dwell", Form(dwell).columns, list(counted.dwell())
    rows = counted.rows()
    for grain, dimensions in GRAINS.items():
        yield "tally", Form(tally).columns, list(counted.tally(rows, grain, dimensions))
    for start in range(0, len(counted.copies), AT_ONCE):
        yield "milestone", counted.form.columns, list(counted.milestones(slice(start, start + AT_ONCE)))


class Counted:
    """A row for each life and year, and for each copy of it which row that is, its number, site and practice."""

    def __init__(self, mould: Mould, zones: Mapping[int, str]) -> None:
        self.form = Form(milestone)
        self.lives = [Told(life, zones) for life in mould.lives]
        self.known: dict[tuple[int, int], int] = {}
        self.values: list[Values] = []
        self.stays: list[Sequence[tuple[str, int, int]]] = []
        self.copies: list[tuple[int, ...]] = []
        self.words = {name: Codes() for name in NAMED}

    def add(self, chosen: Chosen, n: int, region: Region) -> None:
        """A copy of a life, which counts as it does in every region in that year."""
        if (key := (n, chosen.copy.age)) not in self.known:
            self.known[key] = self._work_out(*key)
        if (which := self.known[key]) == UNCOUNTED:
            return
        site, provider, campaign = (self.values[which][self.form.place[name]] for name in OWN)
        ours = region.maps["site"][site], region.maps["provider"].get(provider, 0)
        self.copies.append((which, chosen.referrals[n], *ours, region.campaigns[chosen.copy.age].get(campaign, 0)))

    def milestones(self, some: slice) -> Iterator[Values]:
        """As they are stored."""
        key, *own = (self.form.place[name] for name in ("referral_id", *OWN))
        for which, number, *ours in self.copies[some]:
            values = self.values[which].copy()
            values[key] = number
            for place, value in zip(own, ours, strict=True):
                values[place] = value
            yield values

    def rows(self) -> dict[str, Column]:
        """By what is counted, and what of: each as received, and behind them once more what has a value, by the month
        of that."""
        which, _, *ours = np.array(self.copies, dtype=np.int64).T
        own = dict(zip(OWN, ours, strict=True))
        all_of = {name: own[name] if name in own else self._column(name)[which] for name in NEEDED}
        valued = all_of["valued_month"] != 0
        more = {name: all_of[name][valued] for name in (*DIMENSIONS, *WORTH)} | {
            "month": all_of["valued_month"][valued]
        }
        both = {name: np.concatenate([all_of[name], more[name]]) for name in ("month", *DIMENSIONS)}
        both |= {name: _padded(all_of[name], after=len(more["month"])) for name in COUNTS}
        both |= {name: _padded(more[name], before=len(which)) for name in WORTH}
        return both | {name: _padded(all_of[name], after=len(more["month"]), by=NONE) for name in DAYS}

    def tally(self, rows: Mapping[str, Column], grain: str, dimensions: Sequence[str]) -> Iterator[Values]:
        """A row for each cell of a grain."""
        form, by = Form(tally), ("month", *dimensions)
        if grain in ONLY:
            counted = rows[ONLY[grain]] != 0
            rows = {name: values[counted] for name, values in rows.items()}
        cells = Cells.by([rows[name] for name in by])
        sums = cells.sums(rows[name] for name in (*COUNTS, *WORTH))
        days = [cells.histograms(rows[name]) for name in DAYS]
        for told, added, *waits in zip(cells.told([rows[name] for name in by]), sums, *days, strict=True):
            key = {name: self._spelt(name, value) for name, value in zip(by, told, strict=True)}
            cell = ":".join(map(str, (grain, *key.values())))
            counts = zip((*COUNTS, *WORTH), added, strict=True)
            packs = zip(DAYS, map(packed, waits), strict=True)
            yield form.stored({"cell": cell, "grain": grain, **DIMENSIONS, **key, **dict(counts), **dict(packs)})

    def dwell(self) -> Iterator[Values]:
        """How long stages took, by the month in which they were left."""
        form, by = Form(dwell), ("month", "site_id", "direction", "stage")
        which, _, site_id, *_ = np.array(self.copies, dtype=np.int64).T
        lengths = column(map(len, self.stays))
        own = stretched((np.cumsum(lengths) - lengths)[which], lengths[which])
        stage = column(self.words["stage"].of(stay[0]) for stays in self.stays for stay in stays)[own]
        month = column(stay[1] for stays in self.stays for stay in stays)[own]
        bucket = column(stay[2] for stays in self.stays for stay in stays)[own]
        of = np.repeat(np.arange(len(which)), lengths[which])
        keys = [month, site_id[of], self._column("direction")[which][of], stage]
        cells = Cells.by(keys)
        for told, stays in zip(cells.told(keys), cells.histograms(bucket), strict=True):
            key = {name: self._spelt(name, value) for name, value in zip(by, told, strict=True)}
            yield form.stored({"cell": ":".join(map(str, key.values())), **key, "stays": packed(stays)})

    def _work_out(self, n: int, age: int) -> int:
        if (found := milestones(self.lives[n].earlier(age * YEAR))) is None:
            return UNCOUNTED
        self.values.append(self.form.stored(found | {"received_on": found["received_on"].isoformat()}))
        self.stays.append(found["stays"])
        return len(self.values) - 1

    def _column(self, name: str) -> Column:
        """Of the rows that were worked out."""
        place = self.form.place[name]
        if name in self.words:
            return column(self.words[name].of(values[place]) for values in self.values)
        return column(NONE if values[place] is None else values[place] for values in self.values)

    def _spelt(self, name: str, value: int) -> Any:
        return self.words[name].words[value] if name in self.words else value


class Told:
    """A life as its figures are worked out of it, however many years earlier."""

    def __init__(self, life: Life, zones: Mapping[int, str]) -> None:
        self.row = _Moved(life.row | {"time_zone": zones[life.row["site_id"]]})
        self.visits = [_Moved({name: visit[name] for name in VISITS}) for visit in life.visits]
        self.reports = [_Moved({name: report.get(name) for name in REPORTS}) for report in life.reports]
        self.past = [each for each in life.told if each.kind in KINDS]

    def earlier(self, back: timedelta) -> Known:
        """All that is known of it then."""
        visits, reports = ([each.by(back) for each in several] for several in (self.visits, self.reports))
        return Known(self.row.by(back), visits, reports, [Happened(e.kind, e.at - back, e.facts) for e in self.past])


class _Moved:
    """A row of which the moments move."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.stays = dict(row)
        self.moves = {name: value for name, value in row.items() if name.endswith("_at") and value is not None}

    def by(self, back: timedelta) -> Any:
        return SimpleNamespace(**(self.stays | {name: value - back for name, value in self.moves.items()}))


def _padded(values: Column, *, before: int = 0, after: int = 0, by: int = 0) -> Column:
    return np.pad(values, (before, after), constant_values=by)
