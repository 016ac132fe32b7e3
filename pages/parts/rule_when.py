"""When a rule acts: once something has happened, or so long after it or before."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.rule import ANCHORS, Late, Unit, triggers
from core.rule.occasion import ANCHORED, HEADINGS, OCCASIONS, heading, occasion
from pages.parts.fields import Fields

WAYS = {"event": "Something happens", "time": "Time has passed"}
SIDES = {"after": "after", "every": "and each time again after", "before": "before"}
DUE = "rule:due"


def when(fields: Fields) -> dict[str, Any]:
    """The event, or the time and what it is counted from."""
    way = fields.ask(
        "way", st.segmented_control, "When", options=list(WAYS), default="event", required=True, format_func=WAYS.get,
        label_visibility="collapsed",
    )  # fmt: skip
    return _event(fields) if way == "event" else _time(fields)


def occasions() -> dict[str, str]:
    """What a rule may wait for, in the order of a referral's life."""
    order = list(OCCASIONS)
    known = sorted(triggers(), key=lambda kind: (HEADINGS.index(heading(kind)), kind not in order, _at(order, kind)))
    return {str(kind): _capital(occasion(kind).of()) for kind in known}


def _at(order: list[str], kind: str) -> int:
    return order.index(kind) if kind in order else len(order)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _event(fields: Fields) -> dict[str, Any]:
    chosen = fields.choose(
        "when", "What happens", occasions(), "Choose what it waits for", label_visibility="collapsed"
    )
    return {"when": chosen or "", "timing": None}


def _time(fields: Fields) -> dict[str, Any]:
    with st.container(key="rule-time"):
        amount, unit, side, anchor = st.columns([1, 1.5, 1.3, 5], gap="small")
    quiet: Mapping[str, Any] = {"label_visibility": "collapsed"}
    with amount:
        n = fields.ask("amount", st.number_input, "How many", value=10, min_value=1, step=1, **quiet)
    with unit:
        units = {str(one): one.label for one in Unit}
        counted = fields.ask(
            "unit", st.selectbox, "Counted in", options=list(units), index=1, format_func=units.get, **quiet
        )
    with side:
        which = fields.ask("side", st.selectbox, "Before or after", options=list(SIDES), format_func=SIDES.get, **quiet)
    with anchor:
        open_to = {name: _anchored(name) for name, each in ANCHORS.items() if which != "before" or each.before}
        chosen = fields.choose("anchor", "What it is counted from", open_to, "Choose what it is counted from", **quiet)
    side_of = {"after": n, "every": True} if which == "every" else {which: n}
    return {"when": DUE, "timing": {**side_of, "unit": counted, "anchor": chosen or ""}}


def _anchored(name: str) -> str:
    return ANCHORED[name].of() if name in ANCHORED else ANCHORS[name].label


def late(fields: Fields) -> str:
    """What becomes of those whose time is over already when the rule is kept."""
    words = {str(one): one.label for one in Late}
    return str(fields.ask("late", st.radio, "When this rule begins", options=list(words), format_func=words.get))
