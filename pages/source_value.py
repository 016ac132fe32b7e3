"""Source value: what completed work was worth by where its patients came from, and what campaigns gave."""

import streamlit as st

from core import insight
from core.access import Actor, Permission
from pages.parts.campaign_form import new_campaign
from pages.parts.campaign_list import campaign_list
from pages.parts.head import head
from pages.parts.insight_line import insight_line
from pages.parts.viewer import viewer
from pages.parts.worth import Worth, by_month, by_site, by_source

ABOUT = "What completed work was worth, by where its patients came from, and what campaigns gave for their cost"


def page(actor: Actor) -> None:
    """By source and by month side by side, by site where there are several, then the campaigns."""
    edits = actor.may(Permission.CAMPAIGN_EDIT)
    added = head("Source value", ABOUT, action="Add a campaign" if edits else "", icon=":material/add:")
    found = Worth.found(actor, insight_line(actor, providers=True))
    left, right = st.columns(2, gap="large")
    with left:
        by_source(found)
    with right:
        by_month(found)
    campaign_list(actor, insight.returns(actor))
    by_site(found)
    if added:
        new_campaign(actor)


page(viewer())
