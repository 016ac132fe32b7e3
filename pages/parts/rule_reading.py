"""A rule to read, for who may not change it: its sentence, and whether it holds at one's own sites."""

import streamlit as st

from core.access import Actor
from core.rule.listing import Standing
from pages.parts.rule_sites import sites
from pages.parts.rule_words import spoken
from pages.parts.rule_workshop import CSS

WHOSE = (
    "This rule is the whole group’s: who manages every site changes it. "
    "You can switch it off at your own sites, or copy it and make one of your own."
)


def reading(actor: Actor, one: Standing) -> None:
    """Draw it."""
    st.html(CSS)
    with st.container(key="rule-read"):
        if one.sentence:
            spoken(one.sentence)
        st.html(f'<p class="quiet">{WHOSE}</p>')
        sites(actor, one)
