"""A text to type, with the words that it may speak of as buttons: it is told while somebody types."""

from collections.abc import Mapping, Sequence
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
    """Draw the editor of a text; `reads` where it may only be read."""
    words = [] if reads else _words(place)
    editor(sheet, draft, wrong, full=place.form is Form.FULL, words=words, reads=reads)


def editor(
    sheet: Sheet,
    draft: Draft,
    wrong: Mapping[str, str],
    *,
    full: bool,
    words: Sequence[Mapping[str, Any]] = (),
    reads: bool = False,
) -> None:
    """The same for any words; `full` where they have a subject. What is put in by us stands in it after `put_in`."""
    data = {
        "of": f"{sheet.key('of')}-{sheet.noted('put_in', 0)}",
        "headline": draft.headline,
        "body": draft.body,
        "full": full,
        "words": list(words),
        "wrong": dict(wrong),
        "reads": reads,
    }
    WORDING(data=data, key=sheet.key("wording"), on_draft_change=sheet.noting("wording", "draft"))


def put_in(sheet: Sheet, draft: Draft) -> None:
    """Let the editor hold these words from now on."""
    sheet.note("wording", {"headline": draft.headline, "body": draft.body})
    sheet.note("put_in", sheet.noted("put_in", 0) + 1)


def _words(place: Place) -> list[dict[str, Any]]:
    """Those that may be spoken of, in the order of the list."""
    purpose = place.purpose
    return [
        {"name": name, "label": word.label, "sure": name in purpose.always, "card": word.clinical}
        for name, word in WORDS.items()
        if name in purpose.words
    ]
