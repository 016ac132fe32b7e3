"""What charts are made of: bars, lines, the period compared, labels and shades, in colours that each look recolours."""

from collections.abc import Sequence
from html import escape
from typing import Any

from streamlit.elements.lib.streamlit_plotly_theme import (
    CATEGORY_0,
    CATEGORY_1,
    CATEGORY_2,
    CATEGORY_3,
    CATEGORY_4,
    CATEGORY_5,
    CATEGORY_6,
    CATEGORY_7,
)

from core import months

AMOUNT, BLUE, ORANGE, PINK, SKY, GREY = CATEGORY_0, CATEGORY_1, CATEGORY_2, CATEGORY_3, CATEGORY_4, CATEGORY_5
"""Names that the browser replaces by chartCategoricalColors of the light or the dark theme; GREY is what was before."""
PALE, SHADE = CATEGORY_6, CATEGORY_7
"""An amount that is not yet whole, and the ground behind what is too recent to tell."""
CROWDED = 14
"""With more months than these not each is named."""
Trace = dict[str, Any]
Numbers = Sequence[float | None]


def bars(
    over: Sequence[object], amounts: Numbers, *, leads: Sequence[str] = (), hover: Sequence[str] = (),
    colour: str | Sequence[str] = AMOUNT, text: Sequence[str] = (), across: bool = False,
) -> Trace:  # fmt: skip
    """Bars from zero, one over each of `over`; `leads` are the addresses behind them, `hover` is what each says.

    `across` draws them from left to right, the first one lowest; `text` stands at their ends.
    """
    trace: Trace = {"type": "bar", "x": list(over), "y": list(amounts), "marker": {"color": colour}}
    if across:
        trace |= {"x": list(amounts), "y": list(over), "orientation": "h"}
    if text:
        trace |= {"text": list(text), "textposition": "outside", "cliponaxis": False}
    return trace | _told(leads, hover, "%{x:,}" if across else "%{y:,}")


def line(
    over: Sequence[object], amounts: Numbers, *, leads: Sequence[str] = (), hover: Sequence[str] = (),
    colour: str = AMOUNT, dash: str = "solid", marks: bool = True, symbol: str = "circle",
) -> Trace:  # fmt: skip
    """A line with a mark at each value; a gap where there is none. Lines that cross have a `symbol` each, so that they
    are told apart without their colour."""
    drawn = {"mode": "lines+markers" if marks else "lines", "line": {"color": colour, "width": 2.5, "dash": dash}}
    trace = {
        "type": "scatter",
        "x": list(over),
        "y": list(amounts),
        "marker": {"size": 7, "symbol": symbol},
        "cliponaxis": False,
    }
    return trace | drawn | _told(leads, hover, "%{y:,}")


def marks(
    over: Sequence[object], amounts: Numbers, *, leads: Sequence[str] = (), hover: Sequence[str] = (),
    apart: Sequence[bool] = (),
) -> Trace:  # fmt: skip
    """A mark for each, without a line; those that stand `apart` differ in shape and in colour."""
    looks = {
        "symbol": ["diamond" if each else "circle" for each in apart],
        "color": [ORANGE if each else AMOUNT for each in apart],
    }
    drawn: Trace = {"mode": "markers", "marker": {"size": 11, **looks}}
    trace = {"type": "scatter", "x": list(over), "y": list(amounts), "cliponaxis": False}
    return trace | drawn | _told(leads, hover, "%{y:,}")


def before(over: Sequence[object], amounts: Numbers, *, hover: Sequence[str] = ()) -> Trace:
    """The period compared: a thin grey line."""
    drawn = {"mode": "lines", "line": {"color": GREY, "width": 1.25}}
    trace = {"type": "scatter", "x": list(over), "y": list(amounts), "cliponaxis": False}
    return trace | drawn | _told((), hover, "%{y:,}")


def label(words: str, x: object, y: object, colour: str = AMOUNT, anchor: str = "left", **more: object) -> Trace:
    """Words at a line instead of a legend: an annotation of the layout."""
    return {
        "text": escape(words), "x": x, "y": y, "xanchor": anchor, "yanchor": "middle", "showarrow": False,
        "font": {"color": colour, "size": 13}, **more,
    }  # fmt: skip


def shade(since: object, until: object) -> Trace:
    """A quiet ground from one value to another: a shape of the layout."""
    return {
        "type": "rect", "xref": "x", "yref": "paper", "x0": since, "x1": until, "y0": 0, "y1": 1,
        "fillcolor": SHADE, "line": {"width": 0}, "layer": "below",
    }  # fmt: skip


def month_axis(every: Sequence[int]) -> dict[str, Any]:
    """Each month by its name, a year where one begins; of more than a year only every third."""
    shown = [month for month in every if len(every) <= CROWDED or month % 100 % 3 == 1]
    years = {month for month in shown if month % 100 == 1} | {*shown[:1]}
    text = [f"{months.first_day(month):{'%b<br>%Y' if month in years else '%b'}}" for month in shown]
    names = list(map(months.spelt, every))
    order = {"type": "category", "categoryorder": "array", "categoryarray": names, "range": [-0.6, len(names) - 0.4]}
    return order | {"tickvals": list(map(months.spelt, shown)), "ticktext": text, "tickangle": 0}


def _told(leads: Sequence[str], hover: Sequence[str], usual: str) -> Trace:
    """What is said over a point, as text and never as markup, and where a click on it leads."""
    told: Trace = {"hovertemplate": f"{'%{hovertext}' if hover else usual}<extra></extra>"}
    if hover:
        told["hovertext"] = [escape(words) for words in hover]
    return told | ({"customdata": list(leads)} if any(leads) else {})
