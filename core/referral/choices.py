"""What lists are filtered by: the actor's sites, and the people there who own referrals."""

from dataclasses import dataclass

from sqlalchemy import literal, or_, select

from core import clock
from core.access import Actor, Permission, at_my_sites, staff
from core.work import reading
from data.tables import account, account_site, site


@dataclass(frozen=True, slots=True)
class Choices:
    """Names by id, in the order of the names."""

    sites: dict[int, str]
    owners: dict[int, str]


def choices(actor: Actor) -> Choices:
    """Both in one statement, for a list asks for them at every look."""
    actor.must(Permission.REFERRAL_READ)
    c = site.c
    here = select(literal("site").label("of"), c.id, c.name).where(
        at_my_sites(actor, c.id), or_(c.closed_on.is_(None), c.closed_on > clock.now().date())
    )
    people = select(literal("owner"), account.c.id, account.c.name).where(
        staff(Permission.REFERRAL_HANDLE, at_my_sites(actor, account_site.c.site_id))
    )
    both = here.union_all(people).subquery()
    with reading() as db:
        found = db.execute(select(both).order_by(both.c.name, both.c.id)).all()
    named = {of: {row.id: row.name for row in found if row.of == of} for of in ("site", "owner")}
    return Choices(named["site"], named["owner"])
