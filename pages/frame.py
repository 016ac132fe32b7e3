"""The frame around every page: who is looking, what they may open, and the way out."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from core import alert, intake, task
from core.access import Actor
from core.access import Permission as May
from pages.parts.ahead import AHEAD
from pages.parts.flash import calmly, tell
from pages.parts.head import head
from pages.parts.logo import ICON, logo
from pages.parts.menu import Entry, menu
from pages.parts.sign_in import sign_in
from pages.parts.viewer import sign_out, visitor, watch

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Door:
    """One page: its file, what it is called, who may open it, and how much waits there for them."""

    file: str
    title: str
    icon: str
    section: str = ""
    needs: May | None = None
    waits: Callable[[Actor], int] = lambda _: 0


DOORS = [
    Door("home.py", "Today", "wb_sunny", "Work"),
    Door("tasks.py", "Tasks", "task_alt", "Work", May.TASK_DO, task.late),
    Door("alerts.py", "Alerts", "notifications", "Work", May.REFERRAL_COUNT, lambda actor: alert.waiting(actor).mine),
    Door("refer.py", "New referral", "add_circle", "Work", May.REFERRAL_CREATE),
    Door("intake.py", "Intake", "inbox", "Work", May.INTAKE_HANDLE, lambda actor: intake.waiting(actor).all),
    Door("inbound.py", "Inbound", "call_received", "Work", May.REFERRAL_READ),
    Door("outbound.py", "Outbound", "call_made", "Work", May.REFERRAL_READ),
    Door("internal.py", "Internal", "swap_horiz", "Work", May.REFERRAL_READ),
    Door("referrals.py", "All referrals", "list_alt", "Work", May.REFERRAL_READ),
    Door("guardian.py", "Likely to stall", "crisis_alert", "Work", May.REFERRAL_COUNT),
    Door("diary.py", "Visits", "calendar_month", "Work", May.REFERRAL_READ),
    Door("patients.py", "Patients", "person_search", "People", May.PATIENT_READ),
    Door("providers.py", "Providers", "home_health", "People", May.DIRECTORY_READ),
    Door("conversion.py", "Conversion", "filter_alt", "Insight", May.INSIGHT_READ),
    Door("bottlenecks.py", "Bottlenecks", "hourglass_top", "Insight", May.INSIGHT_READ),
    Door("sites.py", "Sites", "apartment", "Insight", May.INSIGHT_READ),
    Door("scorecard.py", "Provider scorecard", "handshake", "Insight", May.INSIGHT_READ),
    Door("source_value.py", "Source value", "paid", "Insight", May.INSIGHT_READ),
    Door("team.py", "Team", "groups", "Insight", May.INSIGHT_READ),
    Door("live_day.py", "Live day", "monitoring", "Insight", May.REFERRAL_READ),
    Door("reports.py", "Reports", "summarize", "Insight", May.INSIGHT_READ),
    Door("explore.py", "Explore", "query_stats", "Insight", May.INSIGHT_READ),
    Door("messages.py", "Messages", "mail", "Oversight", May.MESSAGE_READ),
    Door("audit.py", "Audit", "history", "Oversight", May.AUDIT_READ),
    Door("assignment.py", "Assignment", "assignment_ind", "Settings", May.ASSIGNMENT_EDIT),
    Door("rules.py", "Rules", "rule_settings", "Settings", May.RULE_EDIT),
    Door("texts.py", "Texts", "edit_note", "Settings", May.TEXT_EDIT),
    Door("manners.py", "Contact", "do_not_disturb_on", "Settings", May.TEXT_EDIT),
    Door("deadlines.py", "Deadlines", "timer", "Settings", May.WORKFLOW_EDIT),
    Door("hours.py", "Opening hours", "schedule", "Settings", May.WORKFLOW_EDIT),
    Door("escalation.py", "Escalation", "stairs", "Settings", May.WORKFLOW_EDIT),
    Door("workflow.py", "Workflow", "account_tree", "Settings", May.WORKFLOW_EDIT),
    Door("enquiries.py", "Public forms", "contact_page", "Settings", May.WORKFLOW_EDIT),
    Door("channels.py", "Channels", "outbox", "Settings", May.CARRIER_EDIT),
    Door("hooks.py", "Webhooks and tags", "webhook", "Settings", May.RULE_EDIT),
    Door("people.py", "People", "group", "Settings", May.PEOPLE_MANAGE),
    Door("handover.py", "Away and handing over", "swap_horiz"),
    Door("referral.py", "Referral", "assignment", "", May.REFERRAL_READ),
    Door("write.py", "Write", "edit", "", May.MESSAGE_WRITE),
]


def frame() -> None:
    """One run: find out who is looking, then show the page they asked for, a refusal, or the way in."""
    st.set_page_config(page_title="Baton", page_icon=ICON, layout="wide")
    with visitor() as actor:
        chosen = st.navigation([_page(door) for door in DOORS], position="hidden")
        if actor is None:
            sign_in()
        else:
            _inside(actor, chosen)


def _inside(actor: Actor, chosen: StreamlitPage) -> None:
    tell()
    watch()
    door = next(door for door in DOORS if door.title == chosen.title)
    _sidebar(actor, door)
    if _may_open(actor, door):
        with calmly():
            chosen.run()
    else:
        _refuse(door)


def _page(door: Door) -> StreamlitPage:
    """Every page always has its address, so that a deep link survives the sign-in."""
    address = _address(door).strip("/") or "home"
    return st.Page(HERE / door.file, title=door.title, url_path=address, default=door is DOORS[0])


def _address(door: Door) -> str:
    return "/" if door is DOORS[0] else f"/{door.file.removesuffix('.py')}"


def _may_open(actor: Actor, door: Door) -> bool:
    return door.needs is None or actor.may(door.needs)


def _refuse(door: Door) -> None:
    head(door.title)
    st.write("Your role does not include this page. Your practice manager can change that.")


def _sidebar(actor: Actor, here: Door) -> None:
    st.logo(logo(), size="large", icon_image=ICON)
    mine = [door for door in DOORS if door.section and _may_open(actor, door)]
    entries = [
        Entry(door.section, door.title, door.icon, _address(door), door is here, door.waits(actor)) for door in mine
    ]
    menu(entries, ahead=AHEAD if actor.may(May.INSIGHT_READ) else ())
    with st.sidebar.container(key="foot", horizontal=True, vertical_alignment="center"):
        st.html(_whoami(actor))
        st.button("Sign out", icon=":material/logout:", type="tertiary", on_click=sign_out)


def _whoami(actor: Actor) -> str:
    """Who is signed in; the name leads those who do work to their days away and to handing it over."""
    name, role = escape(actor.name), escape(actor.role.label if actor.role else "")
    if actor.may(May.TASK_DO):
        title = "Away and handing over"
        name = f'<a href="/handover" data-go="" target="_self" title="{title}" aria-label="{name}: {title}">{name}</a>'
    return f'<p class="whoami">{name}<br>{role}</p>'


frame()
