"""Providers: whom the group refers to, on which terms, how long it takes there, and who suits a request best."""

import streamlit as st

from core.access import Actor
from pages.parts.asks import asks_of_sites
from pages.parts.find_match import find_match
from pages.parts.interests import interests
from pages.parts.links import number
from pages.parts.provider_card import card
from pages.parts.provider_list import directory_list
from pages.parts.provider_views import views
from pages.parts.viewer import viewer

DRAWN = {"": directory_list, "match": find_match, "asks": asks_of_sites, "interests": interests}


def page(actor: Actor) -> None:
    """One practice when the address names it, else one of the views of the directory."""
    asked_for = st.query_params.get("id", "")
    if asked_for:
        card(actor, number(asked_for))
        return
    view = st.query_params.get("view", "")
    DRAWN[view if view in views(actor) else ""](actor)


page(viewer())
