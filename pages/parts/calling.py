"""Whom to call this week: practices with every reason in numbers, and a task for whoever calls."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

import streamlit as st

from core import insight
from core.access import Actor, Permission
from core.field import phone_shown
from core.insight import REASONS, Asked
from core.insight.calling import Call
from pages.parts.filters import Field, Tab, chosen, filters
from pages.parts.links import within
from pages.parts.table import Action, Cell, Column, Empty, Row, table
from pages.parts.task_form import Place, new_task

MOST = 25
COLUMNS = [Column("Practice", place="title"), Column("Why", "lines"), Column("Telephone", place="corner")]
CALM = Empty("Nobody needs a call this week: no practice has fallen silent, and nothing is outstanding.")
ORDER = (
    "The most pressing reason first, then whoever has most to do with us. Counted over the last twelve whole months."
)


def calling(actor: Actor, tabs: Sequence[Tab]) -> None:
    """Draw the list; no period narrows it, because a silence is measured from today."""
    places = {str(site): name for site, name in insight.places(actor).items()}
    site = Field("site", "Site", choices={"": "All my sites", **places})
    view = Field("view", "View", choices={tab.code: tab.label for tab in tabs})
    now = chosen([site, view])
    filters([site] if len(places) > 1 else [], now, tabs, "view")
    asked = replace(Asked.read({}), sites=Asked.read(now).sites)
    found = insight.calls(insight.scorecard(actor, asked))[:MOST]
    rows = [_row(actor, asked, call) for call in found]
    pressed = table("Call this week", COLUMNS, rows, CALM, note=ORDER if rows else "", cards=True, key="calls")
    if pressed:
        new_task(_place(found, pressed.id, now, asked))
    _rules()


def _row(actor: Actor, asked: Asked, call: Call) -> Row:
    """A practice with each of its reasons, the first as a mark beside its name."""
    one = call.scored.practice
    first, _ = call.reasons[0]
    why = "\n".join(sentence for _, sentence in call.reasons)
    cells = (
        Cell(one.name, under=one.town, mark=first.label, mark_tone="amber"),
        Cell(why),
        Cell(phone_shown(one.phone) if one.phone else ""),
    )
    actions = (Action("Add a task", "task"),) if actor.may(Permission.TASK_DO) else ()
    return Row(one.id, cells, within("scorecard", asked, provider=one.id), actions=actions)


def _place(found: Sequence[Call], practice_id: int, now: dict[str, Any], asked: Asked) -> Place:
    """Who calls is a task, with the first reason in its title."""
    call = next(call for call in found if call.scored.practice.id == practice_id)
    return task_about(call.scored.practice.name, call.reasons[0][0].label, now, asked)


def task_about(name: str, why: str, query: dict[str, Any], asked: Asked) -> Place:
    """A new task to call a practice: of the site that is looked at, if it is one."""
    title = f"Call {name}" + (f": {why[0].lower()}{why[1:]}" if why else "")
    site_id = next(iter(asked.sites)) if len(asked.sites) == 1 else None
    return Place("scorecard", query, subject="site", site_id=site_id, called=name, title=title)


def _rules() -> None:
    with st.expander("When a practice is on this list"):
        rules = "".join(f"<dt>{escape(one.label)}</dt><dd>{escape(one.rule)}</dd>" for one in REASONS)
        st.html(f'<dl class="facts">{rules}</dl>')
