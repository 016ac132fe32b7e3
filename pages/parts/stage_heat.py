"""What waits at each stage of each site now, or how long stays there took that have ended, as a table on a tint."""

from collections.abc import Mapping
from datetime import timedelta

from core import clock, insight
from core.access import Actor
from core.insight import STANDING, Asked, Stay, Waiting
from core.referral import Stage
from core.sla import age_words
from pages.parts.heat import Line, Warm, heat
from pages.parts.links import standing, within

ALL = "all"
WAITS = (
    "Referrals that stand open now, by the stage where they stand and the site that works on them. Below each number "
    "is how long the middle one of them has stood there."
)
STAYS = (
    "How long stays at a stage took that ended in the period: half of them took no longer (the median). A referral "
    "that comes back to a stage stays there twice. Time on hold is part of it."
)
UNNARROWED = " Stays are kept by site and direction; the other filters do not narrow them."
FEW = 5


def waiting(actor: Actor, asked: Asked, found: Mapping[tuple[int, Stage], Waiting]) -> None:
    """What waits now; each number leads to as many referrals."""
    most = max((told.n for told in found.values()), default=0) or 1
    cells: dict[int, dict[str, Warm]] = {}
    for (site_id, stage), told in found.items():
        age = age_words(clock.now() - told.median_at)
        href = standing(actor, asked, site=site_id, stage=stage.value)
        says = f"{told.n:,} waiting, {told.late:,} late, {told.risk:,} at risk, {told.held:,} on hold"
        cells.setdefault(site_id, {})[stage] = Warm(f"{told.n:,}", age, says, href, told.n / most)
    for site_id, row in cells.items():
        n = sum(told.n for (where, _), told in found.items() if where == site_id)
        row[ALL] = Warm(f"{n:,}", href=standing(actor, asked, site=site_id))
    whole = _whole(actor, asked, found)
    says = "The stronger the tint, the more waits there." if cells else "Nothing waits."
    _draw(actor, asked, "Where it waits", says, WAITS, cells, whole)


def _whole(actor: Actor, asked: Asked, found: Mapping[tuple[int, Stage], Waiting]) -> dict[str, Warm]:
    """All sites together."""
    row: dict[str, Warm] = {}
    for stage in STANDING:
        if n := sum(told.n for (_, where), told in found.items() if where is stage):
            row[stage] = Warm(f"{n:,}", href=standing(actor, asked, stage=stage.value))
    n = sum(told.n for told in found.values())
    return row | {ALL: Warm(f"{n:,}", href=standing(actor, asked))}


def staying(actor: Actor, asked: Asked, _found: Mapping[tuple[int, Stage], Waiting]) -> None:
    """How long stays took; the tint compares the sites at each stage, for stages are not alike."""
    stays, together = insight.dwells(actor, asked, ("site", "stage"), ("stage",))
    slowest: dict[str, timedelta] = {}
    for (_, stage), stay in stays.items():
        slowest[stage] = max(stay.median, slowest.get(stage, timedelta()))
    cells: dict[int, dict[str, Warm]] = {}
    for (site_id, stage), stay in stays.items():
        if stage in STANDING:
            cells.setdefault(site_id, {})[stage] = _stay(stay, stay.median / slowest[stage])
    whole = {stage: _stay(stay, None) for (stage,), stay in together.items() if stage in STANDING}
    narrowed = asked.provider or any(asked.narrowed[name] for name in ("source", "specialty", "funding"))
    says = f"Stays that ended in {asked.spoken}; the stronger the tint, the slower the site at that stage."
    _draw(actor, asked, "Time at a stage", says if cells else "No stay ended in this period.",
          STAYS + UNNARROWED * bool(narrowed), cells, whole)  # fmt: skip


def _stay(stay: Stay, heat: float | None) -> Warm:
    """With few stays the number says so and nothing is tinted by it."""
    says = f"Half of {stay.n:,} took no longer than {age_words(stay.median)}, nine of ten than {age_words(stay.p90)}"
    return Warm(age_words(stay.median), f"n {stay.n:,}", says, heat=heat if stay.n >= FEW else None)


def _draw(
    actor: Actor, asked: Asked, title: str, says: str, about: str,
    cells: Mapping[int, Mapping[str, Warm]], whole: Mapping[str, Warm],
) -> None:  # fmt: skip
    """The stages where anything is, in the order in which they come along; all sites together last."""
    used = {code for row in cells.values() for code in row}
    named = {stage.value: name for stage, name in insight.stages(actor, asked).items() if stage in used}
    columns = named | ({ALL: "All"} if ALL in used else {})
    places = {number: name for number, name in insight.places(actor).items() if number in cells}
    lines = [
        Line(
            name,
            within("bottlenecks", asked, site="" if number in asked.sites else number),
            cells[number],
            number in asked.sites,
        )
        for number, name in places.items()
    ]
    if len(lines) > 1:
        lines.append(Line("All sites", "", whole))
    heat(title, says, columns, lines, about=about)


def _line(asked: Asked, site_id: int, name: str, cells: Mapping[str, Warm]) -> Line:
    """Its name narrows the page to the site, or widens it again."""
    here = site_id in asked.sites
    return Line(name, within("bottlenecks", asked, site="" if here else site_id), cells, here)
