"""How right the list was: one plain sentence, a small chart beside the rule of age, and the same as a table."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

from core import clock, guardian
from core.access import Actor
from core.guardian import LATELY, Night, Week
from core.settings import settings
from pages.parts.table import Cell, Column, Empty, Row, table

CSS = Path(__file__).with_suffix(".css")
HIGH, FEW = 220, 5
TEAL, GREY = "#1A8F85", "#7A8790"
"""Both can be told from a white and from a dark ground."""
SOON = "Forecasts of today are judged in four weeks, when it is known what became of them."


def judged(actor: Actor, night: Night | None, site_id: int | None = None) -> None:
    """Draw it for the actor's sites or one of them."""
    st.html(CSS)
    weeks = guardian.weeks(actor, site_id)
    st.header("How right it was", anchor=False)
    if not sum(week.listed for week in weeks):
        st.html(
            f'<p class="judged">{escape(SOON if night and not night.lacks else "There is nothing to judge yet.")}</p>'
        )
        return
    st.html(f'<p class="judged">{escape(_sentence(weeks[-LATELY:]))}</p>')
    st.plotly_chart(_chart(weeks), width="stretch", config={"displayModeBar": False, "staticPlot": True})
    with st.expander("The same as a table"):
        _table(weeks)
    if night:
        st.html(f'<p class="judged small">{escape(_learned(night))}</p>')


def _sentence(weeks: Sequence[Week]) -> str:
    """Of those that stood highest, how many stalled, and how many the plain rule would have found."""
    listed, caught, by_age = (sum(getattr(week, name) for week in weeks) for name in ("listed", "caught", "by_age"))
    until = clock.spoken_day(weeks[-1].made_on)
    span = f"Over the {len(weeks)} weeks until {until}" if len(weeks) > 1 else f"On {until}"
    lead = "Looking back, knowing only what was known then: over" if weeks[-1].looked_back else ""
    span = span.replace("Over", lead, 1) if lead else span
    stalled = f"{caught} of the {listed} at the top of the list did stall"
    return f"{span}, {stalled}. In the order of age it would have been {by_age}."


def _chart(weeks: Sequence[Week]) -> go.Figure:
    """Of each week's list, how many in a hundred stalled; the plain rule as a thin line."""
    on = [f"{week.made_on.day} {week.made_on:%b}" for week in weeks]
    own = [100 * week.caught / week.listed for week in weeks]
    age = [100 * week.by_age / week.listed for week in weeks]
    figure = go.Figure(
        [
            go.Bar(x=on, y=own, marker_color=TEAL, width=0.62),
            go.Scatter(x=on, y=age, mode="lines+markers", line={"color": GREY, "width": 1.5}, marker={"size": 4}),
        ]
    )
    figure.update_layout(
        height=HIGH, margin={"l": 4, "r": 4, "t": 28, "b": 4}, showlegend=False, bargap=0.3,
        yaxis={"rangemode": "tozero", "ticksuffix": " %", "nticks": 4, "fixedrange": True},
        xaxis={"tickangle": 0, "nticks": 4, "fixedrange": True},
    )  # fmt: skip
    _label(figure, 0.0, "This list", TEAL)
    _label(figure, 0.3, "In order of age", GREY)
    return figure


def _label(figure: go.Figure, x: float, words: str, colour: str) -> None:
    figure.add_annotation(
        text=words, x=x, y=1.16, xref="paper", yref="paper", xanchor="left", showarrow=False, font={"color": colour}
    )


def _table(weeks: Sequence[Week]) -> None:
    numbers = ("Listed", "Stalled", "By age")
    rows = [
        Row(n, (Cell(clock.spoken_day(week.made_on)), *map(Cell, map(str, (week.listed, week.caught, week.by_age)))))
        for n, week in enumerate(reversed(weeks))
    ]
    columns = [Column("Week of", place="title"), *(Column(name, "number", "foot") for name in numbers)]
    table("How right the list was", columns, rows, Empty(""), key="judged")


def _learned(night: Night) -> str:
    at = clock.spoken(night.made_at, settings().time_zone.key)
    return (
        f"Learned {at} from {night.referrals:,} referrals of the whole group. Counted are waits, deadlines, steps and "
        "how it went before at places; never a patient’s age, sex, name or needs."
    )
