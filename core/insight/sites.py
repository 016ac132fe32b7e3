"""Our sites side by side: one figure of each, what it was before, and what chance alone would give."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.insight.asked import Asked
from core.insight.figures import FIGURES, Figure, Held
from core.insight.limits import Standing, standing
from core.insight.measures import Measure
from core.insight.queries import Key, summed, told
from core.insight.told import Told, together
from core.months import first_day, moved
from core.settings import settings
from core.work import reading
from data.prepared import prepared
from data.tables import site

NOTHING = Told()
USUAL = "booking"
"""What they are ranked by unless somebody asks for something else."""


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """One site: what is known of the period asked for, of its months, of the period before, and of its specialties, the
    most frequent first."""

    id: int
    name: str
    town: str
    closed_on: date | None
    told: Told
    before: Told
    months: tuple[Told, ...]
    mix: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The sites in the order of the figure; `whole` is all of them together, `recent` are months that are not whole."""

    figure: Figure
    sites: tuple[SiteFigures, ...]
    whole: Told
    whole_before: Told
    recent: tuple[int, ...]

    def held(self, one: SiteFigures) -> Held | None:
        """A site held against all together; none where that says nothing, as with one site alone."""
        return self.figure.held(one.told, self.whole) if len(self.sites) > 1 else None

    def standing(self, one: SiteFigures) -> Standing | None:
        """Where it stands among what chance alone would give."""
        held = self.held(one)
        return standing(held.part, held.n, held.expected) if held and held.n else None

    def words(self, one: SiteFigures) -> str:
        """The same in words."""
        found = self.standing(one)
        return found.words(*self.figure.words) if found else ""


def side_by_side(actor: Actor, asked: Asked, code: str = USUAL) -> SideBySide:
    """The actor's sites by one of FIGURES; those that have closed stay where there is something to tell of them."""
    actor.must(Permission.INSIGHT_READ)
    figure = FIGURES[code]
    months = told(actor, asked, ("site", "month"), figure.waits)
    before = told(actor, asked.compared, ("site",), figure.waits) if asked.compared else {}
    mix, here = _mix(actor, asked), _by_site(months)
    known = here.keys() | {site_id for (site_id,) in before}
    sites = [
        SiteFigures(
            id=one["id"],
            name=one["name"],
            town=one["town"],
            closed_on=one["closed_on"],
            told=together(here[one["id"]].values()),
            before=before.get((one["id"],), NOTHING),
            months=tuple(here[one["id"]].get(month, NOTHING) for month in asked.months),
            mix=mix[one["id"]],
        )
        for one in _sites(actor, asked)
        if one["closed_on"] is None or one["id"] in known
    ]
    ranked = sorted(sites, key=lambda one: (*figure.rank(one.told), one.name))
    whole, whole_before = (together(each) for each in ((one.told for one in sites), before.values()))
    return SideBySide(figure, tuple(ranked), whole, whole_before, tuple(_recent(asked, figure)))


def _recent(asked: Asked, figure: Figure) -> Iterator[int]:
    today = clock.now().astimezone(settings().time_zone).date()
    for month in asked.months:
        if (today - first_day(moved(month, 1))).days < figure.ripe:
            yield month


def _by_site(months: Mapping[Key, Told]) -> dict[int, dict[int, Told]]:
    found: dict[int, dict[int, Told]] = defaultdict(dict)
    for (site_id, month), each in months.items():
        found[site_id][month] = each
    return found


def _mix(actor: Actor, asked: Asked) -> dict[int, tuple[tuple[str, int], ...]]:
    """What each site is asked for: specialties by how many were received, the most frequent first."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    with reading() as db:
        for (site_id, specialty), (received,) in summed(db, actor, asked, ("site", "specialty"), (Measure.RECEIVED,)):
            if received:
                found[site_id].append((specialty, received))
    ordered = {site_id: sorted(each, key=lambda one: (-one[1], one[0])) for site_id, each in found.items()}
    return defaultdict(tuple, {site_id: tuple(each) for site_id, each in ordered.items()})


def _sites(actor: Actor, asked: Asked) -> Sequence[Mapping[str, Any]]:
    """Their own sites, narrowed as it is asked for."""
    with reading() as db:
        return _places(actor, asked.sites).all(db)


@prepared
def _places(actor: Actor, sites: frozenset[int]) -> Select[Any]:
    c = site.c
    mine = [at_my_sites(actor, c.id), *([c.id.in_(sorted(sites))] if sites else [])]
    return select(c.id, c.name, c.town, c.closed_on).where(*mine).order_by(c.name)
