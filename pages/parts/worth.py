"""The value of work as charts: by source, by month and by site, each sum leading to the referrals behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from core import clock, insight, months
from core.access import Actor
from core.insight import CODES, LEAST, WORTH, Asked, Measure, Sums, added
from core.money import pounds, rounded
from core.settings import settings
from pages.parts.chart import Led, Shown, chart
from pages.parts.links import behind
from pages.parts.traces import GREY, Trace, bars, before, label, month_axis, shade

POUNDS: dict[str, Any] = {"tickprefix": "£", "tickformat": "~s", "tickangle": 0}
COLUMNS = ("Value", "Referrals with a value", "Each on average", "Before")
NAMES: dict[str, Any] = {"type": "category", "rangemode": "normal", "dtick": 1}
ROW, TOP = 34, 60
"""How many pixels a bar and its name have, and the rest of such a chart."""
ROOM = 1.25
"""How much longer an axis is than its longest bar, so that what stands at its end is not cut."""
THEN = {"before": "the period before", "year": "the year before"}


@dataclass(frozen=True, slots=True)
class Worth:
    """Sums by month and source and by site, and those of the period compared where there were any."""

    actor: Actor
    asked: Asked
    now: Mapping[tuple[int, str], Sums]
    then: Mapping[tuple[int, str], Sums]
    sites: Mapping[int, Sums]

    @classmethod
    def found(cls, actor: Actor, asked: Asked) -> Self:
        """Looked up."""
        then = asked.compared
        was = insight.cells(actor, then, ("month", "source")) if then else {}
        if then and not any(sums.received for key, sums in was.items() if key[0] == then.since):
            was = {}  # it begins before there was anything
        sites = {key[0]: sums for key, sums in insight.cells(actor, asked, ("site",)).items()}
        return cls(actor, asked, insight.cells(actor, asked, ("month", "source")), was, sites)

    @property
    def whole(self) -> Sums:
        """All of it."""
        return added(self.now.values())

    @property
    def before(self) -> Sums:
        """All of the period compared."""
        return added(self.then.values())

    def leads(self, sums: Sums, **narrower: object) -> str:
        """To the referrals whose work that is."""
        return behind(self.actor, self.asked, Measure.VALUED, **narrower) if sums.valued else ""


@dataclass(frozen=True, slots=True)
class Part:
    """One bar: what it is of, its sums, those it is held against, and where it leads."""

    name: str
    sums: Sums
    then: Sums | None
    href: str

    @property
    def row(self) -> tuple[Shown, ...]:
        """The same in the table."""
        value, valued = self.sums.value, self.sums.valued
        each = rounded(value // valued) if valued >= LEAST else ""
        return self.name, Led(pounds(value), self.href), valued, each, pounds(self.then.value) if self.then else ""


def by_source(found: Worth) -> None:
    """The largest first; a thin mark says what it was in the period compared."""
    now, then = _by(found.now, 1), _by(found.then, 1)
    parts = [
        Part(CODES["source"].get(code, code), sums, then.get(code, Sums()), found.leads(sums, source=code))
        for code, sums in sorted(now.items(), key=lambda one: -one[1].value)
        if sums.valued
    ]
    figure = _across(parts, marked=bool(found.before.valued))
    height = TOP + ROW * len(parts)
    columns = ("Source", *COLUMNS)
    chart("Value by source", _says(found), figure, columns, [part.row for part in parts], about=WORTH, height=height)


def by_month(found: Worth) -> None:
    """In the month of the report; one that is not over is shaded."""
    parts = _months(found)
    every = found.asked.months
    names, amounts = list(map(months.spelt, every)), [_drawn(part.sums) for part in parts]
    hover = [f"{rounded(part.sums.value)} in {part.name}" for part in parts]
    drawn = [bars(names, amounts, leads=[part.href for part in parts], hover=hover)]
    notes = []
    if found.before.valued:
        was = [part.then or Sums() for part in parts]
        drawn.append(before(names, list(map(_drawn, was)), hover=[f"{rounded(sums.value)} before" for sums in was]))
        notes.append(label(THEN[found.asked.compare], names[-1], _drawn(was[-1]), GREY, "right", yshift=10))
    now = months.month_at(clock.now(), settings().time_zone.key)
    running = [n for n, month in enumerate(every) if month >= now]
    shapes = [shade(running[0] - 0.5, len(every) - 0.5)] if running else []
    layout = {"annotations": notes, "shapes": shapes, "xaxis": month_axis(every), "yaxis": POUNDS}
    rows = [part.row for part in parts] if found.whole.valued else []
    says = _best(parts, running=bool(running))
    chart("Value by month", says, {"data": drawn, "layout": layout}, ("Month", *COLUMNS), rows, about=WORTH)


def by_site(found: Worth) -> None:
    """Where there are several."""
    called = insight.places(found.actor)
    several = sorted((one for one in found.sites.items() if one[1].valued), key=lambda one: -one[1].value)
    parts = [
        Part(called.get(site, "A site that is gone"), sums, None, found.leads(sums, site=site))
        for site, sums in several
    ]
    if len(parts) > 1:
        says = f"{parts[0].name} has {_share(parts[0].sums, found.whole)}."
        rows, height = [part.row[:-1] for part in parts], TOP + ROW * len(parts)
        columns = ("Site", *COLUMNS[:-1])
        chart("Value by site", says, _across(parts), columns, rows, about=WORTH, height=height)


def _by(several: Mapping[tuple[Any, ...], Sums], place: int) -> dict[Any, Sums]:
    """By one part of their keys alone."""
    keys = dict.fromkeys(key[place] for key in several)
    return {key: added(sums for each, sums in several.items() if each[place] == key) for key in keys}


def _months(found: Worth) -> list[Part]:
    now, then = _by(found.now, 0), _by(found.then, 0)
    was = found.asked.compared.months if found.asked.compared else []
    return [
        Part(
            months.spoken(month),
            sums := now.get(month, Sums()),
            then.get(was[n], Sums()) if was else None,
            found.leads(sums, since=month, until=months.moved(month, 1)),
        )
        for n, month in enumerate(found.asked.months)
    ]


def _across(parts: Sequence[Part], *, marked: bool = False) -> dict[str, Any]:
    """From left to right, the first one highest."""
    upwards = parts[::-1]
    names, amounts = [part.name for part in upwards], [_drawn(part.sums) for part in upwards]
    hover = [f"{rounded(part.sums.value)} from {_counted(part.sums)}" for part in upwards]
    text = [rounded(part.sums.value) for part in upwards]
    drawn = [bars(names, amounts, leads=[part.href for part in upwards], hover=hover, text=text, across=True)]
    before = [part.then or Sums() for part in upwards] if marked else []
    if before:
        drawn.append(_marks(names, before))
    longest = max([*amounts, *map(_drawn, before)], default=0) or 1
    axis = {**POUNDS, "rangemode": "tozero", "nticks": 5, "range": [0, ROOM * longest]}
    return {"data": drawn, "layout": {"xaxis": axis, "yaxis": NAMES}}


def _marks(names: Sequence[str], before: Sequence[Sums]) -> Trace:
    """What it was before: an upright line on each bar."""
    mark = {"symbol": "line-ns", "size": 18, "line": {"color": GREY, "width": 2}}
    told = {
        "hovertext": [f"{rounded(one.value)} before" for one in before],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return {"type": "scatter", "mode": "markers", "x": list(map(_drawn, before)), "y": names, "marker": mark, **told}


def _says(found: Worth) -> str:
    whole = found.whole
    if not whole.valued:
        return "No final report in these months says what the work was worth."
    each = f", {rounded(whole.value // whole.valued)} each on average" if whole.valued >= LEAST else ""
    return f"{rounded(whole.value)} from {_counted(whole)}{each}. {_changed(found)}".strip()


def _changed(found: Worth) -> str:
    now, was = found.whole, found.before
    if not was.valued:
        return ""
    words = THEN[found.asked.compare]
    if was.valued < LEAST or now.valued < LEAST or not was.value:
        return f"It was {rounded(was.value)} in {words}."
    change = round(100 * (now.value - was.value) / was.value)
    more = f"{abs(change)} % {'more' if change > 0 else 'less'} than" if change else "as much as"
    return f"That is {more} in {words} ({rounded(was.value)})."


def _best(parts: Sequence[Part], *, running: bool) -> str:
    best = max(parts, key=lambda part: part.sums.value)
    if not best.sums.valued:
        return "Nothing in these months."
    return f"Most in {best.name}: {rounded(best.sums.value)}.{' The last month is not over.' if running else ''}"


def _share(part: Sums, whole: Sums) -> str:
    if not whole.value or whole.valued < LEAST:
        return f"{rounded(part.value)} of {rounded(whole.value)}"
    return f"{round(100 * part.value / whole.value)} % of it"


def _counted(sums: Sums) -> str:
    return f"{sums.valued:,} {'referral' if sums.valued == 1 else 'referrals'} with a value"


def _drawn(sums: Sums) -> float:
    """As long as a bar is; what is read beside it is exact."""
    return sums.value / 100
