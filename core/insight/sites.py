"""Our sites side by side: one figure of each, what it was before, and what chance alone would give."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core.access import Actor, Permission, at_my_sites
from core.insight.asked import Asked
from core.insight.figures import FIGURES, Figure, Told, Unit, Value
from core.insight.limits import Standing, standing
from core.insight.queries import Key, cells, leads
from core.work import reading
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
    """The sites in the order of the figure; `whole` is all of them together."""

    figure: Figure
    sites: tuple[SiteFigures, ...]
    whole: Told
    whole_before: Told

    def value(self, one: SiteFigures) -> Value:
        """The figure of a site."""
        return self.figure.value(one.told)

    def standing(self, one: SiteFigures) -> Standing | None:
        """Where a site stands beside all together; none where that says nothing, as with one site alone."""
        held = self.figure.held(one.told, self.whole) if len(self.sites) > 1 else None
        return standing(held.part, held.n, held.expected) if held else None


def side_by_side(actor: Actor, asked: Asked, code: str = USUAL) -> SideBySide:
    """The actor's sites by one of FIGURES; those that have closed stay where there is something to tell of them."""
    actor.must(Permission.INSIGHT_READ)
    figure = FIGURES[code]
    now, before = _told(actor, asked, figure, "site"), _told(actor, asked.compared, figure, "site")
    months, mix = _told(actor, asked, figure, "site", "month"), _mix(actor, asked)
    sites = [
        SiteFigures(
            id=one.id,
            name=one.name,
            town=one.town,
            closed_on=one.closed_on,
            told=now.get((one.id,), NOTHING),
            before=before.get((one.id,), NOTHING),
            months=tuple(months.get((one.id, month), NOTHING) for month in asked.months),
            mix=mix[one.id],
        )
        for one in _sites(actor, asked)
        if one.closed_on is None or (one.id,) in now or (one.id,) in before
    ]
    ranked = sorted(sites, key=lambda one: (*figure.rank(one.told), one.name))
    whole = _told(actor, asked, figure).get((), NOTHING)
    return SideBySide(figure, tuple(ranked), whole, _told(actor, asked.compared, figure).get((), NOTHING))


def _told(actor: Actor, asked: Asked | None, figure: Figure, *by: str) -> dict[Key, Told]:
    """Sums, and waits where the figure is one."""
    if asked is None:
        return {}
    waits = leads(actor, asked, by) if figure.unit is Unit.DAYS else {}
    return {cell.key: Told(cell.sums, waits.get(cell.key, {})) for cell in cells(actor, asked, by)}


def _mix(actor: Actor, asked: Asked) -> dict[int, tuple[tuple[str, int], ...]]:
    """What each site is asked for: specialties by how many were received, the most frequent first."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for cell in cells(actor, asked, ("site", "specialty")):
        site_id, specialty = cell.key
        if cell.sums.received:
            found[site_id].append((specialty, cell.sums.received))
    ordered = {site_id: sorted(each, key=lambda one: (-one[1], one[0])) for site_id, each in found.items()}
    return defaultdict(tuple, {site_id: tuple(each) for site_id, each in ordered.items()})


def _sites(actor: Actor, asked: Asked) -> Sequence[Any]:
    """Their own sites, narrowed as it is asked for."""
    c = site.c
    mine = [at_my_sites(actor, c.id), *([c.id.in_(sorted(asked.sites))] if asked.sites else [])]
    with reading() as db:
        return db.execute(select(c.id, c.name, c.town, c.closed_on).where(*mine).order_by(c.name)).all()
