"""Month by month: how many were received, and what share of them came how far; what is too recent to tell is shaded."""

from collections.abc import Sequence
from dataclasses import dataclass

from core import months
from core.access import Actor
from core.insight import LEAST, METRICS, Course, Metric, Sums, rate
from pages.parts.chart import Led, Shown, chart
from pages.parts.links import behind
from pages.parts.traces import AMOUNT, BLUE, GREY, ORANGE, Trace, bars, before, label, line, month_axis, shade


@dataclass(frozen=True, slots=True)
class Way:
    """One line: which figure, its word, and its colour and its mark, either of which tells it apart."""

    code: str
    word: str
    colour: str
    symbol: str
    mark: str

    @property
    def metric(self) -> Metric:
        """The figure that it draws."""
        return METRICS[self.code]


FIRST = METRICS["booking"]
QUARTERS = range(0, 101, 25)
APART = 10
"""Points of a percentage between two words, so that they can be read."""
MARGIN = {"l": 4, "r": 92, "t": 16, "b": 4}
LINES = (
    Way("booking", "Booked", AMOUNT, "circle", "●"),
    Way("attendance", "Attended", BLUE, "square", "■"),
    Way("completion", "Completed", ORANGE, "diamond", "◆"),
)


def received(actor: Actor, told: Course) -> None:
    """The bars of what came in, before them a thin line of what came in the period compared."""
    names = list(map(months.spelt, told.now))
    counts = [sums.received for sums in told.now.values()]
    leads = [_behind(actor, told, month, "received") for month in told.now]
    drawn: list[Trace] = [bars(names, counts, leads=leads, hover=[f"{n:,} in {name}" for n, name in _pairs(told)])]
    notes = []
    if then := [sums.received for sums in told.then.values()] if told.whole_before else []:
        was = [f"{n:,} in {months.spoken(month)}" for n, month in zip(then, told.then, strict=True)]
        drawn.append(before(names, then, hover=was))
        notes.append(label(_compared(told), names[-1], then[-1], GREY, "right", yshift=10))
    rows = [
        (months.spoken(month), Led(n, lead), was)
        for month, n, lead, was in zip(told.now, counts, leads, then or [None] * len(names), strict=True)
    ]
    figure = {"data": drawn, "layout": {"annotations": notes, "xaxis": month_axis(list(told.now))}}
    columns = ("Month", "Received", "Before")
    chart("Received by month", _busiest(told), figure, columns, rows if any(counts) else [], about=_about("received"))


def reached(actor: Actor, told: Course) -> None:
    """The shares as lines, solid where they can be told and dotted where they are too recent."""
    names = list(map(months.spelt, told.now))
    drawn: list[Trace] = []
    for way in LINES:
        drawn += _line(actor, told, way, names)
    recent = told.recent(FIRST)
    shapes = [shade(len(names) - len(recent) - 0.5, len(names) - 0.5)] if recent else []
    axis = {"range": [0, 104], "tickvals": [*QUARTERS], "ticktext": [f"{each} %" for each in QUARTERS]}
    words = _ends(told, names)
    over = month_axis(list(told.now))
    layout = {"annotations": words, "shapes": shapes, "xaxis": over, "yaxis": axis, "margin": MARGIN}
    columns = ("Month", "Received", *(way.word for way in LINES))
    rows = [_row(actor, told, month, sums) for month, sums in told.now.items()] if told.whole.received else []
    about = " ".join(f"{way.metric.label}: {way.metric.sentence}" for way in LINES)
    chart("How far by month", _recent(told), {"data": drawn, "layout": layout}, columns, rows, about=about)


def _line(actor: Actor, told: Course, way: Way, names: Sequence[str]) -> list[Trace]:
    """Two traces that meet: the month that can be told last is part of both."""
    metric = way.metric
    shares = [_share(metric, sums) for sums in told.now.values()]
    hover = [f"{metric.of.label}: {_counts(metric, sums)}" for sums in told.now.values()]
    leads = [_behind(actor, told, month, metric.of) for month in told.now]
    cut = len(told.told(metric))

    def part(span: slice, dash: str, symbol: str) -> Trace:
        return line(
            names[span], shares[span], leads=leads[span], hover=hover[span],
            colour=way.colour, dash=dash, symbol=symbol,
        )  # fmt: skip

    sure = part(slice(cut), "solid", way.symbol)
    return [part(slice(max(cut - 1, 0), None), "dot", f"{way.symbol}-open"), sure] if cut < len(names) else [sure]


def _ends(told: Course, names: Sequence[str]) -> list[Trace]:
    """A word at the right end of each line; of lines that end close together the words stand apart."""
    ends = []
    for way in LINES:
        shares = [_share(way.metric, sums) for sums in told.now.values()]
        known = [(share, name) for share, name in zip(shares, names, strict=True) if share is not None]
        ends += [(*known[-1], f"{way.mark} {way.word}", way.colour)] if known else []
    ends.sort(reverse=True)
    places: list[float] = []
    for share, *_ in ends:
        places.append(min(share, places[-1] - APART) if places else share)
    raised = (max(place, APART * below) for below, place in enumerate(reversed(places)))
    return [
        label(word, name, place, colour, xshift=10)
        for (_, name, word, colour), place in zip(reversed(ends), raised, strict=True)
    ]


def _row(actor: Actor, told: Course, month: int, sums: Sums) -> tuple[Shown, ...]:
    def cell(metric: Metric) -> Led:
        recent = "" if month in told.told(metric) else ", too recent"
        return Led(_counts(metric, sums) + recent, _behind(actor, told, month, metric.of))

    received = Led(sums.received, _behind(actor, told, month, "received"))
    return months.spoken(month), received, *(cell(way.metric) for way in LINES)


def _share(metric: Metric, sums: Sums) -> float | None:
    share = rate(metric, sums).share
    return None if share is None else 100 * share


def _counts(metric: Metric, sums: Sums) -> str:
    here = rate(metric, sums)
    return f"{here.words} ({here.n:,} of {here.of:,})" if here.of >= LEAST else here.words


def _behind(actor: Actor, told: Course, month: int, measure: str) -> str:
    return behind(actor, told.asked, measure, since=month, until=months.moved(month, 1))


def _pairs(told: Course) -> list[tuple[int, str]]:
    return [(sums.received, months.spoken(month)) for month, sums in told.now.items()]


def _busiest(told: Course) -> str:
    if not told.whole.received:
        return "Nothing was received in these months."
    n, name = max(_pairs(told))
    each = told.whole.received / len(told.now)
    return f"{each:,.0f} a month on average; most in {name}: {n:,}." if len(told.now) > 1 else f"{n:,} in {name}."


def _recent(told: Course) -> str:
    recent = [f"{months.first_day(month):%B}" for month in told.recent(FIRST)]
    few = " Months with fewer than five have no percentage." if _has_few(told) else ""
    if not recent:
        return f"All of these months are old enough to be told.{few}"
    names = " and ".join(recent) if len(recent) < 3 else f"{recent[0]} to {recent[-1]}"
    return f"{names} {'are' if len(recent) > 1 else 'is'} too recent to tell: many are still on their way.{few}"


def _has_few(told: Course) -> bool:
    return any(0 < sums.received < LEAST for sums in told.now.values())


def _compared(told: Course) -> str:
    return "the year before" if told.asked.compare == "year" else "the period before"


def _about(measure: str) -> str:
    return next(one.sentence for one in FIRST.per if one.value == measure)
