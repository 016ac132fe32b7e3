"""What campaigns brought: over their whole time, because what they cost has no months."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Select, func, select

from core.access import Actor, Permission, at_my_sites
from core.insight.metrics import LEAST
from core.referral import Campaign, campaigns
from core.work import reading
from data.prepared import prepared
from data.tables import tally

RETURN = (
    "The value of completed work of the referrals that came of a campaign, divided by what it cost, over its whole "
    f"time. It is told from {LEAST} valued referrals on; before that the sums stand beside each other."
)
PER_VISIT = (
    "What a campaign cost, divided by the referrals that came of it with at least one attended visit, over its whole "
    f"time. It is told from {LEAST} of them on."
)
SUMMED = ("received", "attended", "valued", "value")


@dataclass(frozen=True, slots=True)
class Return:
    """What came of a campaign at the actor's sites; `whole` where these are all that it runs at. Money is pence."""

    campaign: Campaign
    received: int
    attended: int
    valued: int
    value: int
    whole: bool

    @property
    def times(self) -> Decimal | None:
        """Value for each pound it cost, to a tenth; none where there are too few, or no cost is known for these."""
        cost = self.campaign.cost
        if not cost or not self.whole or self.valued < LEAST:
            return None
        return (Decimal(self.value) / cost).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def per_visit(self) -> int | None:
        """Pence for each referral that was attended."""
        cost = self.campaign.cost
        if cost is None or not self.whole or self.attended < LEAST:
            return None
        return int((Decimal(cost) / self.attended).to_integral_value(ROUND_HALF_UP))


def returns(actor: Actor) -> list[Return]:
    """Every campaign of the group and of the actor's sites, the latest first."""
    actor.must(Permission.INSIGHT_READ)
    known = campaigns(actor)
    with reading() as db:
        brought = {row[0]: tuple(map(int, row[1:])) for row in _brought(actor).plain(db)}
    nothing = (0,) * len(SUMMED)
    return [_return(actor, each, brought.get(each.id, nothing)) for each in known]


@prepared
def _brought(actor: Actor) -> Select[Any]:
    c = tally.c
    summed = select(c.campaign_id, *(func.sum(c[name]).label(name) for name in SUMMED)).group_by(c.campaign_id)
    return summed.where(c.grain == "campaign", at_my_sites(actor, c.site_id))


def _return(actor: Actor, each: Campaign, brought: tuple[int, ...]) -> Return:
    return Return(each, **dict(zip(SUMMED, brought, strict=True)), whole=_sees_all(actor, each))


def _sees_all(actor: Actor, each: Campaign) -> bool:
    return actor.every_site or (each.site_id is not None and actor.works_at(each.site_id))
