"""What the demo group's managers set otherwise than Baton ships it, and the holidays that their sites keep."""

from dataclasses import replace

from core import referral
from core.access import machine
from core.clock import now
from core.demo.furnish.base import Furnishing, House
from core.sla import Nation, Policy, Scope, Unit, Warn, fill_year, hours_of, set_deadline

ENDODONTICS = Scope(what="decide", urgency="urgent", specialty="endodontics")
INBOUND = Scope(what="acknowledge", urgency="urgent", direction="inbound")
OWN = (
    ("mia", "leeds", Policy(scope=ENDODONTICS, amount=5, warn_amount=1, warn_unit=Warn.DAYS)),
    ("mia", "leeds", Policy(scope=INBOUND, amount=4, unit=Unit.HOURS, warn_amount=1, warn_unit=Warn.HOURS)),
    ("mia", "york", Policy(scope=Scope(what="report", specialty="orthodontics"), amount=20, warn_amount=75)),
    ("bethan", "hull", Policy(scope=Scope(what="first_contact"), amount=3)),
)
KEEP = (("mia", "leeds"), ("mia", "york"), ("bethan", "hull"))


class Deadlines(Furnishing):
    """A few of the sites' own, and this year's and next year's public holidays."""

    def furnish(self, house: House) -> None:
        """As their managers set them; the clocks follow at once."""
        for manager, site, policy in OWN:
            own = replace(policy.scope, site_id=house.sites[site])
            set_deadline(house.people[manager], replace(policy, scope=own))
        for manager, site in KEEP:
            actor, site_id = house.people[manager], house.sites[site]
            for year in (now().year, now().year + 1):
                fill_year(actor, site_id, hours_of(actor, site_id).version, Nation.ENGLAND, year)
        while referral.reckon_some(machine("job:reckon")):
            continue
        referral.tell_due(machine("job:clocks"))
