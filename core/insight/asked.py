"""What figures are asked about: months, sites and what they are narrowed to; read from an address and spelt in one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from core import clock, months
from core.directory import Specialty
from core.referral.stage import Direction
from core.referral.words import Funding, Source
from core.settings import settings

YEAR = 12
PERIODS = {
    "year": "Last 12 months",
    "month": "This month",
    "last_month": "Last month",
    "quarter": "Last 3 months",
    "half": "Last 6 months",
    "this_year": "This year",
}
"""By the name they have in addresses, the usual one first; months as 2026-01..2026-06 are a period too."""
COMPARED = {"before": "The period before", "year": "The year before", "nothing": "Nothing"}
LONGEST = 60
"""As many months as a period has at most."""
_BACK = {"year": (12, 0), "month": (0, 1), "last_month": (1, 0), "quarter": (3, 0), "half": (6, 0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """From the month `since` up to but without `until`, as numbers such as 202611; empty means any.

    `sites` are ids; whose figures somebody may see is no matter of this. `provider` is the party outside.
    """

    since: int
    until: int
    period: str = ""
    compare: str = "before"
    sites: frozenset[int] = frozenset()
    direction: str = ""
    source: str = ""
    specialty: str = ""
    funding: str = ""
    provider: int | None = None

    @classmethod
    def read(cls, asked: Mapping[str, str], today: date | None = None) -> Self:
        """What an address asks for; what it cannot mean counts as any, and without a period the last whole year."""
        today = today or clock.now().astimezone(settings().time_zone).date()
        period = asked.get("period", "")
        since, until, period = _months(period, months.month_of(today))
        sites = frozenset(int(one) for one in asked.get("site", "").split(",") if _is_number(one))
        told = {name: _known(asked.get(name, ""), codes) for name, codes in _CODES.items()}
        provider = asked.get("provider", "")
        return cls(
            since=since,
            until=until,
            period=period,
            compare=_known(asked.get("compare", ""), COMPARED) or "before",
            sites=sites,
            provider=int(provider) if _is_number(provider) else None,
            **told,
        )

    @property
    def spelt(self) -> dict[str, str]:
        """The same as an address says it, without what goes without saying."""
        told = {
            "period": "" if self.period == "year" else self.period or self._spelt_months,
            "compare": "" if self.compare == "before" else self.compare,
            "site": ",".join(map(str, sorted(self.sites))),
            "provider": str(self.provider or ""),
        } | self.narrowed
        return {name: value for name, value in told.items() if value}

    @property
    def narrowed(self) -> dict[str, str]:
        """What else it is narrowed to."""
        return {name: getattr(self, name) for name in _CODES}

    @property
    def months(self) -> list[int]:
        """Each month of it."""
        return list(months.between(self.since, self.until))

    @property
    def before(self) -> Self:
        """As many months, right before."""
        return self.moved(-months.count(self.since, self.until))

    @property
    def year_before(self) -> Self:
        """The same months of the year before."""
        return self.moved(-YEAR)

    @property
    def compared(self) -> Self | None:
        """What it is compared with."""
        return {"before": self.before, "year": self.year_before}.get(self.compare)

    def moved(self, by: int) -> Self:
        """The same so many months later."""
        return replace(self, since=months.moved(self.since, by), until=months.moved(self.until, by), period="")

    @property
    def spoken(self) -> str:
        """Its months in words: Jan to Jun 2026."""
        last = months.moved(self.until, -1)
        if last == self.since:
            return f"{months.first_day(last):%B %Y}"
        year = "" if last // 100 == self.since // 100 else f" {self.since // 100}"
        return f"{months.first_day(self.since):%b}{year} to {months.spoken(last)}"

    @property
    def _spelt_months(self) -> str:
        return f"{months.spelt(self.since)}..{months.spelt(months.moved(self.until, -1))}"


_CODES: dict[str, frozenset[str]] = {
    "direction": frozenset(Direction),
    "source": frozenset(Source),
    "specialty": frozenset(Specialty),
    "funding": frozenset(Funding),
}


def _months(period: str, now: int) -> tuple[int, int, str]:
    """From which month until before which, and the period's name where it has one."""
    first, dots, last = period.partition("..")
    since, until = months.read(first), months.read(last if dots else first)
    if since and until and since <= until and months.count(since, until) < LONGEST:
        return since, months.moved(until, 1), ""
    if period == "this_year":
        return now // 100 * 100 + 1, months.moved(now, 1), period
    back, ahead = _BACK.get(period, _BACK["year"])
    return months.moved(now, -back), months.moved(now, ahead), period if period in _BACK else "year"


def _known(text: str, codes: Mapping[str, str] | frozenset[str]) -> str:
    return text if text in codes else ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and int(text[:16]) > 0 and len(text) < 16
