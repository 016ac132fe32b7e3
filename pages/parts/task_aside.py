"""The open tasks beside what they are about: done, ticked off and put off right there, and one more to be added."""

from collections.abc import Sequence

import streamlit as st

from core.access import Actor
from core.task import Task
from pages.parts.sheet import Sheet
from pages.parts.task_card import CSS, checklist, finish
from pages.parts.task_form import Place, new_task
from pages.parts.task_menu import later, more
from pages.parts.task_words import asleep, told


def tasks_beside(actor: Actor, tasks: Sequence[Task], place: Place) -> None:
    """Draw them, what is put off last. Where the place says what a new one would be about, one can be added."""
    waiting = sorted((one for one in tasks if one.state == "open"), key=asleep)
    if not (waiting or place.subject):
        return
    st.html(CSS)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="tasks-head"):
        st.html('<h2 class="box">Tasks</h2>')
        if place.subject and st.button("Add task", icon=":material/add_task:", type="tertiary", key="add-task"):
            new_task(place)
    for one in waiting:
        _task(actor, one, place)


def _task(actor: Actor, one: Task, place: Place) -> None:
    sheet = Sheet(f"beside-{one.id}-{one.version}")
    with st.container(gap=None, key=f"todo-{one.id}"):
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small", key=f"task-{one.id}"):
            st.html(told(one))
            finish(actor, one, place, f"done-{one.id}-{one.version}", "secondary")
        checklist(actor, one)
        if one.kind != "mention":
            with st.container(horizontal=True, gap="small", key=f"ways-beside-{one.id}"):
                later(actor, one, place, sheet, type="tertiary")
                more(one, place, sheet)
