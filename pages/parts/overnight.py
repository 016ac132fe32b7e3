"""What rules did while nobody looked: how often each, the busiest first, with the way to it."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from core.rule.why import Lately
from pages.parts.links import to

CSS = Path(__file__).with_suffix(".css")
SHOWN = 5


def overnight(several: Sequence[Lately], *, opens: bool) -> None:
    """Draw the busiest; their names lead to the rule for those who may look at rules."""
    if not several:
        st.text("Nothing. What rules do by themselves will stand here.")
        return
    st.html(CSS)
    others = several[SHOWN:]
    more = f"<li><b>{sum(one.times for one in others):,}</b> {len(others)} other rules</li>" if others else ""
    lines = "".join(_line(one, opens=opens) for one in several[:SHOWN])
    st.html(f'<ul class="counted">{lines}{more}</ul>')


def _line(one: Lately, *, opens: bool) -> str:
    name = escape(one.label)
    name = f'<a data-go href="{escape(to("rules", id=one.rule_id))}">{name}</a>' if opens else name
    return f"<li><b>{one.times:,}</b> {name}</li>"
