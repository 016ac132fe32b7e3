"""Bottlenecks: what waits at which site and stage, how long it has stood there, and where it takes longest."""

from dataclasses import replace

import streamlit as st

from core import insight
from core.access import Actor
from pages.parts.ageing import ageing, moved
from pages.parts.filters import Field, chosen
from pages.parts.head import head
from pages.parts.insight_line import insight_line
from pages.parts.longest import longest
from pages.parts.site_map import site_map
from pages.parts.spots import ranked, spots, whole
from pages.parts.stage_heat import staying, waiting
from pages.parts.viewer import viewer

CELLS = Field(
    "cells",
    "In the cells",
    "switch",
    {"": "Waiting now", "stays": "Time at a stage"},
    {"": "hourglass_empty", "stays": "timelapse"},
)


def page(actor: Actor) -> None:
    """Where it waits, then at which stage, for how long, and which have waited longest."""
    head("Bottlenecks", "What waits now, how long it has stood there, and where it takes longest")
    asked = insight_line(actor, CELLS, providers=True, without=["compare"])
    everywhere = insight.waiting(actor, replace(asked, sites=frozenset()))
    here = {key: told for key, told in everywhere.items() if not asked.sites or key[0] in asked.sites}
    several = spots(actor, everywhere)
    whole(actor, asked, [one for one in several if not asked.sites or one.id in asked.sites])
    with st.container(key="places"):
        left, right = st.columns([5, 6], gap="large")
        with left:
            site_map(several, asked.sites)
        with right:
            ranked(actor, asked, several)
    (staying if chosen([CELLS])["cells"] else waiting)(actor, asked, here)
    left, right = st.columns(2, gap="large")
    with left:
        ageing(actor, asked, here.values())
    with right:
        moved(actor, asked, here)
    longest(actor, asked)


page(viewer())
