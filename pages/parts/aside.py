"""Beside a referral: what is to be done about it, and how the patient is reached."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core import clock, field
from core.patient import Channel, Patient
from core.sla import due_words
from core.task import Task
from pages.parts.badges import DUE
from pages.parts.facts import facts
from pages.parts.links import to


def open_tasks(tasks: Sequence[Task]) -> Task | None:
    """Draw the open ones; the one that somebody says is done."""
    waiting = [task for task in tasks if task.state == "open"]
    done = None
    if waiting:
        st.html('<h2 class="box">Tasks</h2>')
    for task in waiting:
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small", key=f"task-{task.id}"):
            st.html(_task(task))
            if st.button("Done", key=f"done-{task.id}-{task.version}"):
                done = task
    return done


def _task(task: Task) -> str:
    words, tone = due_words(task.due_at, clock.now(), task.zone)
    exact = clock.spoken(task.due_at, task.zone)
    who = f" · {escape(task.owner)}" if task.owner else ""
    return (
        f'<div class="task"><p>{escape(task.title)}</p>'
        f'<p><span class="tone {DUE[tone]}" title="Due {exact}">{words}</span>{who}</p></div>'
    )


def contact(patient: Patient) -> None:
    """Who the patient is and how to reach them; their name leads to their own page."""
    there = escape(to("patients", id=patient.id))
    st.html(f'<h2 class="box">Patient <small><a data-go href="{there}">{escape(patient.name)}</a></small></h2>')
    born = f"{patient.born_on.day} {patient.born_on:%B %Y}" if patient.born_on else ""
    facts(
        ("Born", born),
        ("Telephone", field.phone_shown(patient.contact(Channel.PHONE)) if patient.contact(Channel.PHONE) else ""),
        ("E-mail", patient.contact(Channel.EMAIL)),
        ("NHS number", field.nhs_shown(patient.nhs_number) if patient.nhs_number else ""),
        ("Postcode", patient.postcode),
    )
