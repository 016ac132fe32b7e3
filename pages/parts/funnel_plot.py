"""The funnel plot: each site by its size and its share, between the limits that chance alone keeps sites within."""

from collections.abc import Callable, Sequence
from typing import Any

from core.insight import LEAST
from core.insight.figures import Held, Unit
from core.insight.limits import Edge, by_chance, funnel, limits
from core.insight.sites import SideBySide, SiteFigures
from pages.parts.chart import HIGH, Led, Shown, chart
from pages.parts.traces import AMOUNT, GREY, ORANGE, Trace, before, label, marks

ABOUT = (
    "A funnel plot with exact binomial limits (Spiegelhalter, 2005). If sites did not differ at all, 95 of 100 would "
    "lie between the inner lines and 998 of 1,000 between the outer ones. The fewer cases a site has, the farther "
    "chance takes it from the middle. What lies outside is worth a question, and no verdict: patients differ, too."
)
COLUMNS = ("Site", "Share", "Cases", "Expected from", "Expected to", "Beside all together")
CURVES = {"low": "solid", "high": "solid", "lowest": "dot", "highest": "dot"}
BEYOND, MARGIN = 1.12, 0.02
FEW, MOST_NAMED, EDGE = 6, 12, 0.15
"""So many sites are all called by name, so many names have room, and so near an end they are written inwards."""
Placed = Sequence[tuple[SiteFigures, Held]]


def funnel_plot(found: SideBySide, leads: Callable[[SiteFigures], str]) -> None:
    """Drawn where at least two sites have enough cases; `leads` are the addresses behind the points."""
    placed = [(one, held) for one in found.sites if (held := found.held(one)) and held.n >= LEAST]
    if len(placed) < 2:
        return
    edges = _edges(placed)
    figure = {"data": [*_curves(placed, edges), _points(found, placed, leads)], "layout": _layout(found, placed, edges)}
    rows = [_row(found, one, held, leads(one)) for one, held in placed]
    chart("Is it more than chance?", _says(found, placed), figure, COLUMNS, rows, about=ABOUT, height=HIGH)


def _says(found: SideBySide, placed: Placed) -> str:
    name, median = found.figure.label, found.figure.value(found.whole).amount
    what = name if found.figure.unit is Unit.SHARE else f"{name} of more than {median:.0f} days, the median of all"
    outside, by = sum(_apart(found, one) for one, _ in placed), by_chance(found.standing(one) for one, _ in placed)
    lie = f"{outside or 'None'} of {len(placed)} {'lies' if outside == 1 else 'lie'} outside the inner lines"
    chance = f"about {by:.0f} would" if by >= 1 else "hardly one would"
    return f"{what}, by how many cases a site has. {lie}; by chance alone {chance}."


def _edges(placed: Placed) -> list[Edge]:
    """The limits a little beyond the smallest and the largest site."""
    sizes = [held.n for _, held in placed]
    return funnel(placed[0][1].expected, max(LEAST, round(min(sizes) / BEYOND)), round(max(sizes) * BEYOND))


def _points(found: SideBySide, placed: Placed, leads: Callable[[SiteFigures], str]) -> Trace:
    return marks(
        [held.n for _, held in placed],
        [held.part / held.n for _, held in placed],
        leads=[leads(one) for one, _ in placed],
        hover=[f"{one.name}: {_percent(held)} of {held.n:,}. {found.words(one)}." for one, held in placed],
        apart=[_apart(found, one) for one, _ in placed],
    )


def _layout(found: SideBySide, placed: Placed, edges: Sequence[Edge]) -> dict[str, Any]:
    """Every site by name while there are few, else those outside; and no more height than there is to see."""
    named = [(one, held) for one, held in placed if len(placed) <= FEW or _apart(found, one)]
    expected, shares = placed[0][1].expected, [held.part / held.n for _, held in placed]
    words = [_name(found, one, held, edges) for one, held in named[:MOST_NAMED]]
    low, high = min(*shares, edges[0].limits.lowest), max(*shares, edges[0].limits.highest)
    return {
        "annotations": [*words, label("all together", edges[0].n, expected, GREY, "left", yshift=9)],
        "xaxis": {"title": {"text": "Cases"}, "nticks": 6, "range": [edges[0].n, edges[-1].n]},
        "yaxis": {"tickformat": ".0%", "rangemode": "normal", "range": [low - MARGIN, high + MARGIN]},
    }


def _name(found: SideBySide, one: SiteFigures, held: Held, edges: Sequence[Edge]) -> Trace:
    """On the side of its point that is away from the middle, and never over an end."""
    share, colour = held.part / held.n, ORANGE if _apart(found, one) else AMOUNT
    along = (held.n - edges[0].n) / (edges[-1].n - edges[0].n)
    anchor = "left" if along < EDGE else "right" if along > 1 - EDGE else "center"
    return label(one.name, held.n, share, colour, anchor, yshift=15 if share >= held.expected else -15)


def _percent(held: Held) -> str:
    return f"{100 * held.part / held.n:.0f} %"


def _apart(found: SideBySide, one: SiteFigures) -> bool:
    standing = found.standing(one)
    return bool(standing and standing.outside)


def _curves(placed: Placed, edges: Sequence[Edge]) -> list[Trace]:
    """The limits, and the middle."""
    sizes = [edge.n for edge in edges]
    middle = before([sizes[0], sizes[-1]], [placed[0][1].expected] * 2)
    bounds = [(before(sizes, [getattr(edge.limits, name) for edge in edges]), dash) for name, dash in CURVES.items()]
    return [_quiet(middle, "solid"), *(_quiet(curve, dash) for curve, dash in bounds)]


def _quiet(curve: Trace, dash: str) -> Trace:
    return curve | {"hoverinfo": "skip", "hovertemplate": None, "line": {**curve["line"], "dash": dash}}


def _row(found: SideBySide, one: SiteFigures, held: Held, href: str) -> tuple[Shown, ...]:
    here = limits(held.n, held.expected)
    low, high = (f"{100 * share:.0f} %" for share in (here.low, here.high))
    return one.name, Led(_percent(held), href), held.n, low, high, found.words(one)
