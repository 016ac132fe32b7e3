"""A text to type, with the words that it may speak of as buttons: it is told while somebody types."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from core.text.draft import Draft
from core.text.form import Form
from core.text.place import Place
from core.text.words import WORDS
from pages.parts.sheet import Sheet

HERE = Path(__file__).parent
WORDING = st.components.v2.component(
    "wording", **{kind: (HERE / f"wording.{kind}").read_text() for kind in ("html", "css", "js")}
)
LONGEST = 10_000


def typed(sheet: Sheet, begins: Draft) -> Draft:
    """What stands in the editor now."""
    given = sheet.noted("wording")
    if not isinstance(given, dict):
        return begins
    parts = (given.get("headline"), given.get("body"))
    return Draft(*(part[:LONGEST] if isinstance(part, str) else "" for part in parts))


def wording(sheet: Sheet, place: Place, draft: Draft, wrong: Mapping[str, str], *, reads: bool) -> None:
    """Draw the editor; `reads` where it may only be read."""
    data = {
        "of": sheet.key("of"),
        "headline": draft.headline,
        "body": draft.body,
        "full": place.form is Form.FULL,
        "words": [] if reads else _words(place),
        "wrong": dict(wrong),
        "reads": reads,
    }
    WORDING(data=data, key=sheet.key("wording"), on_draft_change=sheet.noting("wording", "draft"))


def _words(place: Place) -> list[dict[str, Any]]:
    """Those that may be spoken of, in the order of the list."""
    purpose = place.purpose
    return [
        {"name": name, "label": word.label, "sure": name in purpose.always, "card": word.clinical}
        for name, word in WORDS.items()
        if name in purpose.words
    ]
