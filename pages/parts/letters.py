"""The messages about one referral and their answers as one thread; whoever reads says so, and may answer."""

from collections.abc import Sequence

import streamlit as st

from core import conversation
from core.access import Actor, Permission
from core.correspondence import Said
from core.referral import Referral
from pages.parts.conversation import thread
from pages.parts.flash import do
from pages.parts.links import to

TAB = "messages"
"""How an address opens a referral at its messages."""


def are_looked_for() -> bool:
    """Whether somebody came for them."""
    return st.query_params.get("tab", "") == TAB


def letters(actor: Actor, r: Referral, said: Sequence[Said]) -> None:
    """Draw them, newest first."""
    may_write = actor.may(Permission.MESSAGE_WRITE)
    waits = unread(said)
    with st.container(horizontal=True, vertical_alignment="center", key="write-or-read"):
        if may_write:
            st.html(f'<a class="beside" data-go href="{to("write", referral=r.now.id)}">Write a message</a>')
        if waits and st.button(
            "Mark as read" if waits == 1 else f"Mark {waits} as read", icon=":material/drafts:", key="mark-read"
        ):
            do(conversation.mark_all_read, actor, "referral", r.now.id, said="Noted as read by you")
    thread(said, may_write=may_write)


def unread(said: Sequence[Said]) -> int:
    """How many answers wait for somebody to read them."""
    return sum(one.answer.unread for one in said if one.answer)
