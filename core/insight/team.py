"""How much each person follows up at one's sites, so that work can be shared out: by name, and never ranked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, select, true

from core.access import Actor, Permission, at_my_sites, staff
from core.insight.asked import Asked
from core.insight.waiting import Waiting, days_ago, numbers, read, standing
from core.people.absence import back_on
from core.referral.fitting import due_within
from core.work import reading
from data.prepared import prepared
from data.tables import account, account_site, referral

NOBODY = 0
"""Grouped by as it is an expression, not to be tempted by the index that has owners in order and nothing else."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one person follows up, None while that is nothing, and how much of it is due this week; without a person
    it is what nobody has. `back_on` is when somebody is back who is away today."""

    owner_id: int | None
    name: str
    back_on: date | None
    week: int = 0
    waiting: Waiting | None = None


def loads(actor: Actor, asked: Asked) -> list[Load]:
    """What nobody has first, then everybody who has something or could have it, by name."""
    actor.must(Permission.INSIGHT_READ)
    with reading() as db:
        found = _counted(actor, asked).plain(db)
        people = _people(actor, asked.sites).all(db)
    held = {owner: (week, told) for (owner, week, *_), told in zip(found, read(found), strict=True)}
    mine = (row for row in people if row["could"] or row["id"] in held)
    return [_loaded(one, held) for one in (Load(None, "", None), *sorted(map(_named, mine), key=_by_name))]


@prepared
def _counted(actor: Actor, asked: Asked) -> Select[Any]:
    owner = func.coalesce(referral.c.owner_id, NOBODY)
    counted = select(owner, func.count().filter(due_within("week")), *numbers())
    return counted.where(*standing(actor, asked)).group_by(owner)


@prepared
def _people(actor: Actor, sites: frozenset[int]) -> Select[Any]:
    """Everybody, and of each whether they work where it is asked about and could follow up what is there."""
    a, place = account.c, account_site.c.site_id
    there = place.in_(sorted(sites)) if sites else true()
    could = staff(Permission.REFERRAL_HANDLE, and_(at_my_sites(actor, place), there))
    return select(a.id, a.name, a.away_from_on, a.away_until_on, could.label("could"))


def _named(row: Mapping[str, Any]) -> Load:
    return Load(row["id"], row["name"], back_on(row["away_from_on"], row["away_until_on"], days_ago(0)))


def _by_name(one: Load) -> tuple[str, int]:
    return one.name.casefold(), one.owner_id or 0


def _loaded(one: Load, held: dict[int, tuple[int, Waiting]]) -> Load:
    week, told = held.get(one.owner_id or NOBODY, (0, None))
    return Load(one.owner_id, one.name, one.back_on, week, told)
