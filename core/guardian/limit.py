"""From which chance on a referral is flagged, and how many a night: each site's manager decides, else as shipped."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from sqlalchemy import Connection, select

from core.access import Actor, Permission, at_my_sites
from core.audit import About, Kind, record
from core.errors import Changed, NotFound, Refusal
from core.work import reading, work
from data.insert import put
from data.tables import flag_limit, site

SHIPPED = Path(__file__).parents[2] / "data" / "defaults" / "guardian.yaml"
LOWEST, HIGHEST, MOST = 10, 95, 50


@cache
def shipped() -> dict[str, int]:
    """The hour, and the limits that hold until somebody sets others."""
    told: dict[str, int] = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return told


@dataclass(frozen=True, slots=True)
class Limit:
    """What is flagged at a site; version 0 where it is as shipped."""

    site_id: int
    site: str
    percent: int
    most: int
    version: int = 0


def limits(actor: Actor) -> list[Limit]:
    """Of the actor's sites, by name."""
    actor.must(Permission.REFERRAL_COUNT)
    with reading() as db:
        return _limits(db, actor)


def every_limit(db: Connection, actor: Actor) -> dict[int, Limit]:
    """The same by site, for whoever flags."""
    return {each.site_id: each for each in _limits(db, actor)}


def set_limit(actor: Actor, site_id: int, version: int, *, percent: int, most: int) -> None:
    """From the next flags on; no flag is taken back for it."""
    actor.must(Permission.RULE_EDIT, at=site_id)
    if not LOWEST <= percent <= HIGHEST:
        raise Refusal(f"Choose a chance between {LOWEST} and {HIGHEST} %.")
    if not 0 <= most <= MOST:
        raise Refusal(f"Choose how many a night, from none to {MOST}.")
    with work() as db:
        db.execute(select(site.c.id).where(site.c.id == site_id).with_for_update())
        before = next((each for each in _limits(db, actor) if each.site_id == site_id), None)
        if before is None:
            raise NotFound("There is no such site.")
        if before.version != version:
            raise Changed("Somebody else changed what is flagged here while you had it open. Look and try again.")
        put(db, flag_limit, "site_id", site_id=site_id, percent=percent, most=most, version=version + 1)
        facts = {"percent": percent, "most": most, "before": {"percent": before.percent, "most": before.most}}
        record(db, actor, Kind.FLAGS_LIMITED, About("site", site_id, site_id), facts)


def _limits(db: Connection, actor: Actor) -> list[Limit]:
    c, usual = flag_limit.c, shipped()
    wanted = (
        select(site.c.id, site.c.name, c.percent, c.most, c.version)
        .outerjoin(flag_limit, c.site_id == site.c.id)
        .where(at_my_sites(actor, site.c.id))
        .order_by(site.c.name)
    )
    return [
        Limit(row.id, row.name, row.percent, row.most, row.version)
        if row.version
        else Limit(row.id, row.name, usual["percent"], usual["most"])
        for row in db.execute(wanted)
    ]
