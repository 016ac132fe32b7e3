"""New referral: who, what for and how soon, from a practice outside, to one, or to a colleague."""

from dataclasses import replace
from html import escape

import streamlit as st

from core.access import Actor
from core.referral import Direction, Like, one, open_like, refer
from pages.parts.fields import Fields
from pages.parts.flash import do, leave
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.referral_form import referral_form
from pages.parts.sheet import Sheet
from pages.parts.viewer import viewer

WAYS = {
    Direction.INBOUND: ":material/call_received: Inbound",
    Direction.OUTBOUND: ":material/call_made: Outbound",
    Direction.INTERNAL: ":material/swap_horiz: Internal",
}
UNSAID = "Say why one is not enough, or open the other."


def page(actor: Actor) -> None:
    """The form, then what becomes of it."""
    head("New referral", "It is on the other desk as soon as you send it, and both sides are told.")
    direction = _direction()
    sheet = Sheet("refer")
    fields = Fields(sheet)
    draft = referral_form(actor, fields, direction)
    if like := open_like(actor, draft):
        draft = replace(draft, duplicate_reason=_second(fields, like))
    if not _send(sheet):
        return
    unsaid = {"duplicate_reason": UNSAID} if like and not draft.duplicate_reason.strip() else {}
    sent = do(refer, actor, draft, quiet=bool(unsaid))
    if sent.result is None:
        fields.refuse(sent.fields or unsaid)
        return
    sheet.done()
    new = one(actor, sent.result)
    leave("referral.py", f"Referral {new.now.reference} for {new.patient_name} was sent", id=new.now.id)


def _direction() -> Direction:
    """Which way it goes, kept in the address."""
    asked = st.query_params.get("direction", "")
    now = Direction(asked) if asked in set(Direction) else Direction.INBOUND
    chosen = st.segmented_control(
        "Direction",
        list(WAYS),
        default=now,
        required=True,
        format_func=WAYS.get,
        key="direction",
        label_visibility="collapsed",
    )
    st.query_params["direction"] = chosen
    return Direction(chosen)


def _second(fields: Fields, like: Like) -> str:
    """What is open already, the way there, and room for why that is not enough."""
    with st.container(key="open-like"):
        st.html(f'<p>{escape(like.sentence)} <a data-go href="{to("referral", id=like.id)}">Open it</a></p>')
        return fields.ask("duplicate_reason", st.text_input, "Why a second one is needed")


def _send(sheet: Sheet) -> bool:
    return st.button(
        "Send referral", icon=":material/send:", type="primary", shortcut="Ctrl+Enter", key=sheet.key("send")
    )


page(viewer())
