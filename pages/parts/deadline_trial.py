"""Try it: a referral as it might be, which deadline would win for it and why, and when it would be due."""

from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

import streamlit as st

from core import clock, directory, sla
from core.access import Actor
from core.directory import Site
from core.sla import Scope, What
from pages.parts.deadline_form import ANY_SPECIALTY, ANY_URGENCY, ANY_WAY, pick
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet


def trial(actor: Actor) -> None:
    """One line of choices, and below it the answer, anew at every change."""
    sites = {site.id: site for site in directory.sites(actor)}
    if not sites:
        return
    st.header("Try it", anchor=False)
    fields = Fields(Sheet("deadline-trial"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="trial"):
        scope = _scope(fields, sites)
        since = _since(fields, sites[scope.site_id or 0])
    if since is None:
        return
    found = do(sla.foresee, actor, scope, since)
    if found.result:
        st.html(_answer(found.result, since))


def _scope(fields: Fields, sites: dict[int, Site]) -> Scope:
    what = pick(fields, "what", "What is due", {one.value: one.label for one in What})
    site_id = fields.ask("site", st.selectbox, "Site", options=list(sites), format_func=lambda one: sites[one].name)
    ways = {code: label for code, label in ANY_WAY.items() if code}
    pressing = {code: label for code, label in ANY_URGENCY.items() if code}
    kinds = {code: label for code, label in ANY_SPECIALTY.items() if code}
    return Scope(
        what=what,
        direction=pick(fields, "direction", "Direction", ways),
        urgency=pick(fields, "urgency", "Urgency", pressing),
        specialty=pick(fields, "specialty", "For", kinds),
        site_id=site_id,
    )


def _since(fields: Fields, site: Site) -> datetime | None:
    """On the wall clock of the site; now, until somebody says otherwise."""
    there = clock.local(clock.now(), site.time_zone)
    day = fields.ask("day", st.date_input, "From", value=there.date(), format="DD/MM/YYYY")
    at = fields.ask("time", st.time_input, "At", value=there.time().replace(second=0, microsecond=0), step=300)
    return datetime.combine(day, at, ZoneInfo(site.time_zone)) if day and at else None


def _answer(found: sla.Foreseen, since: datetime) -> str:
    due, warn = clock.spoken(found.due_at, found.zone), clock.spoken(found.warn_at or found.due_at, found.zone)
    return (
        f'<p class="remark"><b>{escape(found.choice.policy.time.capitalize())}</b>: {escape(found.why)}.<br>'
        f"Begun {clock.spoken(since, found.zone)}, it is at risk from {warn} and late after <b>{due}</b>.</p>"
    )
