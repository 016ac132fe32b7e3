"""The practice outside of a referral, and which links it holds."""

from sqlalchemy import ColumnElement, and_, or_

from core.link.purpose import Purpose
from core.referral import Direction
from core.referral.current import Current
from data.tables import link


def party(now: Current) -> tuple[int, str] | None:
    """The practice and which party it is, as on message; None inside the group, or where nobody outside refers."""
    if now.direction is Direction.OUTBOUND:
        practice, audience = now.recipient_provider_id, "recipient"
    else:
        practice, audience = now.referrer_provider_id, "referrer"
    return (practice, audience) if practice else None


def held_about(now: Current) -> ColumnElement[bool]:
    """Links about the referral, and those by which its practice signed in to all of its own."""
    c = link.c
    about = and_(c.subject == "referral", c.subject_id == now.id, c.purpose != Purpose.UNSUBSCRIBE)
    outside = party(now)
    if outside is None:
        return about
    return or_(about, and_(c.purpose == Purpose.PROVIDER_LIST, c.provider_id == outside[0]))
