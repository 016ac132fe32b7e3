"""Workflow: what the group asks, calls, insists on and has approved, decided by those who run it."""

from functools import partial

import streamlit as st

from core import directory, workflow
from core.access import Actor, Permission
from core.referral import tailored
from pages.parts.filters import Field, Tab, chosen, filters
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.viewer import viewer
from pages.parts.workflow.changes import changes
from pages.parts.workflow.own import own_fields
from pages.parts.workflow.places import WHOLE, caption, names
from pages.parts.workflow.reasons import reasons
from pages.parts.workflow.stages import place_name, stages
from pages.parts.workflow.statuses import statuses
from pages.parts.workflow.steps import steps

VIEWS = {
    "": ("Fields", "Add a field", "What referrals are asked beyond what Baton asks."),
    "reasons": ("Reasons", "Add a reason", "What people choose from when they decline, cancel, hold or close."),
    "stages": ("Stages", "", "What each stage is called. The stages themselves are fixed, so that sites compare."),
    "statuses": ("Sub-statuses", "Add a sub-status", "Finer words for where a referral stands within a stage."),
    "steps": ("Steps", "Add a line", "What a step insists on, and which steps a second person approves."),
    "changes": ("Changes", "", "Who changed what, and what was before."),
}


def page(actor: Actor) -> None:
    """The view that the address names, with its one action."""
    sites = {str(site.id): site.name for site in directory.sites(actor)}
    fields = [
        Field("view", "View", choices=dict.fromkeys(VIEWS, "")),
        Field("site", "Where", choices={"": WHOLE, **sites}),
        Field("step", "When", choices={"": "Any step", **tailored.steps_with_reasons()}),
    ]
    now = chosen(fields)
    _, action, about = VIEWS[now["view"]]
    action = _action(actor, now["view"], action)
    pressed = head("Workflow", caption(actor, about), action, ":material/add:", _beside(actor))
    shown = [one for one in fields if one.name in {"view", {"stages": "site", "reasons": "step"}.get(now["view"])}]
    tabs = [Tab(code or "fields", label, href=to("workflow", view=code)) for code, (label, *_) in VIEWS.items()]
    filters(shown, now | {"view": now["view"] or "fields"}, tabs, tab="view")
    _view(actor, now, pressed=pressed)


def _action(actor: Actor, view: str, action: str) -> str:
    """Reasons are the group's own, so whoever runs some sites cannot add one."""
    return action if actor.every_site or view != "reasons" else ""


def _beside(actor: Actor):
    link = f'<a data-go href="{to("assignment")}" class="beside">Who gets what arrives</a>'
    return partial(st.html, link) if actor.may(Permission.ASSIGNMENT_EDIT) else None


def _view(actor: Actor, now: dict[str, str], *, pressed: bool) -> None:
    flow, site_id = workflow.workflow(actor), int(now["site"]) if now["site"] else None
    views = {
        "": partial(own_fields, actor, flow, pressed=pressed),
        "reasons": partial(reasons, actor, now["step"], pressed=pressed),
        "stages": partial(stages, actor, flow, site_id, place_name(site_id, names(actor))),
        "statuses": partial(statuses, actor, flow, pressed=pressed),
        "steps": partial(steps, actor, flow, pressed=pressed),
        "changes": partial(changes, actor),
    }
    views[now["view"]]()


page(viewer())
