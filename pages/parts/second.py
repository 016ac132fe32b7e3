"""A second referral for the same: what is open already, the way there, and why that is not enough."""

from dataclasses import replace
from html import escape

import streamlit as st

from core.access import Actor
from core.referral import Draft, Like, open_like
from pages.parts.fields import Fields
from pages.parts.links import to

UNSAID = "Say why one is not enough, or open the other."


def second(actor: Actor, fields: Fields, draft: Draft) -> tuple[Draft, Like | None]:
    """What is open already, the way there, and room for why that is not enough."""
    like = open_like(actor, draft)
    if like is None:
        return draft, None
    with st.container(key="open-like"):
        way = f' <a data-go href="{to("referral", id=like.id)}">Open it</a>' if like.mine else ""
        st.html(f"<p>{escape(like.sentence)}{way}</p>")
        if not like.same:
            return draft, like
        why = fields.ask("duplicate_reason", st.text_input, "Why a second one is needed")
    return replace(draft, duplicate_reason=why), like


def unsaid(draft: Draft, like: Like | None) -> dict[str, str]:
    """What is missing while nobody has said why."""
    return {"duplicate_reason": UNSAID} if like and like.same and not draft.duplicate_reason.strip() else {}
