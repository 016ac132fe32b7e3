"""Which report is looked at: its kind, what it is about and of when, as the address says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core import clock, directory, months, report
from core.access import Actor, Permission
from core.report import Reach, Rhythm, Scope
from core.settings import settings
from pages.parts.filters import Field
from pages.parts.links import number

BACK = 24
"""Months that are offered."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """`scope` is None while a practice is still to be chosen; `over` is whether it may be built to be kept."""

    kind: str
    site_id: int | None
    scope: Scope | None
    period_on: date
    over: bool

    @property
    def query(self) -> dict[str, object]:
        """As the preview is asked for it."""
        scope = self.scope or Scope()
        return {"kind": self.kind, "site": scope.site_id, "provider": scope.provider_id, "period": self.period_on}


def offered(actor: Actor) -> dict[str, str]:
    """The kinds of report that somebody may look at."""
    several = report.kinds().items()
    return {
        code: kind.label
        for code, kind in several
        if (actor.every_site or kind.reach is not Reach.GROUP)
        and (not kind.records or actor.may(Permission.REFERRAL_READ))
    }


def read(actor: Actor, query: Mapping[str, str]) -> Chosen:
    """What the address asks for; what it cannot mean is the first there is."""
    kinds, sites = offered(actor), directory.sites(actor)
    kind = query.get("kind", "") if query.get("kind", "") in kinds else next(iter(kinds))
    ids = [site.id for site in sites]
    site_id = number(query.get("site", ""))
    here = site_id if site_id in ids else next(iter(ids), None)
    reach, today = report.kinds()[kind].reach, clock.local(clock.now(), settings().time_zone.key).date()
    period_on = _period(query.get("period", ""), report.kinds()[kind].rhythm, today)
    over = report.kinds()[kind].rhythm is Rhythm.WEEK or months.month_of(period_on) < months.month_of(today)
    return Chosen(kind, here, scope_of(reach, here, number(query.get("provider", ""))), period_on, over)


def scope_of(reach: Reach, site_id: int | None, provider_id: int) -> Scope | None:
    """What a kind is about where this is chosen."""
    if reach is Reach.GROUP:
        return Scope()
    if site_id is None or (reach is Reach.PRACTICE and not provider_id):
        return None
    return Scope(site_id, provider_id if reach is Reach.PRACTICE else None)


def fields_for(actor: Actor, now: Chosen, view: str) -> list[Field]:
    """The line of filters: of the archive only what it is narrowed by, of the lists none."""
    kinds, sites = offered(actor), {str(site.id): site.name for site in directory.sites(actor)}
    if view == "lists":
        return []
    if view == "archive":
        fields = [Field("kind", "Kind", choices={"": "Every kind", **kinds})]
        return fields + ([Field("site", "Site", choices={"": "All my sites", **sites})] if len(sites) > 1 else [])
    kind = report.kinds()[now.kind]
    fields = [Field("kind", "Kind", choices=_first(kinds))]
    if kind.reach is not Reach.GROUP and len(sites) > 1:
        fields.append(Field("site", "Site", choices=_first(sites)))
    if kind.reach is Reach.PRACTICE and now.site_id:
        named = {str(one): name for one, name in report.practices(actor, now.site_id).items()}
        fields.append(Field("provider", "Practice", choices={"": "Choose a practice", **named}))
    if kind.rhythm is Rhythm.MONTH:
        fields.append(Field("period", "Month", choices=_months()))
    return fields


def _first(choices: Mapping[str, str]) -> dict[str, str]:
    """The first of them stands for an empty address."""
    first, *others = choices.items()
    return {"": first[1], **dict(others)}


def _months() -> dict[str, str]:
    now = months.month_of(clock.local(clock.now(), settings().time_zone.key).date())
    last = months.moved(now, -1)
    several = [months.first_day(months.moved(last, -n)) for n in range(1, BACK)]
    return {
        "": f"{months.first_day(last):%B %Y}",
        f"{months.first_day(now)}": f"{months.first_day(now):%B %Y} so far",
        **{f"{month}": f"{month:%B %Y}" for month in several},
    }


def _period(asked: str, rhythm: Rhythm, today: date) -> date:
    if rhythm is Rhythm.WEEK:
        return today
    return date.fromisoformat(asked) if asked in _months() and asked else report.latest(report.When(rhythm), today)
