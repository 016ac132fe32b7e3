"""Intake: what arrived and is not yet a referral, beside its original, until somebody decides."""

import streamlit as st

from core import intake
from core.access import Actor
from pages.parts.arrival import arrival
from pages.parts.arrival_forms import FORMS
from pages.parts.flash import do
from pages.parts.head import head
from pages.parts.inbox import inbox
from pages.parts.links import number
from pages.parts.viewer import viewer


def page(actor: Actor) -> None:
    """The list, one arrival, or the form of something new, as the address says."""
    asked_for, adds = st.query_params.get("id", ""), st.query_params.get("add", "")
    if asked_for:
        found = do(intake.one, actor, number(asked_for), quiet=True)
        if found.result:
            arrival(actor, found.result)
        else:
            head("Intake", found.refused)
    elif adds in FORMS:
        FORMS[adds](actor)
    else:
        inbox(actor)


page(viewer())
