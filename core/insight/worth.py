"""What the work behind a list of referrals was worth, for whoever may see the list."""

from sqlalchemy import func, select

from core.access import Actor, Permission
from core.referral import Wanted
from core.referral.fitting import fitting, standing
from core.work import reading
from data.tables import milestone, referral


def worth(actor: Actor, wanted: Wanted) -> int:
    """Pence, over everything that is wanted."""
    actor.must(Permission.REFERRAL_READ)
    fits = select(referral.c.id).where(*fitting(actor, wanted), *standing(wanted.stage))
    summed = select(func.coalesce(func.sum(milestone.c.value), 0)).where(milestone.c.referral_id.in_(fits))
    with reading() as db:
        return int(db.execute(summed).scalar_one())
