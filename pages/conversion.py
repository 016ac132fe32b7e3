"""Conversion: how far referrals came, month by month, where it differs, how long it took, and who was lost."""

import streamlit as st

from core import insight
from core.access import Actor
from core.insight.leakage import days_asked
from pages.parts.differs import FIGURES, SPLITS, differs
from pages.parts.funnel import funnel
from pages.parts.glance import glance
from pages.parts.head import head
from pages.parts.insight_line import insight_line
from pages.parts.leaks import leaks
from pages.parts.mix import mix
from pages.parts.trend import reached, received
from pages.parts.viewer import viewer
from pages.parts.waits import waits

CARRIED = ("split", "figure", "days")
"""What the parts of the page ask for, besides the line."""


def page(actor: Actor) -> None:
    """The funnel first, then how it changes, where it differs, how long it takes, and what is lost."""
    head("Conversion", "How far referrals came, where it differs, how long it took, and who was lost on the way")
    asked = insight_line(actor, providers=True, carry=CARRIED)
    told = insight.course(actor, asked)
    left, right = st.columns([10, 3], gap="large")
    with left:
        funnel(actor, told)
    with right:
        glance(actor, told)
    if len(told.now) > 1:
        left, right = st.columns(2, gap="large")
        with left:
            received(actor, told)
        with right:
            reached(actor, told)
    query = st.query_params
    kept = {name: query[name] for name in CARRIED if name in query}
    differs(actor, told, _known(query.get("split", ""), tuple(SPLITS)), _known(query.get("figure", ""), FIGURES))
    waits(actor, told)
    left, right = st.columns(2, gap="large")
    with left:
        mix(actor, asked)
    with right:
        leaks(actor, asked, days_asked(query.get("days", "")), kept)


def _known(asked: str, known: tuple[str, ...]) -> str:
    return asked if asked in known else known[0]


page(viewer())
