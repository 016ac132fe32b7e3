"""The figures that the monthly reports tell, read once from the sums; everything after this is pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from core import clock, months
from core.access import Actor, at_my_sites
from core.directory import Specialty
from core.insight import Asked, Histogram, Lead, Stay, Sums, added, cells, dwell, leads
from core.referral import Direction, Funding, Source, Stage
from core.referral.fitting import due_within
from core.referral.stage import OPEN
from core.report.scope import Place
from core.work import reading
from data.tables import provider, referral, site

YEAR, BACK = 12, 25
"""Months that a figure is told of, and as many as are read: a year, the year before, and one month to compare with."""
SPLITS: Mapping[str, Any] = {"source": Source, "specialty": Specialty, "funding": Funding}
CALLED = {"source": "Source", "specialty": "Specialty", "funding": "Funding"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open referrals at a stage now: how many, how many of them late, and how many that nobody owns."""

    open: int = 0
    late: int = 0
    unowned: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is known of a place by the end of a month, as it stood on `today`."""

    month: int
    today: date
    by_month: Mapping[int, Sums]
    splits: Mapping[str, Mapping[str, Sums]] = field(default_factory=dict)
    practices: Mapping[str, tuple[Sums, Sums]] = field(default_factory=dict)
    leads: Mapping[int, Mapping[str, Lead]] = field(default_factory=dict)
    stays: Mapping[str, Stay] = field(default_factory=dict)
    waiting: Mapping[str, Waiting] = field(default_factory=dict)
    sites: Mapping[str, Sums] = field(default_factory=dict)
    site_leads: Mapping[str, Mapping[str, Lead]] = field(default_factory=dict)
    site_stays: Mapping[str, Mapping[str, Stay]] = field(default_factory=dict)

    def sums(self, month: int, count: int = 1) -> Sums:
        """Of so many months up to and with this one."""
        return added(
            self.by_month.get(one, Sums())
            for one in months.between(months.moved(month, 1 - count), months.moved(month, 1))
        )

    @property
    def year(self) -> Sums:
        """Of the last twelve months."""
        return self.sums(self.month, YEAR)

    def ended(self, month: int) -> int:
        """How many days ago a month ended."""
        return (self.today - months.first_day(months.moved(month, 1))).days

    def ripe(self, after: int) -> int:
        """The latest month by which a figure can be told that takes so many days."""
        month = self.month
        while self.ended(month) < after:
            month = months.moved(month, -1)
        return month

    def days(self, code: str, month: int, count: int = 1) -> Histogram:
        """How long it took those received in so many months up to and with this one."""
        read = months.between(months.moved(month, 1 - count), months.moved(month, 1))
        found = [self.leads[one][code].days for one in read if one in self.leads]
        return together(found)


def together(several: Iterable[Histogram]) -> Histogram:
    """All of them in one."""
    counted = Counter[int]()
    for each in several:
        counted.update(dict(zip(each.values, each.counts, strict=True)))
    values = sorted(counted)
    return Histogram(tuple(values), tuple(counted[value] for value in values))


def gather(actor: Actor, place: Place, month: int) -> Figures:
    """Whatever of it somebody may see."""
    sites = frozenset({place.scope.site_id}) if place.scope.site_id else frozenset[int]()
    until = months.moved(month, 1)
    long = Asked(since=months.moved(until, -BACK), until=until, sites=sites)
    year = replace(long, since=months.moved(until, -YEAR))
    today = clock.local(clock.now(), place.calendar.time_zone).date()
    grouped = {} if place.scope.site_id else _by_site(actor, year)
    with reading() as db:
        c = provider.c
        waiting = _waiting(db, actor, sites)
        named = _told_apart(db.execute(select(c.id, c.name, c.town).order_by(c.id)))
    return Figures(
        month=month,
        today=today,
        by_month={key[0]: told for key, told in cells(actor, long, by=("month",)).items()},
        splits={name: {key[0]: told for key, told in cells(actor, year, by=(name,)).items()} for name in SPLITS},
        practices=_practices(actor, year, named),
        leads={key[0]: told for key, told in leads(actor, long, by=("month",)).items()},
        stays={key[0]: stay for key, stay in dwell(actor, year, by=("stage",)).items()},
        waiting=waiting,
        **grouped,
    )


def _practices(actor: Actor, year: Asked, named: Mapping[int, str]) -> dict[str, tuple[Sums, Sums]]:
    """By name: what they referred in the last three months, and in the nine before."""
    split = months.moved(year.until, -3)
    inbound = replace(year, direction=Direction.INBOUND)
    late, early = (
        {key[0]: told for key, told in cells(actor, asked, by=("provider",)).items() if key[0]}
        for asked in (replace(inbound, since=split), replace(inbound, until=split))
    )
    ids = sorted(late.keys() | early.keys())
    return {named.get(one, f"Practice {one}"): (late.get(one, Sums()), early.get(one, Sums())) for one in ids}


def _by_site(actor: Actor, year: Asked) -> dict[str, Any]:
    """The same by the names of sites."""
    with reading() as db:
        c = site.c
        named = _told_apart(db.execute(select(c.id, c.name, c.town).where(at_my_sites(actor, c.id)).order_by(c.id)))
    stays: dict[str, dict[str, Stay]] = {}
    for (site_id, stage), stay in dwell(actor, year, by=("site", "stage")).items():
        stays.setdefault(named[site_id], {})[stage] = stay
    return {
        "sites": {named[key[0]]: told for key, told in cells(actor, year, by=("site",)).items()},
        "site_leads": {named[key[0]]: told for key, told in leads(actor, year, by=("site",)).items()},
        "site_stays": stays,
    }


def _told_apart(rows: Iterable[Any]) -> dict[int, str]:
    """By id: the name, with the town where several are called alike, and a number where that tells no more."""
    several = [(row.id, (row.name, f"{row.name}, {row.town}", f"{row.name}, {row.town} ({row.id})")) for row in rows]
    known = Counter(name for _, names in several for name in set(names))
    return {one: next(name for name in names if known[name] == 1) for one, names in several}


def _waiting(db: Connection, actor: Actor, sites: frozenset[int]) -> dict[str, Waiting]:
    c = referral.c
    open_ = [stage for stage in OPEN if stage is not Stage.DRAFT]
    late, unowned = (func.count().filter(told) for told in (due_within("late"), c.owner_id.is_(None)))
    here = [at_my_sites(actor, c.site_id), *([c.site_id.in_(sorted(sites))] if sites else [])]
    asked = select(c.stage, func.count(), late, unowned).where(c.closed_at.is_(None), c.stage.in_(open_), *here)
    return {row[0]: Waiting(*map(int, row[1:])) for row in db.execute(asked.group_by(c.stage))}
