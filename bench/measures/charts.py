"""Every question of the pages of insight: half as dear again as the driver, and never a tenth of a second."""

from collections.abc import Callable, Iterator
from functools import partial

from bench.house import House
from bench.measures.base import Measure, Measures
from core import insight, referral
from core.access import Actor
from core.insight import Asked
from core.referral import Wanted

MOST_MS, RATIO = 100.0, 1.5
SPLITS = ((), ("month",), ("site",), ("source",), ("specialty",), ("funding",), ("provider",), ("site", "month"))
QUESTIONS: dict[str, Callable[[Actor, Asked], object]] = {
    "lead times": insight.leads,
    "lead times, site": partial(insight.leads, by=("site",)),
    "stays, site × stage": insight.dwell,
    "conversion, month by month": insight.course,
    "leakage": insight.leakage,
    "sites side by side": insight.side_by_side,
    "scorecard of all practices": insight.scorecard,
    "scorecard of one": partial(insight.scored, provider_id=7),
    "one practice, both ways": partial(insight.both_ways, provider_id=7),
    "what waits, site × stage": insight.waiting,
    "what passed within a week": insight.passing,
    "longest waiting, numbers only": insight.longest_nameless,
    "load of each owner": insight.loads,
    "return of campaigns": lambda actor, _: insight.returns(actor),
}


class Charts(Measures):
    """The last twelve months of every site, as the operator asks; what lists people, as Mia asks of two."""

    def of(self, house: House) -> Iterator[Measure]:
        """One after the other, as the pages have them."""
        cleo, today = house.cleo, house.plan.now.date()
        year = Asked.read({}, today)
        for by in SPLITS:
            yield _chart(f"sums, {' × '.join(by) or 'in one'}", partial(insight.cells, cleo, year, by))
        for name, ask in QUESTIONS.items():
            yield _chart(name, partial(ask, cleo, year))
        mixed = Asked.read({"source": "provider", "provider": "7"}, today)
        yield _chart("sums off the milestones", partial(insight.cells, cleo, mixed, ("month",)))
        yield _chart("longest waiting, 2 sites", partial(insight.longest, house.mia, year))
        behind = Wanted(stage="any", measure="booked", since=year.since, until=year.until)
        yield _chart("list behind a bar, 2 sites", partial(referral.board, house.mia, behind, counted=True))


def _chart(name: str, ours: Callable[[], object]) -> Measure:
    return Measure(name=name, ours=ours, ratio=RATIO, most_ms=MOST_MS)
