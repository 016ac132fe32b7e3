"""Who may own a referral: somebody who works at its site and may handle it, or nobody, which is the site's pool."""

from typing import Protocol

from sqlalchemy import Connection, bindparam, select, update

from core.access import Actor, Permission, staff
from core.audit import About, Kind, record
from core.errors import NotFound
from data.prepared import Prepared
from data.tables import account, account_site, referral

POOL = "the site's pool"


class Owned(Protocol):
    """What may have an owner: a referral, or what arrived and may become one."""

    @property
    def owner_id(self) -> int | None:
        """The account it is with; None in the pool."""


def owner_name(db: Connection, site_id: int, owner_id: int | None) -> str:
    """Who will own it; refused unless they work at the site. Held, so that nobody leaves in the same moment."""
    if owner_id is None:
        return POOL
    if (name := may_own(db, site_id, owner_id)) is None:
        raise NotFound("There is no such person at this site to give it to.")
    return name


def may_own(db: Connection, site_id: int, account_id: int) -> str | None:
    """The name of somebody who may own what a site works on; None for everybody else."""
    name: str | None = _THERE.only(db, of=account_id, place=site_id)
    return name


_HANDLES = staff(Permission.REFERRAL_HANDLE, account_site.c.site_id == bindparam("place"))
_THERE = Prepared(select(account.c.name).where(account.c.id == bindparam("of"), _HANDLES).with_for_update(read=True))


def give(
    db: Connection, actor: Actor, about: About, before: int | None, owner_id: int | None, *, how: str = "", **words: str
) -> None:
    """Write whose it is from now on and tell it; `how` is the way it was chosen where no person chose."""
    c = referral.c
    db.execute(update(referral).where(c.id == about.subject_id).values(owner_id=owner_id, version=c.version + 1))
    facts = {"owner": owner_id, "before": before} | ({"how": how} if how else {})
    record(db, actor, Kind.REFERRAL_ASSIGNED, about, facts, **words)


def owns(actor: Actor, now: Owned) -> bool:
    """Whether it is the actor's own."""
    return actor.account_id is not None and now.owner_id == actor.account_id


def takes(actor: Actor, now: Owned, owner_id: int | None) -> bool:
    """Whether the actor makes their own what nobody has."""
    return owner_id is not None and owner_id == actor.account_id and now.owner_id is None
