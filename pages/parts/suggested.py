"""Who may be meant: known patients who look like somebody new, each with what speaks for it."""

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import streamlit as st

from core import field
from core.patient import Found, Suggestion
from pages.parts.plain import plain
from pages.parts.sheet import Sheet

CSS = Path(__file__).with_suffix(".css")


def suggested(alike: Sequence[Suggestion], sheet: Sheet, use: Callable[[Found], None]) -> None:
    """Draw them, likeliest first; `use` is called with the one that somebody takes instead."""
    if not alike:
        return
    st.html(CSS)
    sure = any(one.certain for one in alike)
    st.html(f'<p class="perhaps" role="status">{"Already known" if sure else "Perhaps already known"}</p>')
    for one in alike:
        with st.container(
            horizontal=True,
            wrap=False,
            vertical_alignment="center",
            gap="small",
            key=sheet.key(f"double-{one.found.id}"),
        ):
            st.html(_card(one))
            st.button(
                "Use this one",
                key=sheet.key(f"use-{one.found.id}"),
                on_click=use,
                args=(one.found,),
                help=f"Take {plain(one.found.name)} instead of adding somebody new",
            )


def known_by(found: Found) -> str:
    """What tells two patients of one name apart."""
    born = f"{found.born_on.day} {found.born_on:%b %Y}" if found.born_on else ""
    phone = field.phone_shown(found.phone) if found.phone else ""
    return " · ".join(part for part in (born, found.postcode, phone) if part)


def in_words(reasons: Sequence[str]) -> str:
    """Same date of birth, same postcode."""
    said = ", ".join(reasons)
    return said[:1].upper() + said[1:]


def _card(one: Suggestion) -> str:
    return (
        f'<div class="suggested"><p><b>{escape(one.found.name)}</b> <span>{escape(known_by(one.found))}</span></p>'
        f"<p>{escape(in_words(one.reasons))}</p></div>"
    )
