"""Rules as a list of sentences, in their order: each opens, is switched on and off, and moves up and down."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

from pages.parts.style import BADGES, OPENS

HERE = Path(__file__).parent
What = Literal["on", "off", "up", "down"]


@dataclass(frozen=True, slots=True)
class Line:
    """One rule. `when` is the first half of its sentence, `then` the rest; `may` says whether this person may switch
    and move it, `note` what else there is to say, `tone` how pressing that is."""

    id: int
    href: str
    label: str
    when: str
    then: str
    mark: str
    count: str
    on: bool
    may: bool
    note: str = ""
    tone: str = "grey"
    steps: tuple[Literal["up", "down"], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Rules that wait for the same sort of thing."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to become of which rule."""

    id: int
    what: What


LIST = st.components.v2.component(
    "rule_list",
    html='<div class="root"></div>',
    css=BADGES + OPENS + (HERE / "list.css").read_text(),
    js=(HERE / "list.js").read_text(),
)


def rule_list(groups: Sequence[Group]) -> Asked | None:
    """Draw them; answers what somebody pressed, if anything."""
    pressed = LIST(
        data={"groups": [asdict(group) for group in groups]}, key="rules", on_pressed_change=_nothing
    ).pressed
    lines = {line.id: line for group in groups for line in group.lines if line.may}
    if not isinstance(pressed, dict) or pressed.get("id") not in lines:
        return None
    line = lines[pressed["id"]]
    open_to = {"off" if line.on else "on", *line.steps}
    return Asked(line.id, pressed["what"]) if pressed.get("what") in open_to else None


def _nothing() -> None:
    """Streamlit keeps a trigger only for those who name a callback."""
