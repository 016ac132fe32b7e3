"""Reports: a month or a week on paper, to look at, to take along, in the archive, and by mail to lists of people."""

import streamlit as st

from core import report
from core.access import Actor, Permission
from pages.parts.filters import Tab, chosen, filters
from pages.parts.head import head
from pages.parts.links import number, to
from pages.parts.report_archive import archive
from pages.parts.report_build import build
from pages.parts.report_chosen import Chosen, fields_for, read
from pages.parts.report_lists import change, lists
from pages.parts.report_pages import kept, preview
from pages.parts.viewer import viewer

ABOUT = "A month or a week on paper: to look at, to take along, and by mail to whom it concerns"
ACTIONS = {"": ("Build the report", ":material/print:"), "lists": ("New list", ":material/add:")}


def page(actor: Actor) -> None:
    """One of three views; a report that an address names is shown whichever view it is."""
    query = st.query_params
    view, edition_id = query.get("view", ""), number(query.get("edition", ""))
    edits = actor.may(Permission.DISTRIBUTION_EDIT)
    now = read(actor, query)
    built = None if edition_id or view or now.scope is None else report.found(actor, now.kind, now.scope, now.period_on)
    action, icon = ACTIONS.get(view, ("", "")) if edits and not edition_id else ("", "")
    if not view and (built or not now.over):
        action = ""
    pressed = head("Reports", ABOUT, action, icon)
    _line(actor, now, view)
    if edition_id:
        kept(actor, edition_id, back=to("reports", view="archive"))
    elif view == "archive":
        archive(actor, now, number(query.get("before", "")) or None)
    elif view == "lists":
        asked = lists(actor)
        if pressed or asked:
            change(actor, asked)
    else:
        _report(actor, now, built)
        if pressed and now.scope is not None:
            build(actor, now)


def _line(actor: Actor, now: Chosen, view: str) -> None:
    tabs = [Tab("", "Report"), Tab("archive", "Archive"), Tab("lists", "By mail", len(report.lists(actor)))]
    fields = fields_for(actor, now, view)
    filters(fields, {"view": view, **chosen(fields)}, tabs, tab="view")


def _report(actor: Actor, now: Chosen, built: int | None) -> None:
    if built:
        kept(actor, built)
    elif now.scope is not None:
        preview(now)
    else:
        st.text("Choose the practice that the report is about. Practices that have referred to the site stand there.")


page(viewer())
