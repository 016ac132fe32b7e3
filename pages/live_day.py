"""Live day: today's visits and what waits, renewed by itself and large enough to be read from across a room."""

from dataclasses import replace
from datetime import timedelta

import streamlit as st

from core import clock, directory, referral
from core.access import Actor
from core.people.sessions import IDLE
from core.referral.diary import Wanted
from core.settings import settings
from pages.parts.attention import everybodys
from pages.parts.filters import Field, chosen, filters
from pages.parts.head import head
from pages.parts.links import number
from pages.parts.live_visits import live_visits
from pages.parts.sums import sums
from pages.parts.viewer import onlooker, viewer

EVERY = timedelta(seconds=30)
NAMES = Field("names", "Names", "switch", {"": "Initials", "full": "Names"}, {"": "badge", "full": "person"})
QUIETLY = (
    f"Renews itself every {EVERY.seconds} seconds. That is no activity: after {IDLE // timedelta(minutes=1)} minutes "
    "without a click this browser is signed out here as everywhere, and shows nothing until somebody signs in again."
)


def page(actor: Actor) -> None:
    """The line of choices, and below it what renews itself."""
    sites = {str(site.id): site.name for site in directory.sites(actor)}
    fields = [Field("site", "Site", choices={"": "All my sites", **sites}), NAMES]
    fields = fields if len(sites) > 1 else [NAMES]
    now = chosen(fields)
    where = sites.get(now.get("site", "")) or (next(iter(sites.values()), "") if len(sites) == 1 else "all my sites")
    head("Live day", f"Today at {where}")
    filters(fields, now)
    with st.container(key="live"):
        live(number(now.get("site", "")) or None, full=now["names"] == "full")
    st.html(f'<p class="quiet-line">{QUIETLY}</p>')


@st.fragment(run_every=EVERY)
def live(site: int | None, *, full: bool) -> None:
    """What stands now, asked anew each time by whoever is still signed in."""
    actor = onlooker()
    here = replace(actor, sites=actor.sites & {site}) if site else actor
    zones = {each.id: each.time_zone for each in directory.sites(here)}
    now = clock.local(clock.now(), zones.get(site or 0, settings().time_zone.key))
    left, right = st.columns([3, 2], gap="large")
    with left:
        live_visits(referral.today(here, Wanted(site=site)), now, full=full)
    with right:
        sums(everybodys(here, site))


page(viewer())
