"""Deadlines: how long each step may take and for what, which of several wins, and a place to try it."""

from itertools import groupby

import streamlit as st

from core import sla
from core.access import Actor
from core.sla import Listed
from pages.parts.deadline_form import GROUP, add, change
from pages.parts.deadline_trial import trial
from pages.parts.head import head
from pages.parts.reckoning import reckoning
from pages.parts.table import Action, Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer

COLUMNS = [
    Column("For", place="title"),
    Column("Within"),
    Column("At risk"),
    Column("Stands still"),
    Column("Where", place="foot"),
]
ABOUT = "In open time. The most special wins: by site, then practice, specialty, urgency and direction."
OTHERS = " The group’s own are read only here."


def row(one: Listed) -> Row:
    """One deadline; the button opens it for those who may change it."""
    cells = (
        Cell(one.whom, mark="Changed" if one.edited else ""),
        Cell(one.policy.time),
        Cell(one.policy.warning),
        Cell(one.pauses or "never"),
        Cell(one.site or GROUP),
    )
    return Row(one.policy.id, cells, actions=(Action("Change", "change"),) if one.mine else ())


def page(actor: Actor) -> None:
    """Grouped by what is due, with the way to try it below."""
    several = sla.deadlines(actor)
    about = ABOUT if all(one.mine for one in several) else ABOUT + OTHERS
    pressed = head("Deadlines", about, "Add a deadline", ":material/add:")
    reckoning(actor)
    asked = None
    for what, group in groupby(several, key=lambda one: one.what):
        rows = [row(one) for one in group]
        st.header(what, anchor=False)
        asked = table(what, COLUMNS, rows, Empty("Nothing is set."), key=f"deadlines-{what}") or asked
    trial(actor)
    if pressed:
        add(actor)
    elif asked:
        change(actor, next(one for one in several if one.policy.id == asked.id))


page(viewer())
