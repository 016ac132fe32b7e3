"""How much each person follows up at one's sites, so that work can be shared out: by name, and never ranked."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from core.access import Actor, Permission, at_my_sites, staff
from core.insight.asked import Asked
from core.insight.waiting import Waiting, days_ago, numbers, read, standing
from core.people.absence import back_on
from core.referral.fitting import due_within
from core.work import reading
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
    a, owner = account.c, func.coalesce(referral.c.owner_id, NOBODY)
    counted = select(owner.label("owner_id"), func.count().filter(due_within("week")), *numbers())
    with reading() as db:
        found = db.execute(counted.where(*standing(actor, asked)).group_by(owner)).all()
        held = {row.owner_id: (row[1], told) for row, told in zip(found, read(found), strict=True)}
        mine = or_(_could_have(actor, asked), a.id.in_(sorted(held.keys() - {NOBODY})))
        people = db.execute(select(a.id, a.name, a.away_from_on, a.away_until_on).where(mine)).all()
    today = days_ago(0)
    named = sorted((Load(row.id, row.name, back_on(row[2], row[3], today)) for row in people), key=_by_name)
    return [_loaded(one, held) for one in (Load(None, "", None), *named)]


def _could_have(actor: Actor, asked: Asked) -> ColumnElement[bool]:
    """Who works where it is asked about."""
    place = account_site.c.site_id
    there = place.in_(sorted(asked.sites)) if asked.sites else true()
    return staff(Permission.REFERRAL_HANDLE, and_(at_my_sites(actor, place), there))


def _by_name(one: Load) -> tuple[str, int]:
    return one.name.casefold(), one.owner_id or 0


def _loaded(one: Load, held: dict[int, tuple[int, Waiting]]) -> Load:
    week, told = held.get(one.owner_id or NOBODY, (0, None))
    return Load(one.owner_id, one.name, one.back_on, week, told)
