"""A site's week as seven lines that are typed over, each checked as it stands."""

import streamlit as st

from core import sla
from core.access import Actor
from core.sla import WEEKDAYS, SiteHours, spell
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet

HINT = "closed"


def week_form(actor: Actor, now: SiteHours) -> None:
    """Draw it; what is saved holds for every clock of the site."""
    st.header("The week", anchor=False)
    usual = " Nobody has said it yet, so office hours hold." if now.usual else ""
    st.text(f"From and until, several blocks with a comma between them.{usual}")
    fields = Fields(Sheet(f"week-{now.site_id}-{now.version}"))
    texts = {
        day: fields.ask(f"day-{day}", st.text_input, name, value=spell(now.week.get(day, ())), placeholder=HINT)
        for day, name in enumerate(WEEKDAYS)
    }
    if st.button("Save the week", type="primary", key=fields.sheet.key("save")):
        said = f"{now.site}: the week is set, and its clocks are worked out anew."
        fields.refuse(do(sla.set_week, actor, now.site_id, now.version, texts, said=said).fields)
