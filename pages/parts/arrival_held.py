"""What a stranger sent through a form and is held back, what speaks against it, and what its sender agreed to."""

from html import escape

import streamlit as st

from core import clock, intake
from core.access import Actor
from core.intake import Arrival
from pages.parts.arrival_answers import reject
from pages.parts.facts import facts
from pages.parts.flash import do, leave
from pages.parts.sheet import Sheet

PAGE = "intake.py"


def held_back(actor: Actor, a: Arrival) -> None:
    """Why it waits for a person, and the two ways out."""
    sheet = Sheet(f"held-{a.id}")
    with st.container(key="next-step"):
        st.html('<h2 class="box">Held back</h2>')
        why = a.held.why if a.held else ""
        st.text(f"{why} Nothing was sent and no task was opened. Read it, then decide.")
        with st.container(horizontal=True):
            through = st.button("Let it through", type="primary", icon=":material/check:", key=sheet.key("through"))
            if through and do(intake.let_through, actor, a.id, a.version):
                Sheet(f"arrival-{a.id}").done()
                leave(PAGE, "It is let through", id=a.id)
            if st.button("Reject", icon=":material/block:", key=sheet.key("reject")):
                reject(actor, a)


def agreed(a: Arrival) -> None:
    """In the words that stood there, and when."""
    if a.agreed:
        st.html(f'<h2 class="box">{escape("The sender agreed")}</h2>')
        facts(*((clock.spoken(each.agreed_at, a.zone) if each.agreed_at else "", each.wording) for each in a.agreed))
