"""Reports by mail: lists of several sites and of the group, and what they sent on the last first working day."""

from datetime import timedelta

from core import clock, months, report
from core.access import Actor, machine
from core.demo.furnish.base import Furnishing, House
from core.report import Draft, Person, Scope, Way
from core.settings import settings

PARTNER = Person(Way.LINK, None, "Rosalind Hart, accountant", "r.hart@hartledger.example")


class Reports(Furnishing):
    """Set by the manager of Leeds and the group's operator, before the month began."""

    def furnish(self, house: House) -> None:
        """Lists, set two months ago; then the jobs process as it ran on the day."""
        now = clock.local(clock.now(), settings().time_zone.key)
        first = months.first_day(months.month_of(now.date()))
        before = now.replace(year=first.year, month=first.month, day=1, hour=9, minute=0) - timedelta(days=12)
        with clock.telling(before):
            for who, draft in _drafts(house):
                report.set_list(who, draft)
        report.send_due(machine("job:reports"))


def _drafts(house: House) -> list[tuple[Actor, Draft]]:
    mia, cleo, ana = (house.people[name] for name in ("mia", "cleo", "ana"))
    leeds, york = Scope(house.sites["leeds"]), Scope(house.sites["york"])
    mine, hers = Person(Way.ATTACHMENT, mia.account_id), Person(Way.LINK, ana.account_id)
    return [
        (mia, Draft("practice_month", leeds, (mine, hers, PARTNER))),
        (mia, Draft("practice_month", york, (mine,), minute=8 * 60 + 30)),
        (mia, Draft("coordinator_week", leeds, (hers,), minute=7 * 60 + 30)),
        (cleo, Draft("group_month", Scope(), (Person(Way.ATTACHMENT, cleo.account_id),))),
    ]
