"""An exploration as a chart and a table: lines over months, bars that add up, or marks where nothing adds up."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

from core import clock, insight, months
from core.access import Actor
from core.insight import ALL, METRICS, REST, Exploration, Explored, is_ripe
from core.insight.figures import Unit, Value
from core.settings import settings
from pages.parts.amounts import spoken, sure, told
from pages.parts.chart import LOW, Led, Shown, chart
from pages.parts.links import behind
from pages.parts.traces import (
    AMOUNT,
    BLUE,
    GREY,
    ORANGE,
    PINK,
    SKY,
    Trace,
    bars,
    before,
    label,
    line,
    month_axis,
    shade,
)

COLOURS = (AMOUNT, ORANGE, BLUE, PINK, SKY, GREY)
MARKS = ("circle", "diamond", "square", "triangle-up", "cross", "x")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
"""Of each series: told apart by more than its colour."""
QUARTERS = range(0, 101, 25)
ADDS_UP = frozenset({Unit.NUMBER, Unit.PENCE})
SCALE = {Unit.SHARE: 100.0, Unit.PENCE: 0.01}
AXIS: dict[Unit, dict[str, Any]] = {
    Unit.SHARE: {"range": [0, 104], "tickvals": [*QUARTERS], "ticktext": [f"{each} %" for each in QUARTERS]},
    Unit.PENCE: {"tickprefix": "£", "tickformat": "~s", "tickangle": 0},
    Unit.DAYS: {"ticksuffix": " d"},
    Unit.NUMBER: {},
}
ROW, TOP, OVER = 30, 70, 340
"""How many pixels a row has, the rest of such a chart, and a chart over months."""
LEGEND = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"}


def explored(actor: Actor, exploration: Exploration) -> None:
    """Draw it; every number leads to the referrals behind it, as far as an address can say which these are."""
    found = insight.explored(actor, exploration)
    over = exploration.by == "month"
    drawn = _over(actor, found) if over else _across(actor, found)
    height = OVER if over else max(TOP + ROW * len(found.rows), LOW)
    rows = _rows(actor, found) if found.whole.n else []
    chart(
        exploration.spoken, _says(found), drawn, _columns(found), rows, about=exploration.figure.sentence, height=height
    )


def _over(actor: Actor, found: Explored) -> dict[str, Any]:
    """Month after month: what adds up as bars, anything else as lines."""
    unit, names = found.exploration.figure.unit, list(map(months.spelt, found.rows))
    traces: list[Trace] = []
    notes: list[dict[str, Any]] = []
    if not found.series and (was := _compared(actor, found.exploration)):
        amounts = [_drawn(unit, was.value(month)) for month in was.rows]
        traces.append(before(names, amounts))
        notes += [label("before", names[-1], amounts[-1], GREY, "right", yshift=10)] if amounts[-1] is not None else []
    for n, key in enumerate(found.series or [ALL]):
        amounts = [_drawn(unit, found.value(row, key)) for row in found.rows]
        told_ = {"leads": _leads(actor, found, key), "hover": _hover(found, key), "colour": COLOURS[n]}
        one = bars(names, amounts, **told_) if unit in ADDS_UP else line(names, amounts, dash=DASHES[n], **told_)
        traces.append(one | _named(found, key, n))
    shapes = [shade(len(names) - len(recent) - 0.5, len(names) - 0.5)] if (recent := _recent(found)) else []
    layout = {"xaxis": month_axis(list(found.rows)), "yaxis": AXIS[unit], "annotations": notes, "shapes": shapes}
    return {"data": traces, "layout": layout | _legend(found)}


def _across(actor: Actor, found: Explored) -> dict[str, Any]:
    """The largest highest: bars that add up to the whole row, or a mark for each series."""
    unit = found.exploration.figure.unit
    keys, names = list(found.rows)[::-1], [escape(name) for name in list(found.rows.values())[::-1]]
    traces: list[Trace] = []
    for n, key in enumerate(found.series or [ALL]):
        amounts = [_drawn(unit, found.value(row, key)) for row in keys]
        leads, hover = _leads(actor, found, key)[::-1], _hover(found, key)[::-1]
        text = [told(unit, found.value(row)) for row in keys] if not found.series else []
        if found.series and unit not in ADDS_UP:
            one = line(amounts, names, leads=leads, hover=hover, colour=COLOURS[n]) | {"mode": "markers"}
            one["marker"] = {"size": 11, "color": COLOURS[n], "symbol": MARKS[n]}
        else:
            one = bars(names, amounts, leads=leads, hover=hover, text=text, across=True, colour=COLOURS[n])
        traces.append(one | _named(found, key, n))
    most = max((sum(filter(None, each)) for each in _amounts(found, unit)), default=0) or 1
    wide = {"range": [0, 1.25 * most]} if unit is not Unit.SHARE else {"range": [0, 118 if not found.series else 104]}
    axis = AXIS[unit] | wide | {"rangemode": "tozero"}
    layout = {"xaxis": axis, "yaxis": {"type": "category", "rangemode": "normal", "dtick": 1}, "barmode": "stack"}
    return {"data": traces, "layout": layout | _legend(found)}


def _amounts(found: Explored, unit: Unit) -> list[list[float | None]]:
    """What stands on each row together."""
    together = found.series and unit in ADDS_UP
    keys = list(found.series) if together else [ALL]
    return [[_drawn(unit, found.value(row, key)) for key in keys] for row in found.rows]


def _compared(actor: Actor, exploration: Exploration) -> Explored | None:
    """The same of the period compared; nothing where that begins before there was anything."""
    asked = exploration.asked.compared
    was = insight.explored(actor, replace(exploration, asked=asked)) if asked else None
    return was if was and was.value(next(iter(was.rows))).n else None


def _named(found: Explored, key: Any, n: int) -> Trace:
    """The name of a series, and of bars their pattern for whoever sees no colours."""
    if not found.series:
        return {}
    return {"name": escape(found.series[key]), "showlegend": True, "legendrank": n}


def _legend(found: Explored) -> dict[str, Any]:
    if not found.series:
        return {}
    return {"showlegend": True, "legend": LEGEND, "barmode": "stack", "margin": {"l": 4, "r": 12, "t": 40, "b": 4}}


def _drawn(unit: Unit, value: Value) -> float | None:
    return None if value.amount is None else value.amount * SCALE.get(unit, 1.0)


def _hover(found: Explored, key: Any) -> list[str]:
    unit = found.exploration.figure.unit
    series = f", {found.series[key]}" if found.series else ""
    return [f"{name}{series}: {_words(unit, found.value(row, key))}" for row, name in found.rows.items()]


def _words(unit: Unit, value: Value) -> str:
    about = sure(unit, value)
    return f"{told(unit, value)}{f' ({about})' if about else ''}"


def _leads(actor: Actor, found: Explored, key: Any) -> list[str]:
    return [_behind(actor, found, row, key) for row in found.rows]


def _behind(actor: Actor, found: Explored, row: Any, key: Any = ALL) -> str:
    """Nothing where there is nothing, or where no address says which these are: the rest, or what is not known."""
    one = found.exploration
    told_apart = {one.by: row, **({one.also: key} if key != ALL and one.also else {})}
    value = found.value(row, key)
    if not value.part or REST in told_apart.values() or not all(told_apart.values()):
        return ""
    if month := told_apart.pop("month", 0):
        told_apart |= {"since": month, "until": months.moved(month, 1)}
    return behind(actor, one.asked, one.figure.counts, **told_apart)


def _columns(found: Explored) -> list[str]:
    first = insight.SPLITS[found.exploration.by]
    whole = found.exploration.figure.label
    return [first, *found.series.values(), "All" if found.series else whole, "Counted"]


def _rows(actor: Actor, found: Explored) -> list[Sequence[Shown]]:
    unit = found.exploration.figure.unit
    return [
        (
            name,
            *(Led(told(unit, found.value(row, key)), _behind(actor, found, row, key)) for key in found.series),
            Led(told(unit, found.value(row)), _behind(actor, found, row)),
            found.value(row).n,
        )
        for row, name in found.rows.items()
    ]


def _says(found: Explored) -> str:
    """The whole in a sentence, and which months are too recent to tell."""
    figure, whole = found.exploration.figure, found.whole
    if not whole.n:
        return "Nothing was counted in these months at your sites."
    if figure.unit in ADDS_UP:
        said = f"{spoken(figure.unit, whole.amount or 0)} in all."
    else:
        said = f"{_words(figure.unit, whole)} over all."
    recent = [months.spoken(month) for month in _recent(found)]
    if not recent:
        return said
    which = recent[0] if len(recent) == 1 else f"{recent[0]} to {recent[-1]}"
    return f"{said} {which} {'is' if len(recent) == 1 else 'are'} too recent to tell: many are still on their way."


def _recent(found: Explored) -> list[int]:
    """The months in which a rate goes on rising."""
    metric = METRICS.get(found.exploration.what)
    today = clock.local(clock.now(), settings().time_zone.key).date()
    every = found.exploration.asked.months if metric else []
    ages = {month: (today - months.first_day(months.moved(month, 1))).days for month in every}
    return [month for month in every if metric and not is_ripe(metric, ages[month])]
