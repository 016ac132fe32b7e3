"""The few rules of looks that Streamlit's theme has no setting for."""

from pathlib import Path

import streamlit as st

from pages.parts.links import follow_links

HERE = Path(__file__).parent
BADGES = (HERE / "badges.css").read_text()
OPENS = (HERE / "opens.css").read_text()
SHEET = f"<style>{BADGES}{(HERE / 'style.css').read_text()}</style>"


def dress() -> None:
    """Lay the style sheet over the page and make its links quick; neither takes room."""
    st.html(SHEET)
    follow_links()
