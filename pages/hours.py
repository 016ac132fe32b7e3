"""Opening hours: each site's week and the days on which it is closed, by which all deadlines are counted."""

import streamlit as st

from core import directory, sla
from core.access import Actor
from core.sla import SiteHours
from pages.parts.closed_days import closed_days
from pages.parts.filters import Field, Tab, chosen, filters
from pages.parts.head import head
from pages.parts.reckoning import reckoning
from pages.parts.viewer import viewer
from pages.parts.week_form import week_form


def page(actor: Actor) -> None:
    """One site at a time, chosen by the address."""
    sites = {site.id: site.name for site in directory.sites(actor)}
    head("Opening hours", "Deadlines and alerts count only the time in which a site is open")
    reckoning(actor)
    if not sites:
        st.text("You have no site to set hours for.")
        return
    first = next(iter(sites))
    tabs = [Tab("" if one == first else str(one), name) for one, name in sites.items()]
    now = chosen([Field("site", "Site", choices={tab.code: tab.label for tab in tabs})])
    if len(sites) > 1:
        filters([], now, tabs, tab="site")
    _site(actor, sla.hours_of(actor, int(now["site"] or first)))


def _site(actor: Actor, now: SiteHours) -> None:
    left, right = st.columns([2, 3], gap="large")
    with left:
        week_form(actor, now)
    with right:
        closed_days(actor, now)


page(viewer())
