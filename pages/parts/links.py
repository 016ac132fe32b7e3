"""Addresses of pages: `<a data-go href=…>` opens one without a reload, a middle click in a new tab."""

from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

LONGEST = 16
"""Digits that a record's number has fewer of: more than these no database could hold."""
FOLLOW = st.components.v2.component("links", js=Path(__file__).with_suffix(".js").read_text())


def to(page: str, **query: object) -> str:
    """The address of a page with what it is asked for; empty values are left out."""
    asked = urlencode({name: value for name, value in query.items() if value not in (None, "")})
    return f"/{page}?{asked}" if asked else f"/{page}"


def number(asked: str) -> int:
    """The number that an address names; nought, which no record has, where it names none."""
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < LONGEST else 0


def follow_links() -> None:
    """Make the page's own links quick; it takes no room."""
    FOLLOW(key="links", height=1)
