"""The one table of the house: rows that open something, a list of cards where there is little room."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from pages.parts.style import BADGES, OPENS

HERE = Path(__file__).parent
Look = Literal["text", "long", "lines", "badge", "when", "number", "person", "bar", "trend"]
Place = Literal["title", "corner", "line", "foot", "nowhere"]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, how its cells look, and where they stand on a card; the title is what opens the row."""

    title: str
    look: Look = "text"
    place: Place = "line"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: shown as it is, never as markup. `mark` is a small badge behind the text.

    `amounts` are drawn beside it: of a bar how long it is, as a share of the longest there can be, and where on it a
    line marks what it is held against; of a trend the shares of one month after the other, None where there is none.
    """

    text: str
    under: str = ""
    tone: str = ""
    mark: str = ""
    mark_tone: str = "grey"
    hover: str = ""
    href: str = ""
    amounts: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """A button on a row: it opens `href`, or answers its name to the page."""

    label: str
    name: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing; `group` is the heading it stands under among cards."""

    id: int
    cells: tuple[Cell, ...]
    href: str = ""
    group: str = ""
    actions: tuple[Action, ...] = ()
    chosen: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True)
class Empty:
    """What is said where nothing is, and the first step out of it."""

    says: str
    does: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The button that somebody pressed, and on which row."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Choose:
    """Rows can be chosen, to do with them what `label` says; `whole` are all that the list has, on every page.

    `heard` is called when somebody asks for it; what was chosen is then read with `picked`.
    """

    label: str
    whole: int
    heard: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Picked:
    """The rows that somebody chose, each with the version they saw, or that they mean all of the list."""

    rows: tuple[tuple[int, int], ...]
    all: bool


SHEETS = ("table.css", "amounts.css", "cards.css", "choose.css")
SHEET = BADGES + OPENS + "".join((HERE / name).read_text() for name in SHEETS)
TABLE = st.components.v2.component(
    "table",
    html='<div class="root"></div><div class="status hidden" role="status"></div>',
    css=SHEET,
    js="".join((HERE / name).read_text() for name in ("choose.js", "amounts.js", "table.js")),
)


def table(
    label: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    empty: Empty,
    *,
    groups: Sequence[str] = (),
    footer: Sequence[tuple[str, str]] = (),
    note: str = "",
    cards: bool = False,
    choose: Choose | None = None,
    key: str = "table",
) -> Asked | None:
    """Draw it; answers the button pressed on a row, if any.

    `groups` are the headings of cards in their order, `footer` holds links (label, address); `cards` draws cards at
    any width.
    """
    data = {
        "label": label,
        "columns": [asdict(column) for column in columns],
        "rows": [asdict(row) for row in rows],
        "groups": list(groups),
        "empty": asdict(empty),
        "footer": list(footer),
        "note": note,
        "cards": cards,
        "choose": {"label": choose.label, "whole": choose.whole} if choose else None,
    }
    heard = choose.heard if choose else _nothing
    pressed = TABLE(data=data, key=key, on_pressed_change=_nothing, on_picked_change=heard).pressed
    known = {(row.id, action.name) for row in rows for action in row.actions}
    asked = (pressed.get("id"), pressed.get("name")) if isinstance(pressed, dict) else None
    return Asked(*asked) if asked in known else None


def picked(given: Any) -> Picked | None:
    """What a browser says was chosen, read with care."""
    if not isinstance(given, dict) or not isinstance(given.get("rows"), list):
        return None
    rows = [tuple(one) for one in given["rows"] if isinstance(one, list) and [type(n) for n in one] == [int, int]]
    return Picked(tuple(rows), given.get("all") is True)


def _nothing() -> None:
    """Streamlit keeps a trigger only for those who name a callback."""
