"""When a site is open: its week and its holidays, as a manager reads and sets them; clocks then follow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, extract, insert, select, update

from core import clock, field
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.directory import OFFICE_HOURS
from core.errors import Changed, Lacking, NotFound, NotNow
from core.sla.nations import FIRST, LAST, Nation, holidays_of
from core.sla.reckoning import ask_anew
from core.sla.week import Week, read_week, spell_week
from core.work import reading, work
from data.insert import put
from data.tables import site, site_holiday, site_hours

FARTHEST = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day on which a site is closed, and whose holiday it is; none where the site chose it."""

    on: date
    name: str
    nation: Nation | None


@dataclass(frozen=True, slots=True)
class SiteHours:
    """A site's week and closed days; `usual` is whether nobody said when it is open, so that office hours hold."""

    site_id: int
    site: str
    nation: Nation
    zone: str
    week: Week
    closed: tuple[ClosedDay, ...]
    usual: bool
    version: int


def hours_of(actor: Actor, site_id: int) -> SiteHours:
    """As they stand."""
    actor.must(Permission.WORKFLOW_EDIT, at=site_id)
    s, h, d = site.c, site_hours.c, site_holiday.c
    with reading() as db:
        row = db.execute(select(s.name, s.nation, s.time_zone, s.hours_version).where(s.id == site_id)).one_or_none()
        if row is None:
            raise NotFound("There is no such site.")
        blocks = db.execute(select(h.weekday, h.opens, h.closes).where(h.site_id == site_id).order_by(h.opens)).all()
        days = db.execute(select(d.on, d.name, d.nation).where(d.site_id == site_id).order_by(d.on)).all()
    week: dict[int, tuple[tuple[int, int], ...]] = {}
    for weekday, opens, closes in blocks:
        week[weekday] = (*week.get(weekday, ()), (opens, closes))
    closed = tuple(ClosedDay(day.on, day.name, Nation(day.nation) if day.nation else None) for day in days)
    shown = week or OFFICE_HOURS
    return SiteHours(site_id, row.name, Nation(row.nation), row.time_zone, shown, closed, not week, row.hours_version)


def set_week(actor: Actor, site_id: int, version: int, texts: Mapping[int, str]) -> None:
    """Say when a site is open, each day as people write it; Lacking names the days that cannot be."""
    actor.must(Permission.WORKFLOW_EDIT, at=site_id)
    week = read_week(texts)
    rows = [
        {"site_id": site_id, "weekday": day, "opens": opens, "closes": closes}
        for day, blocks in week.items()
        for opens, closes in blocks
    ]
    with work() as db:
        _hold(db, site_id, version)
        db.execute(delete(site_hours).where(site_hours.c.site_id == site_id))
        db.execute(insert(site_hours), rows)
        told = {str(day): [list(block) for block in blocks] for day, blocks in week.items()}
        record(db, actor, Kind.SITE_HOURS_SET, _about(site_id), {"after": told}, week=spell_week(week))
        ask_anew(db, actor, site_id=site_id)


def fill_year(actor: Actor, site_id: int, version: int, nation: Nation, year: int) -> int:
    """Take a year's public holidays from a nation, in place of those that came from any before; how many there are."""
    actor.must(Permission.WORKFLOW_EDIT, at=site_id)
    if not FIRST <= year <= LAST:
        raise Lacking({"year": f"Choose a year between {FIRST} and {LAST}."})
    days, d = holidays_of(nation, year), site_holiday.c
    with work() as db:
        _hold(db, site_id, version, nation=nation)
        foreign = d.site_id == site_id, d.nation != "", extract("year", d.on) == year
        db.execute(delete(site_holiday).where(*foreign))
        for on, name in days.items():
            put(db, site_holiday, "site_id", "on", site_id=site_id, on=on, name=name[:80], nation=nation)
        said = f"{nation.label} {year}"
        _closed(db, actor, site_id, days, said)
    return len(days)


def close_on(actor: Actor, site_id: int, version: int, on: date | None, name: str) -> None:
    """Add a day on which the site is closed for a reason of its own."""
    actor.must(Permission.WORKFLOW_EDIT, at=site_id)
    today = clock.now().date()
    values = field.gathered(name=lambda: field.line(name, most=80, least=1, what="What the day is called"))
    if on is None or abs(on - today) > FARTHEST:
        raise Lacking({"on": "Choose a day within five years of today."})
    with work() as db:
        _hold(db, site_id, version)
        d = site_holiday.c
        if db.execute(select(d.name).where(d.site_id == site_id, d.on == on)).first():
            raise Lacking({"on": "The site is closed on that day already."})
        db.execute(insert(site_holiday).values(site_id=site_id, on=on, nation="", **values))
        _closed(db, actor, site_id, [on], f"{values['name']} on {clock.spoken_day(on, today)}")


def open_on(actor: Actor, site_id: int, version: int, on: date) -> None:
    """Take away a day on which the site would be closed."""
    actor.must(Permission.WORKFLOW_EDIT, at=site_id)
    with work() as db:
        _hold(db, site_id, version)
        d = site_holiday.c
        gone = delete(site_holiday).where(d.site_id == site_id, d.on == on).returning(d.name)
        if (name := db.execute(gone).scalar_one_or_none()) is None:
            raise NotNow("The site is open on that day already.")
        _closed(db, actor, site_id, [on], f"{name} on {clock.spoken_day(on, clock.now().date())} is none any more")


def _hold(db: Connection, site_id: int, version: int, **changed: Any) -> None:
    """The site as it was read; its week and its holidays have one version, so that nobody overwrites anybody."""
    c = site.c
    values = {"hours_version": version + 1, **changed}
    held = update(site).where(c.id == site_id, c.hours_version == version).values(values)
    if not db.execute(held).rowcount:
        raise Changed("Somebody else changed these hours meanwhile. Look at them again before you change them.")


def _closed(db: Connection, actor: Actor, site_id: int, days: Iterable[date], said: str) -> None:
    facts = {"days": [f"{on:%Y-%m-%d}" for on in days]}
    record(db, actor, Kind.SITE_HOLIDAYS_SET, _about(site_id), facts, days=said)
    ask_anew(db, actor, site_id=site_id)


def _about(site_id: int) -> About:
    return About("site", site_id, site_id)
