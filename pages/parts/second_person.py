"""A step that waits for a second person, above the next step: who asks for what, and the two answers to it."""

from collections.abc import Callable
from html import escape
from typing import Any

import streamlit as st

from core import clock, referral
from core.access import Actor
from core.referral import STEPS, Referral, Waiting, reasons_for
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet

SAID: dict[str, Callable[[Any, Referral], str]] = {
    "value": lambda value, _: f"£{value:,.2f}",
    "diagnosis": lambda text, _: text,
    "treatment": lambda text, _: text,
    "urgency": lambda urgency, _: urgency.label,
    "until_on": lambda on, _: clock.spoken_day(on, clock.now().date()),
    "starts_at": lambda at, r: clock.spoken(at, r.zone),
    "comment": lambda text, _: text,
}
"""What of the answers the second person has to read before they decide."""


def second_person(actor: Actor, r: Referral) -> None:
    """Draw it, if anything waits; whoever may not decide reads what it waits for."""
    waits = referral.waiting_for(actor, r.now.id)
    if waits is None:
        return
    with st.container(key="second-person"):
        st.html(_asked(actor, waits, r))
        if waits.outdated:
            st.html('<p class="missing">The referral has changed since, so this has to be asked for again.</p>')
        elif waits.mine:
            _decide(actor, waits)


def _asked(actor: Actor, waits: Waiting, r: Referral) -> str:
    waiting = "Waits for you" if waits.mine else f"Waits for a {waits.role}"
    by = f"Asked by {waits.asked_by}, {clock.spoken(waits.asked_at, r.zone)}"
    told = " · ".join([*_reason(actor, waits, r), *_answers(waits, r)])
    return (
        f'<h2 class="box">{escape(waits.label)} <small>{escape(waiting)}</small></h2>'
        f'<p class="asked-by">{escape(by)}</p>{f"<p>{escape(told)}</p>" if told else ""}'
    )


def _reason(actor: Actor, waits: Waiting, r: Referral) -> list[str]:
    if not waits.answers.reason:
        return []
    return [each.label for each in reasons_for(actor, r.now, STEPS[waits.step]) if each.code == waits.answers.reason]


def _answers(waits: Waiting, r: Referral) -> list[str]:
    given = {name: getattr(waits.answers, name) for name in SAID}
    return [SAID[name](value, r) for name, value in given.items() if value]


def _decide(actor: Actor, waits: Waiting) -> None:
    """Yes with one click, no with a reason."""
    sheet = Sheet(f"approval-{waits.id}")
    with st.container(horizontal=True, gap="small"):
        if st.button("Approve", icon=":material/verified:", key=sheet.key("approve")):
            do(referral.approve, actor, waits.id, said=f"{waits.label}: approved")
        with st.popover("Do not approve"):
            fields = Fields(sheet)
            why = fields.ask("comment", st.text_area, "Why not", height=68)
            if st.button("Tell them", key=sheet.key("refuse")):
                said = f"{waits.label}: not approved"
                fields.refuse(do(referral.refuse, actor, waits.id, why, said=said).fields)
