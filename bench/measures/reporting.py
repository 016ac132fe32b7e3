"""Reports: the practice month of each site, from the first question to the page on the disk; 40 of them in a minute."""

from collections.abc import Iterator
from datetime import date
from itertools import cycle

from bench.house import JOB, House
from bench.measures.base import Measure, Measures, alone
from core import report
from core.insight import months
from core.report import Scope

CODE, MINUTE_MS = "practice_month", 60_000.0


class Reporting(Measures):
    """One site after the other, of months that are over."""

    writes = True

    def of(self, house: House) -> Iterator[Measure]:
        """Every one is another, so that none is there already."""
        sites = sorted(house.demo.sites.values())
        last = months.first_day(months.moved(months.month_of(house.plan.now.date()), -1))
        ahead = cycle((site, last) for site in sites)
        yield Measure(
            name="practice month, built", ours=lambda: _built(*next(ahead)), floor=alone,
            most_ms=MINUTE_MS / len(sites), tries=min(10, len(sites)), by_wall=True,
        )  # fmt: skip


def _built(site: int, month: date) -> None:
    report.build(JOB, CODE, Scope(site), month)
