"""How much of what our sites refer goes to practices in which the group or one of its clinicians has a stake."""

from dataclasses import dataclass

from sqlalchemy import case, func, select

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.directory.measured import NOT_ASKED, WINDOW, Share
from core.work import reading
from data.tables import provider, referral, site


@dataclass(frozen=True, slots=True)
class Concentration:
    """Of what a site referred out for a specialty in twelve months, the part that went to an interest of our own."""

    site_id: int
    site: str
    specialty: str
    share: Share


def concentrations(actor: Actor) -> list[Concentration]:
    """By site and specialty, where any went there, the largest share first; for managers and operators."""
    actor.must(Permission.AUDIT_READ)
    actor.must(Permission.REFERRAL_COUNT)
    c = referral.c
    own = func.count(case((provider.c.interest != "", 1)))
    wanted = (
        select(c.site_id, site.c.name, c.specialty, own.label("own"), func.count().label("n"))
        .join(provider, provider.c.id == c.recipient_provider_id)
        .join(site, site.c.id == c.site_id)
        .where(at_my_sites(actor, c.site_id), c.direction == "outbound", c.stage.not_in(NOT_ASKED))
        .where(c.received_at >= clock.now() - WINDOW)
        .group_by(c.site_id, site.c.name, c.specialty)
        .having(own > 0)
    )
    with reading() as db:
        found = [
            Concentration(row.site_id, row.name, row.specialty, Share(row.own, row.n)) for row in db.execute(wanted)
        ]
    return sorted(found, key=lambda each: (-each.share.part / each.share.n, -each.share.n, each.site, each.specialty))
