"""Who may own a referral: somebody who works at its site and may handle it, or nobody, which is the site's pool."""

from typing import Protocol

from sqlalchemy import Connection, select

from core.access import Actor, Permission, staff
from core.errors import NotFound
from data.tables import account, account_site

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
    there = staff(Permission.REFERRAL_HANDLE, account_site.c.site_id == site_id)
    wanted = select(account.c.name).where(account.c.id == owner_id, there).with_for_update(read=True)
    name = db.execute(wanted).scalar_one_or_none()
    if name is None:
        raise NotFound("There is no such person at this site to give it to.")
    return str(name)


def owns(actor: Actor, now: Owned) -> bool:
    """Whether it is the actor's own."""
    return actor.account_id is not None and now.owner_id == actor.account_id


def takes(actor: Actor, now: Owned, owner_id: int | None) -> bool:
    """Whether the actor makes their own what nobody has."""
    return owner_id is not None and owner_id == actor.account_id and now.owner_id is None
