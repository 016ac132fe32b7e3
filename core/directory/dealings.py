"""What goes to and fro between the actor's own sites and one provider, in numbers."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, or_, select

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.directory.measured import NOT_ASKED, WINDOW
from core.work import reading
from data.tables import referral


@dataclass(frozen=True, slots=True)
class Dealings:
    """Of twelve months: referrals sent there, those of them still open, and referrals received from there."""

    sent: int
    waiting: int
    received: int


def dealings(actor: Actor, provider_id: int) -> Dealings:
    """Counted at the actor's own sites alone."""
    actor.must(Permission.REFERRAL_COUNT)
    c = referral.c
    there, back = c.recipient_provider_id == provider_id, c.referrer_provider_id == provider_id
    mine = at_my_sites(actor, c.site_id), c.received_at >= clock.now() - WINDOW, c.stage.not_in(NOT_ASKED)
    wanted = select(_count(there), _count(there & c.closed_at.is_(None)), _count(back)).where(or_(there, back), *mine)
    with reading() as db:
        return Dealings(*db.execute(wanted).one())


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))
