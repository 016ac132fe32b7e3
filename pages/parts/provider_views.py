"""The views of the directory, and the way between them."""

from html import escape
from pathlib import Path

import streamlit as st

from core.access import Actor, Permission
from core.directory import may_ask
from pages.parts.head import head
from pages.parts.links import to

CSS = Path(__file__).with_name("providers.css")
LAYOUT = Path(__file__).with_name("referral.css")
"""The two sides of a page, as one referral has them."""


def views(actor: Actor) -> dict[str, str]:
    """What this person can look at, by what the address says."""
    counts = actor.may(Permission.AUDIT_READ) and actor.may(Permission.REFERRAL_COUNT)
    known = [
        ("", "Directory", True),
        ("match", "Find a match", bool(actor.sites)),
        ("asks", "What we ask", may_ask(actor)),
        ("interests", "Own interests", counts),
    ]
    return {code: label for code, label, open_to in known if open_to}


def top(actor: Actor, here: str, caption: str, action: str = "", icon: str = "") -> bool:
    """The head of a view and the links to the others; whether its action was pressed."""
    pressed = head("Providers", caption, action=action, icon=icon)
    st.html(CSS)
    links = (_link(code, label, here=code == here) for code, label in views(actor).items())
    st.html(f'<nav class="views" aria-label="Views">{"".join(links)}</nav>')
    return pressed


def _link(code: str, label: str, *, here: bool) -> str:
    now = ' aria-current="page"' if here else ""
    return f'<a data-go href="{to("providers", view=code)}"{now}>{escape(label)}</a>'
