"""Every question that charts ask: at most half as dear again as the driver, and never over a tenth of a second."""

from collections.abc import Iterator
from functools import partial

from bench.house import House
from bench.measures.base import Measure, Measures
from core import insight
from core.insight import Asked

MOST_MS, RATIO = 100.0, 1.5


class Charts(Measures):
    """The last twelve months of every site, as the operator asks."""

    def of(self, house: House) -> Iterator[Measure]:
        """One after the other, as the pages have them."""
        cleo, year = house.cleo, Asked.read({}, house.plan.now.date())
        for by in ((), ("month",), ("site",), ("source",), ("specialty",), ("funding",), ("provider",)):
            said = " × ".join(by) or "in one"
            yield _chart(f"sums, {said}", partial(insight.cells, cleo, year, by))
        yield _chart("sums, site × month", partial(insight.cells, cleo, year, ("site", "month")))
        yield _chart("lead times", partial(insight.leads, cleo, year))
        yield _chart("lead times, site", partial(insight.leads, cleo, year, ("site",)))
        yield _chart("stays, site × stage", partial(insight.dwell, cleo, year))
        mixed = Asked.read({"source": "provider", "provider": "7"}, house.plan.now.date())
        yield _chart("sums off the milestones", partial(insight.cells, cleo, mixed, ("month",)))


def _chart(name: str, ours: partial[object]) -> Measure:
    return Measure(name=name, ours=ours, ratio=RATIO, most_ms=MOST_MS)
