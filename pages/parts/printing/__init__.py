"""A button that prints the page as it stands, without what a sheet of paper has no use for."""

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
PRINT = st.components.v2.component(
    "print",
    html='<button type="button"></button>',
    css=(HERE / "button.css").read_text(),
    js=(HERE / "button.js").read_text(),
)


def print_button(label: str) -> None:
    """Draw it."""
    st.html(HERE / "paper.css")
    PRINT(data={"label": label}, key="print", width="content")
