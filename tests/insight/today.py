"""Live day held against rows: today's visits wherever it is today, what is late and whose, and what nobody has."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core import alert, clock, referral
from core.access import Actor
from core.referral import Direction
from core.referral.diary import Wanted
from data.base import EPOCH, MICROSECOND
from tests.referral.holds_true import rows

VISITS = """
    SELECT v.id, v.starts_at, v.state, v.site_id AS at_site, r.site_id, r.from_site_id, s.time_zone
    FROM appointment v JOIN referral r ON r.id = v.referral_id JOIN site s ON s.id = r.site_id
    WHERE v.state <> 'rescheduled' ORDER BY v.starts_at, v.id
"""
OPEN = "SELECT * FROM referral WHERE closed_at IS NULL AND stage <> 'draft'"
ALERTS = "SELECT site_id FROM alert WHERE settled_at IS NULL AND acknowledged_at IS NULL"


def live_day_agrees(actor: Actor) -> int:
    """Of all sites, and of each by itself as the page shows it; how many visits there were today."""
    for site in sorted(actor.sites):
        here = replace(actor, sites=frozenset({site}))
        assert [visit.id for visit in referral.today(here, Wanted(site=site))] == _today(here, site)
        boards_agree(here)
    boards_agree(actor)
    visits = referral.today(actor)
    assert [visit.id for visit in visits] == _today(actor)
    _each_day_agrees(actor)
    return len(visits)


def boards_agree(actor: Actor) -> None:
    """What is overdue, at risk, nobody's and one's own on each board, at each site, and alerts that nobody has."""
    stand = [row for row in rows(OPEN) if _mine(actor, row)]
    told = referral.day(actor)
    for way in Direction:
        several = [row for row in stand if row["direction"] == way and (way == "internal" or _here(actor, row))]
        one = told[way]
        late = [row for row in several if _late(row)]
        assert (one.open, one.overdue, one.at_risk) == (len(several), len(late), sum(map(_at_risk, several)))
        assert one.unassigned == sum(row["owner_id"] is None for row in several)
        assert one.mine == sum(row["owner_id"] == actor.account_id for row in several)
        if late:
            assert one.oldest_due_at == EPOCH + min(row["due_at"] for row in late) * MICROSECOND
    for site in referral.by_site(actor):
        there = [row for row in stand if row["site_id"] == site.site_id]
        meant = len(there), sum(map(_late, there)), sum(row["owner_id"] is None for row in there)
        assert (site.open, site.overdue, site.unassigned) == meant
    assert alert.waiting(actor).all == sum(row["site_id"] in actor.sites for row in rows(ALERTS))


def _today(actor: Actor, site: int | None = None) -> list[int]:
    return [visit["id"] for visit in _visits(actor, site) if _day(visit) == _day(visit, clock.now())]


def _each_day_agrees(actor: Actor) -> None:
    """The first and the last day on which there ever is a visit."""
    several = _visits(actor)
    for one in several[:1] + several[-1:]:
        told = [visit.id for visit in referral.diary(actor, _day(one))]
        assert told == [visit["id"] for visit in several if _day(visit) == _day(one)]


def _visits(actor: Actor, site: int | None = None) -> list[Any]:
    """At one's sites, or elsewhere of those that one refers or receives."""
    mine = [row for row in rows(VISITS) if _mine(actor, row) and row["at_site"] in {None, *actor.sites}]
    return [row for row in mine if site is None or (row["at_site"] or row["site_id"]) == site]


def _day(visit: Any, at: datetime | None = None) -> Any:
    """The day on the site's wall clock, of the visit or of some moment."""
    at = at or datetime.fromtimestamp(visit["starts_at"] / 1_000_000, UTC)
    return at.astimezone(ZoneInfo(visit["time_zone"])).date()


def _here(actor: Actor, row: Any) -> bool:
    return row["site_id"] in actor.sites


def _mine(actor: Actor, row: Any) -> bool:
    return bool({row["site_id"], row["from_site_id"]} & {*actor.sites})


def _late(row: Any) -> bool:
    """What stands still is not late."""
    return row["clock"] != "paused" and row["due_at"] < _now()


def _at_risk(row: Any) -> bool:
    return row["clock"] != "paused" and row["due_at"] >= _now() and (row["warn_at"] or _now() + 1) <= _now()


def _now() -> int:
    return (clock.now() - EPOCH) // MICROSECOND
