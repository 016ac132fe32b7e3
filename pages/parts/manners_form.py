"""The dialogs about quiet hours and how often patients are written to, read back as the sentence that they make."""

from collections.abc import Sequence
from datetime import time
from html import escape

import streamlit as st

from core import directory, manners
from core.access import Actor
from core.manners import Manners, Setting
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet


@st.dialog("Set it for a site", on_dismiss="rerun")
def differ(actor: Actor, several: Sequence[Setting]) -> None:
    """A site that has nothing of its own yet, and what is otherwise there."""
    fields = Fields(Sheet("manners-site"))
    taken = {one.site_id for one in several}
    sites = {site.id: site.name for site in directory.sites(actor) if site.id not in taken}
    if not sites:
        st.write("Each of your sites has its own already. Change it in the list.")
        return
    only = next(iter(sites)) if len(sites) == 1 else None
    site_id = only or fields.choose("site", "Site", sites, "Choose the site")
    if site_id is not None:
        st.html(f"<p><b>{escape(sites[site_id])}</b></p>" if only else "")
        _form(actor, fields, site_id, several[0].manners, 0)


@st.dialog("Change when and how often", on_dismiss="rerun")
def change(actor: Actor, one: Setting) -> None:
    """As it stands, and the way back to what holds without it."""
    st.html(f"<p><b>{escape(one.place)}</b></p>")
    fields = Fields(Sheet(f"manners-{one.site_id}-{one.version}"))
    _form(actor, fields, one.site_id, one.manners, one.version)
    if one.version:
        back = "Do as the group does" if one.site_id else "Do as Baton was shipped"
        if st.button(back, icon=":material/undo:", width="stretch", key=fields.sheet.key("back")):
            do(manners.drop_manners, actor, one.site_id, one.version, said="It is as it was before.")


def _form(actor: Actor, fields: Fields, site_id: int | None, now: Manners, version: int) -> None:
    """Its fields, the sentence that they make, and the way to keep it."""
    left, right = st.columns(2)
    with left:
        begins = fields.ask("quiet_from", st.time_input, "Quiet from", value=_clock(now.quiet_from), of=site_id)
    with right:
        ends = fields.ask("quiet_until", st.time_input, "Until", value=_clock(now.quiet_until), of=site_id)
    limits = {"min_value": 1, "max_value": 20, "value": now.most, "of": site_id}
    most = fields.ask("most", st.number_input, "Most messages a day to one patient", **limits)
    asked = Manners(_minute(begins) or 24 * 60, _minute(ends), int(most or 0))
    st.html(f'<p class="remark">{escape(asked.sentence)}</p>')
    if st.button("Save", type="primary", width="stretch", key=fields.sheet.key("save")):
        kept = do(manners.set_manners, actor, site_id, asked, version, said="It holds from the next message on.")
        fields.refuse(kept.fields)


def _clock(minute: int) -> time:
    return time(*divmod(minute % (24 * 60), 60))


def _minute(given: time | None) -> int:
    return given.hour * 60 + given.minute if given else 0
