"""What stands beside a referral in the group's own words: that it is flagged at risk and why, and its tags."""

from dataclasses import dataclass
from html import escape

import streamlit as st

from core import referral
from core.access import Actor, Permission
from core.referral import Referral
from pages.parts.badges import badge
from pages.parts.plain import plain
from pages.parts.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Marked:
    """A tag that was put on or taken off; without one, the flag was lowered."""

    tag: str = ""
    on: bool = False


def marks(actor: Actor, r: Referral, sheet: Sheet) -> Marked | None:
    """Draw them in one quiet line, and nothing where there is nothing to say; what somebody changed."""
    may = actor.may(Permission.REFERRAL_HANDLE, at=r.now.site_id)
    known = referral.tags(actor) if may or r.tags else ()
    if not (r.flagged_at or r.tags or (may and known)):
        return None
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="marks"):
        if r.flagged_at or r.tags:
            st.html(_said(r))
        return (_lower(r, sheet) or _tags(r, known, sheet)) if may else None


def _said(r: Referral) -> str:
    flag = f"{badge('At risk', 'amber')} {escape(r.flagged_because)}" if r.flagged_at else ""
    return f'<p class="marks">{flag} {" ".join(badge(name) for name in r.tags)}</p>'


def _lower(r: Referral, sheet: Sheet) -> Marked | None:
    said = "It is looked after: show it as at risk no more."
    if r.flagged_at and st.button("Not at risk", key=sheet.key("lower"), type="tertiary", help=said):
        return Marked()
    return None


def _tags(r: Referral, known: tuple[str, ...], sheet: Sheet) -> Marked | None:
    if not known:
        return None
    choices = [(name, name not in r.tags) for name in known]
    chosen = st.menu_button(
        "Tags",
        choices,
        key=sheet.key("tags"),
        format_func=lambda each: plain(each[0] if each[1] else f"Take off {each[0]}"),
        icon=":material/label:",
        type="tertiary",
    )
    return Marked(*chosen) if chosen else None
