"""Somebody who asked for something earlier, as the one who acts when it is done: as their account stands now."""

from sqlalchemy import Connection, or_, select

from core.access import Actor, Role
from data.tables import account, account_site, site


def acting(db: Connection, account_id: int) -> Actor | None:
    """The account as an actor; None once it is disabled."""
    row = db.execute(select(account).where(account.c.id == account_id, account.c.disabled_at.is_(None))).one_or_none()
    if row is None:
        return None
    works = select(account_site.c.site_id).where(account_site.c.account_id == account_id)
    places = db.execute(select(site.c.id).where(or_(row.every_site, site.c.id.in_(works)))).scalars()
    return Actor(f"account:{row.id}", row.name, Role(row.role), frozenset(places), row.every_site, row.id)
