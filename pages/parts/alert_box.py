"""The alerts of a referral beside its next step: what is late, who knows, and one click to have it."""

from html import escape

import streamlit as st

from core import alert, clock
from core.access import Actor
from core.alert import Alert
from pages.parts.alert_note import SAID, take_on
from pages.parts.alert_words import TONES, detail, how, level, then, title, told
from pages.parts.flash import do


def alert_box(actor: Actor, referral_id: int) -> None:
    """Draw those that are not over."""
    for one in alert.of(actor, referral_id):
        with st.container(key=f"alert-{one.id}"):
            st.html(_said(one))
            if one.acknowledged_at is None:
                _buttons(actor, one)


def _buttons(actor: Actor, one: Alert) -> None:
    with st.container(horizontal=True, gap="small"):
        have = st.button("I have it", icon=":material/front_hand:", key=f"have-{one.id}")
        noted = st.button("With a note", type="tertiary", key=f"note-{one.id}")
    if have:
        do(alert.acknowledge, actor, one.id, said=SAID)
    if noted:
        take_on(actor, one)


def _said(one: Alert) -> str:
    """What is late, who knows, and who is next or has it."""
    tone = "" if one.acknowledged_at else f"tone {TONES.get(one.kind, 'amber')}"
    raised = f"Raised {clock.spoken(one.raised_at, one.zone)}"
    icon = '<span class="icon" aria-hidden="true">notification_important</span>'
    brought = f"Brought to {told(one)}" + (f", {level(one).lower()}" if one.level else "")
    lines = "".join(f"<p>{escape(line)}</p>" for line in (detail(one), brought, how(one), _next(one)) if line)
    head = f'<p title="{escape(raised)}"><b class="{tone}">{icon} {escape(title(one))}</b></p>'
    return f'<div class="alert">{head}{lines}</div>'


def _next(one: Alert) -> str:
    who, when = then(one)
    if one.acknowledged_at:
        return f"{who}: {when}" if one.note else f"{who} {when}"
    return f"Then {who[:1].lower()}{who[1:]}: {when}" if one.above else ""
