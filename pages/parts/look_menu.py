"""Looks: those that are kept, the one on the screen changed, put on the first page or deleted, and a new one kept."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core import insight
from core.access import Actor, Permission
from core.insight import Exploration, Look, Shared
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.links import to
from pages.parts.sheet import Sheet

FOR = {shared: shared.label for shared in Shared}
LINK = '<a class="take" data-go href="{}">{}<small>{}</small></a>'
WHOSE = "It opens with the figures of that day, within the sites of whoever opens it."
NONE = "Nothing is kept yet. Keep what you come back to: it opens with the figures of that day."
EXPORTS = {
    "parquet": ("Parquet", "For Power BI, Tableau, DuckDB or a notebook"),
    "csv": ("CSV", "For a spreadsheet or any other program"),
}
TAKE = '<a class="take" href="{}" download>{}<small>{}</small></a>'
KEPT = (
    "Every table of these months and sites in one ZIP file, with a dictionary of its columns. There is nothing about a "
    "person in it. That it was exported is kept in the audit."
)


def beside(actor: Actor, here: Exploration, looks: Sequence[Look], now: Look | None) -> None:
    """What can quietly be done: open another look, change this one, take the figures along."""
    with st.popover("Looks", icon=":material/bookmarks:", type="tertiary"):
        st.html(_listed(looks))
    if now:
        _pin(actor, now)
        if now.mine and st.button("Change", icon=":material/edit:", type="tertiary", key="change-look"):
            change_look(actor, now)
    with st.popover("Export", icon=":material/download:", type="tertiary"):
        asked = here.asked.spelt
        links = (TAKE.format(escape(to(f"api/figures-{form}.zip", **asked)), *words) for form, words in EXPORTS.items())
        st.html(f"{''.join(links)}<p class='quiet'>{KEPT}</p>")


@st.dialog("Keep this look", on_dismiss="rerun")
def keep_look(actor: Actor, here: Exploration, looks: Sequence[Look]) -> None:
    """Under a name, or in place of one that is there."""
    fields = Fields(Sheet("new-look"))
    st.html(
        f"<p>{escape(here.spoken)}. It opens with the figures of that day, within the sites of whoever opens it.</p>"
    )
    own = {look.id: look.name for look in looks if look.mine}
    instead = fields.choose("instead", "In place of", own, "A new look") if own else None
    if instead is None:
        name = fields.ask("name", st.text_input, "Name", value="", max_chars=60, placeholder=here.spoken)
        shared = _shared(fields, Shared.ME)
        home = fields.ask("home", st.checkbox, "Show it on my first page")
    if not st.button("Keep", type="primary", width="stretch"):
        return
    if instead is not None:
        do(insight.renew_look, actor, instead, here, said=f"{own[instead]} is this now.")
        return
    kept = do(insight.keep_look, actor, name or "", here, shared)
    fields.refuse(kept.fields)
    if kept and kept.result:
        said = "The look is kept."
        do(insight.put_at_home, actor, kept.result, there=bool(home), said=said)


@st.dialog("Change this look", on_dismiss="rerun")
def change_look(actor: Actor, look: Look) -> None:
    """What it is called and whom it is for; or away with it."""
    fields = Fields(Sheet(f"kept-{look.id}"))
    name = fields.ask("name", st.text_input, "Name", value=look.name, max_chars=60)
    shared, reported = _shared(fields, look.shared), look.reported
    if actor.may(Permission.DISTRIBUTION_EDIT):
        whose = "the group" if actor.every_site else "my sites"
        reported = fields.ask(
            "reported", st.checkbox, f"Tell it in the monthly reports of {whose}", value=look.reported
        )
    if st.button("Save", type="primary", width="stretch"):
        said = "The look is kept."
        changed = do(insight.change_look, actor, look.id, name or "", shared, reported=bool(reported), said=said)
        fields.refuse(changed.fields)
    if st.button("Delete", icon=":material/delete:", width="stretch"):
        do(insight.drop_look, actor, look.id, said=f"{look.name} is deleted.")


def _shared(fields: Fields, now: Shared) -> Shared:
    options = list(Shared)
    how = {"options": options, "index": options.index(now), "format_func": FOR.get, "horizontal": True}
    return Shared(fields.ask("shared", st.radio, "Who may open it, as far as they may see figures", **how))


def _pin(actor: Actor, look: Look) -> None:
    label = "Take off my first page" if look.at_home else "Show on my first page"
    if st.button(label, icon=":material/keep:", type="tertiary", key="pin-look"):
        said = "It is on your first page." if not look.at_home else "It is off your first page."
        do(insight.put_at_home, actor, look.id, there=not look.at_home, said=said)


def _listed(looks: Sequence[Look]) -> str:
    if not looks:
        return f"<p class='quiet'>{NONE}</p>"
    items = (
        LINK.format(
            escape(to("explore", **look.exploration.spelt)),
            escape(look.name),
            escape(f"{look.exploration.spoken}{f', kept by {look.by}' if look.by else ''}"),
        )
        for look in looks
    )
    return "".join(items)
