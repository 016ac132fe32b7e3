"""Explore: any figure, split one way or two, as a chart and a table; what somebody comes back to is kept as a look."""

from functools import partial

import streamlit as st

from core import insight
from core.access import Actor
from core.insight import CHOICES, SPLITS, Exploration
from pages.parts.explored import explored
from pages.parts.filters import Field
from pages.parts.head import head
from pages.parts.insight_line import insight_line
from pages.parts.look_menu import beside, keep_look
from pages.parts.viewer import viewer

USUAL = Exploration.read({})
FIGURES = sorted((figure.label, code) for code, figure in CHOICES.items() if code != USUAL.what)
WAYS = [(code, f"y {name.lower()}") for code, name in SPLITS.items()]
OWN = [
    Field("what", "Figure", "span", {"": USUAL.figure.label} | {code: label for label, code in FIGURES}),
    Field("by", "Split", "span", {"" if code == USUAL.by else code: f"B{way}" for code, way in WAYS}),
    Field(
        "also",
        "And",
        "span",
        choices={"": "Split once"} | {code: f"And b{way}" for code, way in WAYS if code != USUAL.by},
    ),
]


def page(actor: Actor) -> None:
    """What the address asks for; the same address is what is kept and shared."""
    here, looks = Exploration.read(st.query_params.to_dict()), insight.looks(actor)
    now = next((look for look in looks if look.exploration == here), None)
    pressed = head(
        now.name if now else "Explore",
        f"{here.spoken}, {here.asked.spoken}",
        action="" if now else "Keep this look",
        icon=":material/bookmark_add:",
        beside=partial(beside, actor, here, looks, now),
    )
    insight_line(actor, *OWN, providers=True)
    explored(actor, here)
    if pressed:
        keep_look(actor, here, looks)


page(viewer())
