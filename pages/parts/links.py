"""Addresses of pages: `<a data-go href=…>` opens one without a reload, a middle click in a new tab."""

from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

FOLLOW = st.components.v2.component("links", js=Path(__file__).with_suffix(".js").read_text())


def to(page: str, **query: object) -> str:
    """The address of a page with what it is asked for; empty values are left out."""
    asked = urlencode({name: value for name, value in query.items() if value not in (None, "")})
    return f"/{page}?{asked}" if asked else f"/{page}"


def follow_links() -> None:
    """Make the page's own links quick; it takes no room."""
    FOLLOW(key="links", height=1)
