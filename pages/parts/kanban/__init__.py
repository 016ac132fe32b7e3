"""A board of cards: dragged with a mouse or a finger, moved with the keyboard, told to who cannot see it.

Where there is little room it is a list by stage. A move is only asked for here; the page has it checked and done.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from pages.parts.style import BADGES, OPENS

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Tile:
    """One card: shown as it is, never as markup. `to` names the lanes it may go to."""

    id: int
    version: int
    href: str
    title: str
    about: str
    other: str
    person: str
    when: str
    when_tone: str
    when_hover: str
    badge: str
    badge_tone: str
    tasks: str
    tasks_tone: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """A column; `whole` counts all that stand there, `more` is where they are listed. One that is only a way to go
    stands below the board while a card is carried."""

    code: str
    label: str
    tone: str
    whole: int = 0
    tiles: tuple[Tile, ...] = ()
    more: str = ""
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A card that somebody let go over a lane, as it was when they saw it."""

    id: int
    to: str
    version: int


KANBAN = st.components.v2.component(
    "kanban",
    html=(HERE / "kanban.html").read_text(),
    css=BADGES + OPENS + "".join((HERE / name).read_text() for name in ("kanban.css", "carry.css")),
    js="".join((HERE / name).read_text() for name in ("tiles.js", "carry.js", "kanban.js")),
)


def kanban(label: str, lanes: Sequence[Lane], turn: int, key: str, heard: Callable[[], None]) -> None:
    """Draw it; `heard` is called when a card was let go. A new `turn` puts every card back where it stands."""
    KANBAN(
        data={"label": label, "lanes": [asdict(lane) for lane in lanes], "turn": turn}, key=key, on_moved_change=heard
    )


def moved(given: Any) -> Moved | None:
    """What a browser says was moved, read with care."""
    if not isinstance(given, dict) or not isinstance(given.get("to"), str):
        return None
    numbers = given.get("id"), given.get("version")
    return Moved(numbers[0], given["to"], numbers[1]) if all(type(n) is int for n in numbers) else None
