"""Rules: what Baton does by itself, as sentences; one of them to look at, try out and change."""

import streamlit as st

from core.access import Actor
from pages.parts.links import number
from pages.parts.rule_card import card
from pages.parts.rule_new import new
from pages.parts.rule_overview import overview
from pages.parts.rule_text import import_rules
from pages.parts.viewer import viewer


def page(actor: Actor) -> None:
    """One rule when the address names it, a new one or a text of them when it says so, else all of them."""
    asked = st.query_params.get("id", "")
    if asked == "new":
        new(actor, number(st.query_params.get("like", "")))
    elif asked == "import":
        import_rules(actor)
    elif asked:
        card(actor, number(asked))
    else:
        overview(actor)


page(viewer())
