"""Provider scorecard: practices outside as we deal with them, both ways, one by itself, and whom to call this week."""

import streamlit as st

from core import insight
from core.access import Actor
from pages.parts.calling import calling
from pages.parts.filters import Field, Tab, chosen
from pages.parts.head import head
from pages.parts.insight_line import insight_line
from pages.parts.practice import practice
from pages.parts.score_table import SIDES, score_table
from pages.parts.viewer import viewer

ABOUT = "Practices outside as we deal with them: what goes to and fro, what becomes of it, and who keeps in touch"
VIEWS = {"": "They refer to us", "to": "We refer to them", "call": "Call this week"}
TABS = [Tab(code, label) for code, label in VIEWS.items()]
VIEW = Field("view", "View", choices=VIEWS)


def page(actor: Actor) -> None:
    """One practice when the address names it, whom to call, or all of them one way."""
    if st.query_params.get("provider"):
        practice(actor)
        return
    head("Provider scorecard", ABOUT)
    view = chosen([VIEW])["view"]
    if view == "call":
        calling(actor, TABS)
        return
    by = Field("by", "In order of", "span", {code: label for code, (label, _) in SIDES[view].orders.items()})
    asked = insight_line(actor, by, VIEW, without=("compare", "direction"), tabs=TABS)
    score_table(actor, insight.scorecard(actor, asked), asked, view, chosen([by])["by"])


page(viewer())
