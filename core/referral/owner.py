"""Who may own a referral: somebody who works at its site, or nobody, which is the site's pool."""

from sqlalchemy import Connection, exists, or_, select

from core.errors import NotFound
from data.tables import account, account_site


def owner_name(db: Connection, site_id: int, owner_id: int | None) -> str:
    """Who will own it; refused unless they work at the site."""
    if owner_id is None:
        return "the site's pool"
    works = exists().where(account_site.c.account_id == account.c.id, account_site.c.site_id == site_id)
    wanted = select(account.c.name).where(
        account.c.id == owner_id, account.c.disabled_at.is_(None), or_(works, account.c.every_site)
    )
    name = db.execute(wanted).scalar_one_or_none()
    if name is None:
        raise NotFound("There is no such person at this site to give it to.")
    return str(name)
