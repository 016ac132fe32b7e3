"""Own interests: how much of what our sites refer out goes to practices in which the group has a stake."""

from html import escape

import streamlit as st

from core.access import Actor
from core.directory import Concentration, concentrations
from pages.parts.provider_views import top
from pages.parts.provider_words import SPECIALTIES

NONE = "Nothing was referred to a practice with an own interest in the last twelve months."


def interests(actor: Actor) -> None:
    """The view: in words and a small bar, by site and specialty."""
    top(actor, "interests", "What goes to practices in which the group or one of its clinicians has a stake")
    found = concentrations(actor)
    if not found:
        st.html(f'<p class="quiet">{NONE}</p>')
        return
    st.html(f'<ul class="bars">{"".join(_line(each) for each in found)}</ul>')
    st.html('<p class="quiet">Outbound referrals of twelve months. A percentage is given from 5 referrals on.</p>')


def _line(each: Concentration) -> str:
    share = each.share
    what = f"{each.site}, {SPECIALTIES.get(each.specialty, each.specialty).lower()}"
    percent = f", {share.percent}%" if share.percent is not None else ", too few for a percentage"
    words = f"{share.part} of {share.n} referrals{percent}"
    width = f' style="width:{share.percent}%"' if share.percent is not None else ""
    bar = f'<div class="bar" aria-hidden="true"><i{width}></i></div>' if width else ""
    return f"<li><p><b>{escape(what)}</b> <small>{escape(words)}</small></p>{bar}</li>"
