"""The top of every page: one title, what it is about, and the one thing most people come to do."""

from collections.abc import Callable
from html import escape

import streamlit as st

from pages.parts.style import dress


def head(
    title: str,
    caption: str = "",
    action: str = "",
    icon: str = "",
    beside: Callable[[], None] | None = None,
    keys: str | None = None,
) -> bool:
    """Draw the top; whether the primary action was pressed. Title and caption may hold names: shown as they are.

    `beside` draws what can quietly be done with the whole page, before the primary action; `keys` press it too.
    """
    dress()
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small", key="head"):
        st.html(f'<header class="head"><h1>{escape(title)}</h1>{_caption(caption)}</header>')
        if beside:
            with st.container(horizontal=True, gap="small", width="content", key="beside-head"):
                beside()
        return bool(action) and st.button(
            action, icon=icon or None, type="primary", key="primary-action", shortcut=keys
        )


def _caption(text: str) -> str:
    return f"<p>{escape(text)}</p>" if text else ""
