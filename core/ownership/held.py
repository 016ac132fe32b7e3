"""What somebody has open: referrals, tasks, arrivals and drafts, site by site."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, literal, select, union_all

from core.access import Actor, Permission, at_my_sites
from core.ownership.whose import whose
from core.work import reading
from data.tables import arrival, draft, referral, site, task

OPEN = {
    "referrals": (referral, referral.c.owner_id, referral.c.closed_at.is_(None)),
    "tasks": (task, task.c.owner_id, task.c.state == "open"),
    "arrivals": (arrival, arrival.c.owner_id, arrival.c.settled_at.is_(None)),
    "drafts": (draft, draft.c.account_id, draft.c.id.is_not(None)),
}
"""Where work lies, whose it is there, and which of it is open."""
ONE = {"referrals": "open referral", "tasks": "task", "arrivals": "arrival", "drafts": "draft"}


@dataclass(frozen=True, slots=True)
class Work:
    """How much of each kind."""

    referrals: int = 0
    tasks: int = 0
    arrivals: int = 0
    drafts: int = 0

    @property
    def count(self) -> int:
        """How many things it is."""
        return self.referrals + self.tasks + self.arrivals + self.drafts

    def __bool__(self) -> bool:
        """Whether there is any."""
        return self.count > 0

    def __str__(self) -> str:
        """5 open referrals, 2 tasks and 1 draft."""
        counted = [(getattr(self, kind), word) for kind, word in ONE.items()]
        said = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in counted if n]
        return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said) or "nothing open"


@dataclass(frozen=True, slots=True)
class Held:
    """The work of one person at each site, as far as the actor has a say in it; drafts may lie at none."""

    name: str
    at: dict[int | None, Work]
    sites: dict[int, str]

    @property
    def whole(self) -> Work:
        """All of it."""
        return total(self.at.values())


def held(actor: Actor, account_id: int) -> Held:
    """What would be handed over; see whose.py for who may ask."""
    with reading() as db:
        person = whose(db, actor, account_id)
        at = work_of(db, account_id, person.within)
        named = select(site.c.id, site.c.name).where(site.c.id.in_([one for one in at if one])).order_by(site.c.name)
        return Held(person.name, at, {row.id: row.name for row in db.execute(named)})


def loads(actor: Actor) -> dict[int, Work]:
    """How much everybody has open at the actor's sites, in numbers, by account."""
    actor.must(Permission.PEOPLE_MANAGE)
    parts = [
        select(owner.label("whose"), literal(kind).label("kind"), func.count().label("n"))
        .where(owner.is_not(None), is_open, at_my_sites(actor, table.c.site_id))
        .group_by(owner)
        for kind, (table, owner, is_open) in OPEN.items()
    ]
    with reading() as db:
        return _gathered(db.execute(union_all(*parts)))


def work_of(db: Connection, account_id: int, within: Collection[int] | None = None) -> dict[int | None, Work]:
    """One person's open work by site."""
    parts = []
    for kind, (table, owner, is_open) in OPEN.items():
        mine = [owner == account_id, is_open, *([] if within is None else [table.c.site_id.in_(sorted(within))])]
        counted = select(table.c.site_id.label("whose"), literal(kind).label("kind"), func.count().label("n"))
        parts.append(counted.where(*mine).group_by(table.c.site_id))
    return _gathered(db.execute(union_all(*parts)))


def total(several: Iterable[Work]) -> Work:
    """The sum of them."""
    found = list(several)
    return Work(*(sum(getattr(one, kind) for one in found) for kind in ONE))


def _gathered(rows: Iterable[Any]) -> dict[Any, Work]:
    counts: dict[Any, dict[str, int]] = defaultdict(dict)
    for row in rows:
        counts[row.whose][row.kind] = row.n
    return {key: Work(**several) for key, several in counts.items()}
