"""The one table of the house: rows that open something, a list of cards where there is little room."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

from pages.parts.style import BADGES

HERE = Path(__file__).parent
Look = Literal["text", "badge", "when", "number", "person"]
Place = Literal["title", "corner", "line", "foot", "nowhere"]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, how its cells look, and where they stand on a card; the title is what opens the row."""

    title: str
    look: Look = "text"
    place: Place = "line"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: shown as it is, never as markup. `mark` is a small badge behind the text."""

    text: str
    under: str = ""
    tone: str = ""
    mark: str = ""
    mark_tone: str = "grey"
    hover: str = ""


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


SHEET = BADGES + (HERE / "table.css").read_text() + (HERE / "cards.css").read_text()
TABLE = st.components.v2.component(
    "table",
    html='<div class="root"></div><div class="status hidden" role="status"></div>',
    css=SHEET,
    js=(HERE / "table.js").read_text(),
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
    }
    pressed = TABLE(data=data, key=key, on_pressed_change=_nothing).pressed
    known = {(row.id, action.name) for row in rows for action in row.actions}
    asked = (pressed.get("id"), pressed.get("name")) if isinstance(pressed, dict) else None
    return Asked(*asked) if asked in known else None


def _nothing() -> None:
    """Streamlit keeps a trigger only for those who name a callback."""
