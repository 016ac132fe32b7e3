"""A new rule, empty or like another one."""

import streamlit as st

from core.access import Actor
from core.rule import catalogue
from core.rule.listing import standing
from pages.parts.flash import do
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.provider_views import CSS as VIEWS
from pages.parts.rule_shape import EMPTY, Stored
from pages.parts.rule_workshop import Bench, workshop

CAPTION = "Say when it acts, if anything must hold, and what it then does. The sentence beside it grows as you go."


def new(actor: Actor, like: int) -> None:
    """Build it; one that is like another begins with everything that one has."""
    head("New rule", CAPTION)
    st.html(VIEWS)
    st.html(f'<nav class="views" aria-label="Views"><a data-go href="{to("rules")}">All rules</a></nav>')
    stored, beside = EMPTY, 0
    if like and (found := do(standing, actor, like).result):
        stored, beside = _copy(actor, found.stored), like
    workshop(Bench(actor, catalogue(actor), stored, sort=f"new-{beside}"))


def _copy(actor: Actor, stored: Stored) -> Stored:
    """At one’s own sites where the group’s rules are not one’s own to make."""
    only = stored["only_sites"] if actor.every_site else [site for site in stored["only_sites"] if actor.works_at(site)]
    label = f"{stored['label']} (copy)"
    kept = {name: stored[name] for name in ("when", "timing", "conditions", "actions", "stop")}
    return {**kept, "label": label, "only_sites": only}
