"""The group is founded once by core.demo, and its sites, people and practices are copied to every other region."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text

from bench.group.plan import REGIONS, Plan
from core import clock
from core.defaults import load_into
from core.demo import history, store
from core.demo.group import Group, found
from data.insert import put
from data.tables import (
    account,
    account_site,
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

    def lookups(self) -> dict[str, Callable[[int], int]]:
        """The same as functions."""
        return {name: known.__getitem__ for name, known in self.maps.items()}


def founded(db: Connection, plan: Plan) -> tuple[Group, list[Region]]:
    """Write the first region as an administrator would, then the others."""
    load_into(db)
    group = found(db, plan.began, history.horizon(plan.now))
    store.seal(db)
    put(db, setting, "name", name=MARK, value={"size": plan.size, "seed": plan.seed, "now": plan.now.isoformat()})
    shared = _shared(group)
    rows = {table.name: db.execute(select(table)).mappings().all() for table in (*COPIED, *BELOW)}
    regions = [_region(number, rows, shared) for number in range(REGIONS)]
    with clock.telling(plan.began):
        for region in regions[1:]:
            _copy(db, region, rows, shared)
    _number_on(db)
    return group, regions


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
    for table in (site, account, provider, clinician) if db.dialect.name == "postgresql" else ():
        highest = select(func.max(table.c.id)).scalar_subquery()
        db.execute(select(func.setval(func.pg_get_serial_sequence(table.name, text("'id'")), highest)))
