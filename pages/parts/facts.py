"""Names and what stands behind them: stored text shown as it is."""

from html import escape
from pathlib import Path

import streamlit as st

CSS = Path(__file__).with_suffix(".css")


def facts(*pairs: tuple[str, str]) -> None:
    """Draw them in the order given; what is empty is left out."""
    st.html(CSS)
    rows = (f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in pairs if text)
    st.html(f'<dl class="facts">{"".join(rows)}</dl>')
