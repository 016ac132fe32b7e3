"""The group is founded once by core.demo, and its sites, people and practices are copied to every other region."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import product
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text, update

from bench.group.plan import REGIONS, YEAR, YEARS, Plan
from core import clock
from core.defaults import load_into
from core.demo import history, store
from core.demo.group import Group, found
from data.insert import put
from data.tables import (
    account,
    account_site,
    campaign,
    clinician,
    provider,
    provider_contact,
    provider_network,
    provider_offer,
    setting,
    site,
    site_holiday,
    site_hours,
)

COPIED = (site, site_hours, site_holiday, account, account_site, provider)
BELOW = (provider_contact, provider_offer, provider_network, clinician)
EVERYWHERE = 11
"""So many of the clinics around receive from every region, as hospitals do: with them the group knows 301 practices."""
NAMED = {"site": ("name", "code"), "account": ("name", "username"), "provider": ("name", "search")}
"""What tells a copy from the first of its kind: Harbour Dental Leeds 2, where mia2 is the manager."""
MARK = "bench"
"""The setting that says of which moment the group is."""


@dataclass(frozen=True, slots=True)
class Region:
    """Where the rows of the first region are found in this one, by table."""

    number: int
    maps: Mapping[str, Mapping[int, int]]
    campaigns: dict[int, dict[int, int]] = field(default_factory=dict)
    """By how many years ago it was."""

    def lookups(self, age: int) -> dict[str, Callable[[int], int]]:
        """The same as functions."""
        return {name: known.__getitem__ for name, known in (self.maps | {"campaign": self.campaigns[age]}).items()}


def founded(db: Connection, plan: Plan) -> tuple[Group, list[Region]]:
    """Write the first region as an administrator would, then the others."""
    load_into(db)
    group = _this_year(db, plan, found(db, plan.began, history.horizon(plan.now)))
    store.seal(db)
    put(db, setting, "name", name=MARK, value={"size": plan.size, "seed": plan.seed, "now": plan.now.isoformat()})
    shared = _shared(group)
    rows = {table.name: db.execute(select(table)).mappings().all() for table in (*COPIED, *BELOW)}
    regions = [_region(number, rows, shared) for number in range(REGIONS)]
    with clock.telling(plan.began):
        for region in regions[1:]:
            _copy(db, region, rows, shared)
    _advertise(db, regions)
    _number_on(db)
    return group, regions


def _this_year(db: Connection, plan: Plan, group: Group) -> Group:
    """What brings patients does so in the year of the mould, not in that of the founding."""
    later, moved = (plan.now - YEAR).date() - plan.began.date(), {}
    for number, each in group.campaigns.items():
        days = {"began_on": _on(each.began_on, later), "ended_on": _on(each.ended_on, later)}
        db.execute(update(campaign).where(campaign.c.id == number).values(**days))
        moved[number] = replace(each, **days)
    return replace(group, campaigns=moved)


def _on(day: date | None, later: timedelta) -> date | None:
    return day + later if day else None


def _advertise(db: Connection, regions: list[Region]) -> None:
    """The same in every other year, and where it is of one site also in the other regions."""
    rows = db.execute(select(campaign).order_by(campaign.c.id)).mappings().all()
    last = len(rows)
    for region, age in product(regions, range(YEARS)):
        region.campaigns[age] = {}
        for row in rows:
            if (region.number, age) == (0, 0) or (region.number and row["site_id"] is None):
                region.campaigns[age][row["id"]] = regions[0].campaigns[age][row["id"]] if region.number else row["id"]
                continue
            last += 1
            region.campaigns[age][row["id"]] = last
            db.execute(insert(campaign).values(_again(row, region, age) | {"id": last}))


def _again(row: Mapping[str, Any], region: Region, age: int) -> dict[str, Any]:
    """One that has no end is a new one in each year."""
    began, ended = row["began_on"] - age * YEAR, _on(row["ended_on"], -age * YEAR)
    named = f"{row['name']} {began.year}" if age else row["name"]
    here = region.maps["site"].get(row["site_id"])
    mark = f" ({region.number + 1})" if region.number else ""
    until = ended or (began + YEAR - timedelta(days=1) if age else None)
    return dict(row) | {"name": named + mark, "site_id": here, "began_on": began, "ended_on": until}


def _shared(group: Group) -> set[int]:
    """The first practices that take referrals."""
    taking = [each.id for each in group.outside if each.practice.new.offers]
    return set(taking[:EVERYWHERE])


def _region(number: int, rows: Mapping[str, Any], shared: set[int]) -> Region:
    maps: dict[str, dict[int, int]] = {}
    for table in (site, account, provider, clinician):
        stay = {row["id"] for row in rows[table.name] if number == 0 or _stays(table, row, shared)}
        others = [row["id"] for row in rows[table.name] if row["id"] not in stay]
        start = len(rows[table.name]) + (number - 1) * len(others) + 1
        maps[table.name] = {one: one for one in stay} | {one: start + n for n, one in enumerate(others)}
    return Region(number, maps)


def _stays(table: Table, row: Mapping[str, Any], shared: set[int]) -> bool:
    """Whether the region has it together with the first."""
    return (row["id"] if table is provider else row.get("provider_id")) in shared


def _copy(db: Connection, region: Region, rows: Mapping[str, Any], shared: set[int]) -> None:
    for table in (*COPIED, *BELOW):
        fresh = [_copied(table, row, region) for row in rows[table.name] if not _stays(table, row, shared)]
        if fresh:
            db.execute(insert(table), fresh)


def _copied(table: Table, row: Mapping[str, Any], region: Region) -> dict[str, Any]:
    fresh = dict(row)
    for column in table.columns:
        for key in column.foreign_keys:
            if fresh[column.name] is not None and key.column.table.name in region.maps:
                fresh[column.name] = region.maps[key.column.table.name][fresh[column.name]]
    if "id" in fresh and table.name in region.maps:
        fresh["id"] = region.maps[table.name][fresh["id"]]
    else:
        fresh.pop("id", None)
    name, known_by = NAMED.get(table.name, ("", ""))
    if name:
        mark = region.number + 1
        fresh |= {
            name: f"{fresh[name]} {mark}",
            known_by: f"{fresh[known_by]}{' ' if known_by == 'search' else ''}{mark}",
        }
    return fresh


def _number_on(db: Connection) -> None:
    """PostgreSQL counts by itself and was not asked."""
    for table in (site, account, provider, clinician, campaign) if db.dialect.name == "postgresql" else ():
        highest = select(func.max(table.c.id)).scalar_subquery()
        db.execute(select(func.setval(func.pg_get_serial_sequence(table.name, text("'id'")), highest)))
