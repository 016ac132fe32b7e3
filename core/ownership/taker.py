"""Who takes work over: a person, each site's pool, or whom the site's own lines choose."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from core import clock
from core.access import Actor, Permission, staff
from core.ownership.held import work_of
from core.ownership.whose import whose
from core.people import away_words, back_on
from core.settings import settings
from core.work import reading
from data.tables import account, account_site


@dataclass(frozen=True, slots=True)
class Taker:
    """`kind` is person, pool or automatic; only a person has an account."""

    kind: str
    account_id: int | None = None


POOL = Taker("pool")
AUTOMATIC = Taker("automatic")


def person(account_id: int) -> Taker:
    """One colleague takes all of it."""
    return Taker("person", account_id)


def takers(actor: Actor, account_id: int, sites: Collection[int] | None = None) -> dict[Taker, str]:
    """Who could take somebody's work at these sites, or wherever it lies: the two ways that name nobody come last."""
    with reading() as db:
        whom = whose(db, actor, account_id)
        places = set(work_of(db, account_id, whom.within)) if sites is None else set(sites)
        called = colleagues(db, account_id, {place for place in places if place} or whom.sites)
    return {person(each): name for each, name in called.items()} | {
        AUTOMATIC: "As new referrals are assigned",
        POOL: "The site’s pool",
    }


def colleagues(db: Connection, account_id: int, sites: Collection[int]) -> dict[int, str]:
    """Everybody else who may handle referrals at all of these sites, by name, and whether they are away today."""
    c, today = account.c, clock.local(clock.now(), settings().time_zone.key).date()
    there = [staff(Permission.REFERRAL_HANDLE, account_site.c.site_id == place) for place in sorted(sites)]
    wanted = select(c.id, c.name, c.away_from_on, c.away_until_on).where(*there, c.id != account_id)
    found = {}
    for row in db.execute(wanted.order_by(c.name, c.id)) if there else ():
        away = away_words(back_on(row.away_from_on, row.away_until_on, today), today)
        found[row.id] = f"{row.name} ({away})" if away else row.name
    return found
