"""Texts: what Baton writes to whom; one of them to put in own words, to try out, and to put back."""

from html import escape

import streamlit as st

from core.access import Actor
from core.rule.proofs import sending
from core.text import purposes
from core.text.model import Purpose
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.provider_views import CSS as VIEWS
from pages.parts.text_editor import text_editor
from pages.parts.text_list import HEADINGS, text_list
from pages.parts.text_past import text_past
from pages.parts.text_ways import ways
from pages.parts.viewer import viewer

ITSELF = {
    "alert": ("It is sent when something is late or has gone quiet", "escalation"),
    "alerts": ("It is sent when something is late or has gone quiet", "escalation"),
    "sign_in": ("It is sent when a practice asks to sign in to its referrals", "providers"),
    "edition": ("It is sent with reports to those on their lists", "reports"),
}
"""What is sent by the house itself and by no rule, and the page that decides about it."""


def page(actor: Actor) -> None:
    """One text when the address names it, else all of them."""
    found = purposes().get(st.query_params.get("name", ""))
    if found is None:
        text_list(actor)
    else:
        _one(actor, found)


def _one(actor: Actor, purpose: Purpose) -> None:
    head(purpose.label, HEADINGS[purpose.audience])
    st.html(VIEWS)
    past = st.query_params.get("view", "") == "versions"
    st.html(f'<nav class="views" aria-label="Views">{_views(past=past)}</nav>')
    st.html(f'<p class="sentby">{_sent_by(actor, purpose)}</p>')
    way = ways(actor, purpose)
    if past:
        text_past(actor, way.place)
    else:
        text_editor(actor, way.place, way.where)


def _views(*, past: bool) -> str:
    asked = {name: st.query_params.get(name, "") for name in ("name", "site", "language", "form")}
    found = [f'<a data-go href="{to("texts")}">All texts</a>']
    for code, label in {"": "The text", "versions": "Versions"}.items():
        here = ' aria-current="page"' if (code == "versions") is past else ""
        found.append(f'<a data-go href="{escape(to("texts", **asked, view=code))}"{here}>{label}</a>')
    return "".join(found)


def _sent_by(actor: Actor, purpose: Purpose) -> str:
    """The rules that send it, each a link."""
    if purpose.about in ITSELF:
        said, where = ITSELF[purpose.about]
        return f'<a data-go href="{to(where)}">{said}</a>.'
    rules = sending(actor, purpose.name)
    if purpose.by_hand and not rules:
        return "People begin with it when they write a message themselves."
    if not rules:
        return f'No rule sends it yet. <a data-go href="{to("rules", id="new")}">Make one that does</a>.'
    links = [
        f'<a data-go href="{to("rules", id=one.id)}">{escape(one.label)}</a>{"" if one.enabled else " (switched off)"}'
        for one in rules
    ]
    return f"Sent by the {'rule' if len(links) == 1 else 'rules'} {', '.join(links)}."


page(viewer())
