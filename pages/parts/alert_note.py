"""The dialog that takes an alert on with a note."""

from html import escape

import streamlit as st

from core import alert
from core.access import Actor
from core.alert import Alert
from pages.parts.alert_words import detail, title
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet

SAID = "It is yours. Nobody further up is told."


@st.dialog("I have it", on_dismiss="rerun")
def take_on(actor: Actor, one: Alert) -> None:
    """What it is about, and a word for colleagues."""
    who = " · ".join(part for part in (one.patient, one.reference, one.site) if part)
    st.html(f"<p><b>{escape(title(one))}</b> {escape(detail(one))}<br>{escape(who)}</p>")
    sheet = Sheet(f"alert-{one.id}")
    note = Fields(sheet).ask("note", st.text_area, "Note, for colleagues (optional)", max_chars=1000)
    if st.button("I have it", type="primary", width="stretch", key=sheet.key("have")):
        do(alert.acknowledge, actor, one.id, note or "", said=SAID)
