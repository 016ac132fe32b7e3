"""How long it took: each wait in days as a distribution, with its median, its ninth decile, and who waits still."""

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from core import insight
from core.access import Actor
from core.insight import LEAD_TIMES, LEAST, Course, Lead
from pages.parts.chart import Led, Shown, chart
from pages.parts.links import behind
from pages.parts.traces import AMOUNT, GREY, Trace, bars

BARS = 20
HIGHER = 1.13
"""Where the median is written, so that the two words never meet."""
WIDTHS = (1, 2, 3, 7, 14, 28)
"""Days that a bar may hold."""


@dataclass(frozen=True, slots=True)
class Bin:
    """How many took from `since` up to `until` days, both counted; the last one has no end."""

    since: int
    until: int | None
    n: int

    @property
    def name(self) -> str:
        """0, 7–13, 98 and more."""
        if self.until is None:
            return f"{self.since}+"
        return str(self.since) if self.since == self.until else f"{self.since}–{self.until}"


def waits(actor: Actor, told: Course) -> None:
    """Draw the three side by side."""
    found = insight.leads(actor, told.asked).get((), {})
    for place, code in zip(st.columns(len(LEAD_TIMES), gap="large"), LEAD_TIMES, strict=True):
        with place:
            _wait(actor, told, code, found.get(code))


def _wait(actor: Actor, told: Course, code: str, lead: Lead | None) -> None:
    one = LEAD_TIMES[code]
    if lead is None or lead.n < LEAST:
        chart(one.label, _few(lead), {}, (), (), about=one.sentence)
        return
    several = list(binned(lead))
    names = [each.name for each in several]
    hover = [f"{each.n:,} within {each.name} days" for each in several]
    data: list[Trace] = [bars(names, [each.n for each in several], hover=hover)]
    layout = {
        "bargap": 0.08,
        "xaxis": {"type": "category", "tickangle": 0, "nticks": 6, "title": {"text": "days", "standoff": 16}},
        "shapes": [_mark(several, lead.median, AMOUNT, HIGHER), _mark(several, lead.p90, GREY, 1)],
        "annotations": [
            _word(several, lead.median, "half", AMOUNT, HIGHER),
            _word(several, lead.p90, "nine of ten", GREY, 1),
        ],
        "margin": {"l": 4, "r": 8, "t": 44, "b": 4},
    }
    waiting = Led(lead.waiting, behind(actor, told.asked, one.waiting))
    rows: list[tuple[Shown, ...]] = [(each.name, each.n) for each in several]
    rows.append(("Still waiting", waiting))
    figure = {"data": data, "layout": layout}
    chart(one.label, _sentence(lead), figure, ("Days", "Referrals"), rows, about=one.sentence)


def binned(lead: Lead) -> Iterator[Bin]:
    """Bars of equal width up to where few are left; those beyond stand together in the last one."""
    days = dict(zip(lead.days.values, lead.days.counts, strict=True))
    far = max(lead.days.rank(0.97) or 0, 4)
    width = next((width for width in WIDTHS if far < width * BARS), WIDTHS[-1])
    count = min(far // width + 1, BARS)
    for place in range(count):
        since, until = place * width, (place + 1) * width - 1
        yield Bin(since, until, sum(n for day, n in days.items() if since <= day <= until))
    if beyond := sum(n for day, n in days.items() if day >= count * width):
        yield Bin(count * width, None, beyond)


def _place(several: list[Bin], days: int | None) -> float:
    """Where on the axis so many days are, counted in bars."""
    for place, each in enumerate(several):
        if each.until is None or (days or 0) <= each.until:
            return place
    return len(several) - 1


def _mark(several: list[Bin], days: int | None, colour: str, top: float) -> Trace:
    at = _place(several, days)
    drawn = {"color": colour, "width": 1.5, "dash": "dot"}
    return {"type": "line", "xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": top, "line": drawn}


def _word(several: list[Bin], days: int | None, word: str, colour: str, top: float) -> Trace:
    font = {"color": colour, "size": 12}
    at = _place(several, days)
    anchor = "right" if at > len(several) * 0.6 else "left"
    return {
        "text": f"{word}: {days}", "x": at, "y": top, "xref": "x", "yref": "paper", "xanchor": anchor,
        "yanchor": "bottom", "showarrow": False, "font": font,
    }  # fmt: skip


def _sentence(lead: Lead) -> str:
    half, most = _days(lead.median), _days(lead.p90)
    return f"Half within {half}, nine of ten within {most}, of {lead.n:,}; {_still(lead)}."


def _still(lead: Lead) -> str:
    whole = lead.n + lead.waiting
    if not lead.waiting:
        return "nobody waits still"
    if whole < LEAST:
        return f"{lead.waiting} still {'waits' if lead.waiting == 1 else 'wait'}"
    share = 100 * lead.waiting / whole
    return f"{f'{share:.0f}' if share >= 1 else 'under 1'} % still wait"


def _days(days: int | None) -> str:
    return {0: "the same day", 1: "a day"}.get(days or 0, f"{days} days")


def _few(lead: Lead | None) -> str:
    """Too few for a distribution."""
    if lead is None or not lead.n + lead.waiting:
        return "There is nobody to tell of."
    if not lead.n:
        return f"None came there yet; {lead.waiting:,} still {'waits' if lead.waiting == 1 else 'wait'}."
    first, last = lead.days.values[0], lead.days.values[-1]
    after = _days(last) if first == last else f"{first} to {last} days"
    return f"Only {lead.n:,} came there, after {after}; {_still(lead)}."
