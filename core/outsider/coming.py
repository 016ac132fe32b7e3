"""Who comes with a link: a practice outside, as a party to the one referral that the link is about."""

from dataclasses import dataclass

from sqlalchemy import select

from core import link
from core.access import Actor, Outside, outsider
from core.errors import NotAllowed, NotNow
from core.link import Purpose
from core.link.opening import OVER
from core.link.party import party
from core.referral.current import READ, Current
from core.work import reading
from data.tables import provider, referral

PRACTICES = frozenset({"referrer", "recipient"})
PATIENT = frozenset({"patient"})


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who holds a good link: as whom they act, and by which link."""

    actor: Actor
    link_id: int


def must_be(actor: Actor, audiences: frozenset[str]) -> Outside:
    """What somebody outside came about, as one of these parties; a page for them is nobody else's."""
    if actor.outside is None or actor.outside.audience not in audiences:
        raise NotAllowed("This page is for people outside. Open the referral itself.")
    return actor.outside


def came(token: str, address: str = "") -> Guest:
    """Whoever holds this token, while the practice it was made for is still a party and the patient agrees to share."""
    opened = link.opened(token, Purpose.PROVIDER, address)
    found = guest(opened.id, opened.subject_id, {opened.provider_id})
    if found is None or found.actor.outside is None or found.actor.outside.audience != opened.audience:
        raise NotNow(OVER)
    return found


def guest(link_id: int, referral_id: int, practices: set[int | None]) -> Guest | None:
    """One of these practices as the party that it is to a referral; None where it is none."""
    with reading() as db:
        c = referral.c
        row = db.execute(select(*READ).where(c.id == referral_id, c.may_share)).mappings().one_or_none()
        side = party(Current.of(dict(row))) if row else None
        if side is None or side[0] not in practices:
            return None
        name = db.execute(select(provider.c.name).where(provider.c.id == side[0])).scalar_one()
    return Guest(outsider(f"provider:{side[0]}", name, referral_id, side[1]), link_id)
