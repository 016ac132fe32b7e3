"""New referral: who, what for and how soon, from a practice outside, to one, or to a colleague."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from core import desk
from core.access import Actor
from core.referral import Direction, Draft, Like, one
from pages.parts.attached import Attached
from pages.parts.flash import do, leave
from pages.parts.head import head
from pages.parts.referral_form import referral_form
from pages.parts.second import second, unsaid
from pages.parts.unfinished import Desk, apart, open_desk, others
from pages.parts.viewer import viewer

WAYS = {
    Direction.INBOUND: ":material/call_received: Inbound",
    Direction.OUTBOUND: ":material/call_made: Outbound",
    Direction.INTERNAL: ":material/swap_horiz: Internal",
}
NEW = "New referral", "It is on the other desk as soon as you send it, and both sides are told."
ONWARD = "Refer on", "The patient’s journey goes on: the page of each referral shows the other."


def page(actor: Actor) -> None:
    """The form, kept as it is typed; then what becomes of it."""
    top = st.container()
    begun = open_desk(actor)
    with top:
        head(*(ONWARD if begun.begun.onward_from_id else NEW))
    with st.container(horizontal=True, vertical_alignment="center", key="desk-line"):
        direction = _direction(begun)
        others(begun)
    apart(begun)
    attached = Attached(begun, direction)
    with st.container(key="kept"):
        filled = referral_form(actor, begun.fields, direction, attached.slots)
        attached.rest()
        onward = replace(filled.draft, onward_from_id=begun.begun.onward_from_id)
        draft, like = second(actor, begun.fields, onward)
    before = begun.kept
    kept = begun.keep(direction, draft.from_site_id or draft.site_id)
    if _send(begun, filled.missing) and not (kept and kept.apart and kept != before):
        _sent(actor, begun, draft, like, attached)


def _direction(begun: Desk) -> Direction:
    """Which way it goes, kept in the address."""
    asked = st.query_params.get("direction") or begun.sheet.noted("direction", begun.begun.direction)
    now = Direction(asked) if asked in set(Direction) else Direction.INBOUND
    chosen = st.segmented_control(
        "Direction",
        list(WAYS),
        default=now,
        required=True,
        format_func=WAYS.get,
        key=begun.sheet.key("direction"),
        label_visibility="collapsed",
    )
    st.query_params["direction"] = chosen
    begun.sheet.note("direction", chosen)
    return Direction(chosen)


def _send(begun: Desk, missing: Mapping[str, str]) -> bool:
    with st.container(horizontal=True, vertical_alignment="center", key="send"):
        sent = st.button(
            "Send referral",
            icon=":material/send:",
            type="primary",
            shortcut="Ctrl+Enter",
            key=begun.sheet.key("send"),
        )
        begun.fields.lack(missing)
    return sent


def _sent(actor: Actor, begun: Desk, draft: Draft, like: Like | None, attached: Attached) -> None:
    """Off it goes, or each field says what is wrong with it."""
    silent = unsaid(draft, like)
    draft_id = begun.kept.id if begun.kept else None
    sent = do(desk.send, actor, draft, draft_id, attached.along(), quiet=bool(silent))
    if sent.result is None:
        begun.fields.refuse(sent.fields or silent)
        return
    begun.sheet.done()
    new = one(actor, sent.result)
    leave("referral.py", f"Referral {new.now.reference} for {new.patient_name} was sent", id=new.now.id)


page(viewer())
