"""The logo, in letters that can be read on a light or a dark ground."""

from pathlib import Path

import streamlit as st

STATIC = Path(__file__).parent.parent / "static"
ICON = str(STATIC / "icon.svg")


def logo() -> str:
    """The file for the theme this person looks at."""
    return str(STATIC / ("logo-dark.svg" if st.context.theme.type == "dark" else "logo.svg"))
