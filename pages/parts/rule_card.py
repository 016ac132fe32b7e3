"""One rule: how it stands and what can be done with it; to change, to try out, what it did, and how it came to be."""

from collections.abc import Callable
from html import escape

import streamlit as st

from core import rule
from core.access import Actor
from core.rule import catalogue
from core.rule.listing import Standing, shipped_words, standing
from pages.parts.flash import do, leave
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.provider_views import CSS
from pages.parts.rule_past import acts, versions
from pages.parts.rule_reading import reading
from pages.parts.rule_sites import sites
from pages.parts.rule_text import export_one
from pages.parts.rule_words import stands
from pages.parts.rule_workshop import Bench, workshop

VIEWS = {"": "The rule", "did": "What it did", "versions": "Versions"}


def card(actor: Actor, rule_id: int) -> None:
    """The page of one rule."""
    found = do(standing, actor, rule_id, quiet=True)
    if found.result is None:
        head("Rule", found.refused)
        return
    one = found.result
    head(one.label, stands(one), beside=lambda: _beside(actor, one))
    st.html(CSS)
    st.html(f'<nav class="views" aria-label="Views">{"".join(_links(one))}</nav>')
    _warn(one)
    shown: dict[str, Callable[[Actor, Standing], None]] = {"did": acts, "versions": versions}
    shown.get(st.query_params.get("view", ""), _rule)(actor, one)


def _links(one: Standing) -> list[str]:
    here = st.query_params.get("view", "")
    here = here if here in VIEWS else ""
    links = [f'<a data-go href="{to("rules")}">All rules</a>']
    for code, label in VIEWS.items():
        now = ' aria-current="page"' if code == here else ""
        links.append(f'<a data-go href="{to("rules", id=one.id, view=code)}"{now}>{escape(label)}</a>')
    return links


def _rule(actor: Actor, one: Standing) -> None:
    """To change, or to read for who may not."""
    if one.may_edit:
        _ships(actor, one)
        workshop(Bench(actor, catalogue(actor), one.stored, one.name, one.version))
        sites(actor, one)
    else:
        reading(actor, one)


def _beside(actor: Actor, one: Standing) -> None:
    on = st.toggle("Switched on", value=one.enabled, disabled=not one.may_edit, key=f"on-{one.id}-{one.version}")
    if on != one.enabled:
        said = f"“{one.label}” is switched {'on' if on else 'off'}"
        do(rule.switch, actor, one.name, one.version, on=on, said=said)
    if st.button("Copy", icon=":material/content_copy:", type="tertiary", key=f"copy-{one.id}"):
        leave("rules.py", "", id="new", like=one.id)
    export_one(actor, one.name)
    if one.may_edit and not one.shipped:
        _remove(actor, one)


def _remove(actor: Actor, one: Standing) -> None:
    with st.popover("Remove", icon=":material/delete:", type="tertiary"):
        st.write("Its history stays, and what it did is not undone.")
        why = st.text_input("Why", max_chars=400, key=f"remove-why-{one.id}")
        pressed = st.button("Remove this rule", key=f"remove-{one.id}")
        if pressed and do(rule.remove, actor, one.name, one.version, why):
            leave("rules.py", f"“{one.label}” is removed")


def _ships(actor: Actor, one: Standing) -> None:
    """What ships, where the group made something else of it, and the way back to it."""
    if not one.edited or not one.shipped_as:
        return
    newer = "Meanwhile another version of it ships" if one.renewed else "It was changed here. As it ships"
    with st.container(horizontal=True, vertical_alignment="center", key="rule-ships"):
        st.html(f'<p class="ships">{newer}: {escape(shipped_words(actor, one))}</p>')
        if st.button(
            "Go back to what ships", type="tertiary", icon=":material/undo:", key=f"ships-{one.id}-{one.version}"
        ):
            said = "The rule is as it ships"
            do(rule.save, actor, one.shipped_as, one.name, one.version, "Back to what ships.", said=said)


def _warn(one: Standing) -> None:
    if one.fault:
        off = "It switched itself off" if not one.enabled else "It cannot be followed"
        st.html(f'<p class="pulse ill" role="status">{off}: {escape(one.fault)}</p>')
