"""The form of a rule, when, if and then: widgets in, a rule out as a row keeps it, said as a sentence as it grows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.access import Actor
from core.rule import Catalogue
from pages.parts.fields import Fields
from pages.parts.rule_if import Conditions
from pages.parts.rule_shape import Shape
from pages.parts.rule_then import Actions
from pages.parts.rule_when import late, when


@dataclass(frozen=True, slots=True)
class Built:
    """What stands in the form now, and the field to look at for each place that a refusal may name."""

    stored: dict[str, Any]
    places: Mapping[str, str]


def rule_form(actor: Actor, fields: Fields, shape: Shape, words: Catalogue) -> Built:
    """Draw it; what stands in it now."""
    with st.container(key="rule-form"):
        st.html('<h2 class="part">When</h2>')
        waits = when(fields)
        st.html('<h2 class="part">If <small>leave it empty, and it always acts</small></h2>')
        asking = Conditions(fields, shape, words, waits["when"])
        conditions = asking.ask()
        st.html('<h2 class="part">Then</h2>')
        doing = Actions(fields, shape, words)
        actions = doing.ask()
        fields.place("actions")
        more = _more(actor, fields, words, timed=waits["timing"] is not None)
    if waits["timing"]:
        waits["timing"]["late"] = more.pop("late")
    places = {"trigger": "anchor" if waits["timing"] else "when"}
    places |= {f"conditions.{n}": name for n, name in enumerate(asking.blamed)}
    places |= {f"actions.{n}": name for n, name in enumerate(doing.blamed)}
    return Built({**waits, "conditions": conditions, "actions": actions, **more}, places)


def _more(actor: Actor, fields: Fields, words: Catalogue, *, timed: bool) -> dict[str, Any]:
    """What is rarely needed: where it holds, whether it is the last, and what becomes of those that are late."""
    with st.expander("More", key=fields.sheet.key("more")):
        given: dict[str, Any] = {"only_sites": _sites(actor, fields, words)}
        given["stop"] = fields.ask("stop", st.checkbox, "Once it acts, no later rule is judged")
        if timed:
            given["late"] = late(fields)
    return given


def _sites(actor: Actor, fields: Fields, words: Catalogue) -> list[int]:
    """Empty for the whole group, which only who answers for every site may choose."""
    mine: Mapping[Any, str] = {option.value: option.label for option in words.options("site")}
    if not actor.every_site and len(mine) == 1:
        return [next(iter(mine))]
    empty = "Every site" if actor.every_site else "Choose the sites it is for"
    first = {} if actor.every_site else {"default": list(mine)}
    return list(
        fields.ask(
            "only_sites",
            st.multiselect,
            "Only at",
            options=list(mine),
            format_func=mine.get,
            placeholder=empty,
            **first,
        )
    )
