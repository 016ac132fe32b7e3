"""A field that finds a patient or a practice while somebody types, and offers to add who is not found."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from pages.parts.sheet import Sheet
from pages.parts.style import BADGES

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a finder looks for: `of` is the route below /api/find, `add` offers a new one.

    `nothing` says what else to try where nothing is found, `unsettled` what to do with text that nothing came of.
    """

    of: str
    icon: str
    placeholder: str
    nothing: str
    unsettled: str
    add: str = ""
    added: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen; `id` is None for somebody new, whose title is what was typed."""

    id: int | None
    title: str
    detail: str = ""
    adds: bool = False


PATIENT = Wanted(
    "patients",
    "person",
    "Name, date of birth, NHS number or telephone",
    "Try fewer letters, a date of birth or a telephone number.",
    "Nobody is chosen yet: type on and choose from the list, or add a new patient there.",
    "Add new patient",
    "New patient",
)
PRACTICE = Wanted(
    "providers",
    "home_health",
    "Name, town or postcode",
    "Try its town or its postcode.",
    "No practice is chosen yet: type on and choose from the list, or add it there.",
    "Add new practice",
    "New practice",
)

FINDER = st.components.v2.component(
    "finder",
    html=(HERE / "finder.html").read_text(),
    css=BADGES + (HERE / "finder.css").read_text(),
    js=(HERE / "finder.js").read_text(),
)


def finder(sheet: Sheet, field: str, label: str, wanted: Wanted, *, first: bool = False) -> Choice | None:
    """Draw it on a sheet; what is chosen now, if anything. `first` puts the cursor here when the page opens."""
    chosen = choice(sheet.noted(field))
    data = {"label": label, "first": first, "chosen": asdict(chosen) if chosen else None, **asdict(wanted)}
    FINDER(data=data, key=sheet.key(field), on_chosen_change=sheet.noting(field, "chosen"))
    return chosen


def choice(given: Any) -> Choice | None:
    """What a browser says was chosen, read with care."""
    if not isinstance(given, dict) or not isinstance(given.get("title"), str):
        return None
    key = given.get("id")
    adds = key is None and bool(given.get("adds"))
    if not adds and not isinstance(key, int):
        return None
    return Choice(key, given["title"][:200], str(given.get("detail") or "")[:200], adds)
