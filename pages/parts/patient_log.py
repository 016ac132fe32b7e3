"""Everything that was written to a patient and about them, and what came back, across their referrals."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core import conversation, correspondence
from core.access import Actor, Permission
from core.channel import Channel
from core.correspondence import Direction, Wanted
from core.patient import Patient
from core.referral import OfPatient
from pages.parts import cursor
from pages.parts.conversation import thread
from pages.parts.filters import Field, chosen, filters
from pages.parts.flash import do
from pages.parts.letters import TAB
from pages.parts.links import to

NOWHERE = "Messages are about a referral, and there is none at your sites yet."
CHANNELS = {"": "Any channel"} | {one.value: one.label for one in (*Channel,) if one is not Channel.PHONE}
DIRECTIONS = {"": "Sent and received"} | {one.value: one.label for one in Direction}
FIELDS = [
    Field("way", "Direction", choices=DIRECTIONS),
    Field("channel", "Channel", choices=CHANNELS),
]


def log(actor: Actor, one: Patient, theirs: Sequence[OfPatient]) -> None:
    """A page of it, narrowed by what the address says."""
    now = chosen(FIELDS)
    filters(FIELDS, now | {"id": str(one.id), "tab": TAB})
    asked = {"id": one.id, "tab": TAB, **now}
    _links(actor, one, theirs, now)
    wanted = Wanted(channel=now["channel"], direction=now["way"])
    found = do(correspondence.of_patient, actor, one.id, wanted, cursor.read(st.query_params.get("after", ""))).result
    if found is None:
        return
    called = {each.id: f"{each.specialty}, {each.reference}" for each in theirs}
    thread(found.said, may_write=actor.may(Permission.MESSAGE_WRITE), called=called if len(called) > 1 else {})
    links = [("Back to the newest", to("patients", **asked))] if st.query_params.get("after") else []
    links += [("Earlier", to("patients", **asked, after=cursor.spelt(found.after)))] if found.after else []
    pages = " · ".join(f"<a data-go href='{escape(href)}'>{label}</a>" for label, href in links)
    if pages:
        st.html(f'<p class="more">{pages}</p>')


def _links(actor: Actor, one: Patient, theirs: Sequence[OfPatient], now: dict[str, str]) -> None:
    """Writing about the referral that is open, taking the log along, and saying that one has read."""
    with st.container(horizontal=True, vertical_alignment="center", key="write-or-read"):
        if actor.may(Permission.MESSAGE_WRITE):
            about = next((each for each in theirs if each.closed_at is None), theirs[0] if theirs else None)
            link = (
                f'<a class="beside" data-go href="{to("write", referral=about.id)}">Write a message</a>'
                if about
                else ""
            )
            st.html(link or f"<p>{NOWHERE}</p>")
        if actor.may(Permission.REFERRAL_EXPORT):
            there = to(f"api/patients/{one.id}/messages.csv", **now)
            st.html(f'<a class="beside" href="{there}" download>Export as CSV</a>')
        waits = [each for each in conversation.of_patient(actor, one.id) if each.unread and each.subject == "patient"]
        if waits and st.button("Mark as read", icon=":material/drafts:", key="mark-read"):
            do(conversation.mark_all_read, actor, "patient", one.id, said="Noted as read by you")
