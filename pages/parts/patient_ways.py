"""By what a patient is written to first, and by what where that fails; and the telephones that show messages."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core import clock, patient, push
from core.access import Actor
from core.channel import FOR_PATIENTS, Channel, order, spoken_order
from core.patient import Patient
from core.push import Telephone
from core.settings import settings
from pages.parts.facts import facts
from pages.parts.flash import do


def written_to_by(actor: Actor, one: Patient, changes: bool) -> None:
    """The order, changed right here by whoever may; the app is offered where a telephone shows messages."""
    telephones = push.of_patient(actor, one.id)
    st.html('<h2 class="box">Written to by</h2>')
    if changes:
        _order(actor, one, telephones)
    else:
        facts(("In this order", spoken_order(one.channels)))
    for each in telephones:
        _telephone(actor, each, changes)


def _order(actor: Actor, one: Patient, telephones: Sequence[Telephone]) -> None:
    now = list(order(one.channels)) if one.channels else []
    chosen = st.multiselect(
        "Written to by, the best way first",
        [way for way in FOR_PATIENTS if way is not Channel.APP or telephones or way in now],
        default=now,
        format_func=lambda way: way.label,
        placeholder=spoken_order(""),
        key=f"order-{one.id}-{one.channels}",
        label_visibility="collapsed",
    )
    if " ".join(chosen) != one.channels:
        said = f"Written to by {spoken_order(' '.join(chosen))}"
        do(patient.prefer, actor, one.id, chosen, said=said)


def _telephone(actor: Actor, one: Telephone, changes: bool) -> None:
    """Since when, and when it last showed one; who may change the patient switches it off."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"telephone-{one.id}"):
        st.html(f"<p>{escape(one.label)}<br><small>{escape(_since(one))}</small></p>")
        if changes and st.button("Switch off", type="tertiary", key=f"switch-off-{one.id}"):
            do(push.end, actor, one.id, said=f"Messages are no longer shown on {one.label}")


def _since(one: Telephone) -> str:
    zone = settings().time_zone.key
    if one.shown_at:
        return f"Last showed one {clock.spoken(one.shown_at, zone)}"
    return f"Since {clock.spoken_day(clock.local(one.since_at, zone).date())}, none shown yet"
