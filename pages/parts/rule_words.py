"""Rules in words: what a rule is, how it stands, and its sentence in its three parts."""

from html import escape

import streamlit as st

from core.rule.listing import Standing
from core.rule.sentence import Sentence


def mark(one: Standing) -> str:
    """Whose it is."""
    if not one.shipped:
        return "our own"
    return "shipped, changed here" if one.edited else "shipped"


def stands(one: Standing) -> str:
    """Whose it is, whether it is on, and how often it acted."""
    off = f", off at {len(one.off_sites)} {'site' if len(one.off_sites) == 1 else 'sites'}" if one.off_sites else ""
    acted = f"acted {one.fired:,} {'time' if one.fired == 1 else 'times'} in 30 days"
    whose = mark(one)
    return f"{whose[0].upper()}{whose[1:]} · switched {'on' if one.enabled else 'off'}{off} · {acted}"


def spoken(said: Sentence, title: str = "") -> None:
    """The whole sentence, what it waits for in bold; read aloud anew whenever it changes."""
    head = f"<small>{escape(title)}</small>" if title else ""
    st.html(f'<p class="sentence" aria-live="polite">{head}<b>{escape(said.when)}</b>{escape(said.rest)}</p>')
