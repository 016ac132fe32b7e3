"""Visits in one's own calendar: the private address that it follows, made, shown once and taken back."""

from html import escape

import streamlit as st

from core import clock, people
from core.access import Actor
from core.people import Feed
from core.settings import settings
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet

ABOUT = (
    "A telephone or a calendar program can follow the visits at your sites: it reads a private address every half an "
    "hour. Whoever has the address can read them, so it is yours alone."
)
NAMES = "Patients by name"
WHY_NOT = (
    "Without names an entry says R.T. and the reference. A calendar is copied to telephones and to whoever runs it, "
    "where nobody signs in to look."
)
ONCE = "Add it in your calendar under “Subscribe” or “From address”. It is not shown again."


def own_calendar(actor: Actor) -> None:
    """A quiet button that opens the dialog."""
    if st.button("Follow in your calendar", icon=":material/rss_feed:", key="own-calendar"):
        _dialog(actor)


@st.dialog("Visits in your own calendar", on_dismiss="rerun")
def _dialog(actor: Actor) -> None:
    """The address if it was just made; else how it stands and what can be done."""
    place = st.empty()
    with place.container():
        address = _asked(actor)
    if address:
        place.empty()
        _hand_over(address)


def _asked(actor: Actor) -> str:
    """A new address, if one is made."""
    now, fields = people.own_feed(actor), Fields(Sheet("own-calendar"))
    st.html(f"<p>{escape(ABOUT)}</p>{_standing(now) if now else ''}")
    named = fields.ask("named", st.checkbox, NAMES, value=bool(now and now.named), help=WHY_NOT)
    label = "Make a new address" if now else "Make the address"
    made = st.button(label, type="primary", icon=":material/link:", width="stretch")
    if now:
        st.html('<p class="odd">A new address ends the one before.</p>')
        if st.button("Take the address back", icon=":material/link_off:", width="stretch"):
            do(people.end_feed, actor, said="No calendar reads your visits any more.")
    return do(people.make_feed, actor, named=bool(named)).result or "" if made else ""


def _standing(now: Feed) -> str:
    zone = settings().time_zone.key
    read = f"last read {clock.spoken(now.fetched_at, zone)}" if now.fetched_at else "not read yet"
    shown = "with names" if now.named else "with initials"
    return f"<p>Your address, {shown}, was made {clock.spoken(now.made_at, zone)}; {read}.</p>"


def _hand_over(address: str) -> None:
    st.text(ONCE)
    st.code(address, language=None, wrap_lines=True)
    scheme, _, rest = address.partition("://")
    if scheme == "https":
        st.link_button("Open in this device’s calendar", f"webcal://{rest}", icon=":material/event:", width="stretch")
