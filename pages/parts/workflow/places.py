"""Where something holds: the whole group, or some sites; who may say so, and why somebody may not."""

from collections.abc import Collection, Mapping

import streamlit as st

from core import directory
from core.access import Actor
from core.workflow import may_edit
from pages.parts.fields import Fields
from pages.parts.table import Action

WHOLE = "The whole group"
CHANGE = (Action("Change", "change"),)


def names(actor: Actor) -> dict[int, str]:
    """What every site is called, by its id."""
    return {site.id: site.name for site in directory.every_site(actor)}


def where(sites: Collection[int], called: Mapping[int, str]) -> str:
    """The whole group, or these sites by name."""
    return ", ".join(called.get(site, "") for site in sites) or WHOLE


def actions(actor: Actor, sites: Collection[int | None]) -> tuple[Action, ...]:
    """The way into the dialog, for those who may change what holds there."""
    return CHANGE if may_edit(actor, sites) else ()


def caption(actor: Actor, said: str) -> str:
    """What the view is about, and why somebody sees some of it read only."""
    return said if actor.every_site else f"{said} You set what is for your own sites."


def several(actor: Actor, fields: Fields, now: Collection[int] = ()) -> tuple[int, ...]:
    """For which sites; whoever answers for every site may leave it to the whole group."""
    mine = {site.id: site.name for site in directory.sites(actor)}
    if not actor.every_site and len(mine) == 1:
        return tuple(mine)
    chosen = fields.ask(
        "sites", st.multiselect, "Where", options=list(mine), default=[site for site in now if site in mine],
        format_func=mine.get, placeholder=WHOLE if actor.every_site else "Choose your sites",
    )  # fmt: skip
    return tuple(chosen)


def one(actor: Actor, fields: Fields) -> int | None:
    """For one site, or the whole group with None."""
    mine: dict[int | None, str] = {None: WHOLE} if actor.every_site else {}
    mine |= {site.id: site.name for site in directory.sites(actor)}
    if len(mine) == 1:
        return next(iter(mine))
    chosen: int | None = fields.ask("site", st.selectbox, "Where", options=list(mine), format_func=mine.get)
    return chosen


def place(fields: Fields, last: int, now: int = 0) -> int:
    """At which place of a list, counted from 1."""
    how = {"min_value": 1, "max_value": max(last, now, 1), "step": 1, "value": now or max(last, 1)}
    return int(fields.ask("place", st.number_input, "Place in the list", **how))
