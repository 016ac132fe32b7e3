"""Patients: who they are, what became of their referrals, and which records may be of one person."""

import streamlit as st

from core.access import Actor
from pages.parts.links import number
from pages.parts.patient_card import card
from pages.parts.patient_doubles import queue
from pages.parts.patient_list import DOUBLES, patient_list
from pages.parts.patient_merge import side_by_side
from pages.parts.viewer import viewer

WITH = "with"
"""How an address names the record that is to be merged into the one it opens."""


def page(actor: Actor) -> None:
    """Two records when the address names two, one when it names one, else the list or the possible doubles."""
    one, other = (_number(st.query_params.get(name, "")) for name in ("id", WITH))
    if one is not None and other is not None:
        side_by_side(actor, one, other)
    elif one is not None:
        card(actor, one)
    elif st.query_params.get("view", "") == DOUBLES:
        queue(actor)
    else:
        patient_list(actor)


def _number(asked: str) -> int | None:
    """An id; a wrong one is nobody's."""
    return number(asked) if asked else None


page(viewer())
