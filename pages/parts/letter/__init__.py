"""A letter exactly as it left: its HTML in a frame that runs nothing, fetches nothing and knows nothing of the page."""

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
LETTER = st.components.v2.component(
    "letter",
    css=(HERE / "letter.css").read_text(),
    js=(HERE / "letter.js").read_text(),
)


def letter(html: str, label: str) -> None:
    """Draw the HTML of a letter, as tall as it is."""
    LETTER(data={"html": html, "label": label}, key="letter")
