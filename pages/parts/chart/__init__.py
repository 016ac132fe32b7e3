"""A chart of the house: what it shows in a sentence, the figure, and beside it its table, file and address."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st
from plotly.basedatatypes import BaseFigure

from core.sheet import guarded

HERE = Path(__file__).parent
CSS = f"<style>{(HERE / 'chart.css').read_text()}</style>"
FOOT = st.components.v2.component(
    "chart_foot",
    html='<div class="foot"></div>',
    css=(HERE / "foot.css").read_text(),
    js=(HERE / "foot.js").read_text(),
)
LOW, HIGH = 220, 300
_HOUSE: dict[str, Any] = {
    "template": {"layout": {}},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "margin": {"l": 4, "r": 12, "t": 16, "b": 4},
    "showlegend": False,
    "bargap": 0.3,
    "dragmode": False,
    "hovermode": "closest",
}
_AXIS: dict[str, Any] = {"fixedrange": True, "automargin": True}
_AMOUNTS: dict[str, Any] = {"rangemode": "tozero", "nticks": 5}
_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}


@dataclass(frozen=True, slots=True)
class Led:
    """A number in a chart's table that leads to what is behind it."""

    shown: object
    href: str


Shown = str | int | float | Led | None


class Drawn(BaseFigure):
    """A figure as it stands. Plotly would check every property of it anew, which costs more than all the rest."""

    def __init__(self, data: list[Any], layout: dict[str, Any]) -> None:
        self._whole = {"data": data, "layout": layout}

    def to_dict(self) -> dict[str, Any]:
        """What the browser is given."""
        return self._whole


def chart(
    title: str,
    says: str,
    figure: dict[str, Any],
    columns: Sequence[str],
    rows: Sequence[Sequence[Shown]],
    *,
    about: str = "",
    height: int = LOW,
) -> None:
    """Draw it under its title; `about` is what stands behind an (i) beside it.

    A point of the figure whose `customdata` is an address leads there. The table has the same numbers, its first
    column names the rows. Where there are no rows only the sentence stands.
    """
    name = slug(title)
    with st.container(key=f"chart-{name}", gap="small"):
        titled(title, says, about)
        if not rows:
            return
        st.plotly_chart(_dressed(figure, height), key=f"figure-{name}", config=_CONFIG, alt=f"{title}. {says}")
        FOOT(data=_foot(name, title, columns, rows), key=f"foot-{name}")


def titled(title: str, says: str = "", about: str = "") -> None:
    """The heading of a part of an insight page, and what it says in a sentence."""
    told = f"<p>{escape(says)}</p>" if says else ""
    st.html(
        f'{CSS}<header class="part" id="{slug(title)}"><h2>{escape(title)}{explained(title, about)}</h2>{told}</header>'
    )


def explained(what: str, sentence: str) -> str:
    """The (i) beside a figure, as markup: a definition that opens by click or key."""
    if not sentence:
        return ""
    label = escape(f"What “{what}” means")
    return (
        f'<details class="about" name="about"><summary aria-label="{label}" title="{label}">'
        f'<span class="icon" aria-hidden="true" translate="no">info</span></summary><p>{escape(sentence)}</p></details>'
    )


def tabled(title: str, columns: Sequence[str], rows: Sequence[Sequence[Shown]]) -> None:
    """The same row of table, file and address, beside something that is drawn without plotly."""
    FOOT(data=_foot(slug(title), title, columns, rows), key=f"foot-{slug(title)}")


def slug(title: str) -> str:
    """What a part is called in an address."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")


def _dressed(figure: dict[str, Any], height: int) -> Drawn:
    """The figure in the look of the house, where it does not say otherwise."""
    layout = {**_HOUSE, "height": height, **figure.get("layout", {})}
    for axis, usual in (("xaxis", _AXIS), ("yaxis", _AXIS | _AMOUNTS)):
        layout[axis] = usual | layout.get(axis, {})
    return Drawn(figure["data"], layout)


def _foot(name: str, title: str, columns: Sequence[str], rows: Sequence[Sequence[Shown]]) -> dict[str, Any]:
    cells = [[asdict(cell) if isinstance(cell, Led) else {"shown": cell, "href": ""} for cell in row] for row in rows]
    return {"name": name, "title": title, "columns": list(columns), "rows": cells, "csv": _csv(columns, rows)}


def _csv(columns: Sequence[str], rows: Sequence[Sequence[Shown]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue()


def _plain(cell: Shown) -> object:
    """What a file says: numbers as they are, and no text that a spreadsheet would take for a formula."""
    bare = cell.shown if isinstance(cell, Led) else cell
    return guarded(bare) if isinstance(bare, str) else "" if bare is None else bare
