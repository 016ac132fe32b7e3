"""One task with everything about it: its checklist to tick off, what came of it, and what can be done with it."""

from html import escape
from pathlib import Path

import streamlit as st

from core import clock, task
from core.access import Actor
from core.task import Task
from pages.parts.facts import facts
from pages.parts.flash import again, do
from pages.parts.plain import plain
from pages.parts.sheet import Sheet
from pages.parts.task_form import Place
from pages.parts.task_menu import later, more
from pages.parts.task_words import STATES, about, asleep, due, exactly, marks, there

CSS = Path(__file__).with_name("tasks.css")


def task_card(actor: Actor, one: Task, place: Place) -> None:
    """Draw it and do what somebody asks for."""
    st.html(CSS)
    st.html(f'<h2 class="task-title">{escape(one.title)} {marks(one)}</h2>{_about(one)}')
    facts(*_facts(one))
    checklist(actor, one)
    if one.note:
        st.html(f'<p class="task-note">{escape(one.note)}</p>')
    sheet = Sheet(f"card-{one.id}-{one.version}")
    with st.container(horizontal=True, gap="small", key=f"ways-of-{one.id}"):
        if one.state == "open":
            _open(actor, one, place, sheet)
        elif st.button("Open again", icon=":material/undo:", key=sheet.key("reopen")):
            _left(place, do(task.reopen, actor, one.id, one.version), "It is to be done again")


def checklist(actor: Actor, one: Task) -> None:
    """Its lines, to be ticked off where they stand."""
    for line in one.checklist:
        key = f"tick-{one.id}-{line.id}-{one.version}"
        ticked = st.checkbox(plain(line.text), value=line.ticked, key=key, disabled=one.state != "open")
        if ticked != line.ticked and do(task.tick, actor, one.id, line.id, ticked):
            again("")


def finish(actor: Actor, one: Task, place: Place, key: str, look: str = "primary") -> None:
    """One click, and it is done."""
    label = "Seen" if one.kind == "mention" else "Done"
    if st.button(label, type=look, icon=":material/task_alt:" if look == "primary" else None, key=key):
        _left(place, do(task.finish, actor, one.id, one.version), f"Done: {one.title}")


def _open(actor: Actor, one: Task, place: Place, sheet: Sheet) -> None:
    finish(actor, one, place, sheet.key("done"))
    later(actor, one, place, sheet)
    if one.owner_id != actor.account_id and st.button("Take it", icon=":material/pan_tool:", key=sheet.key("take")):
        _left(place, do(task.take, actor, one.id, one.version), "It is yours now")
    more(one, place, sheet)


def _about(one: Task) -> str:
    where = about(one, site=True)
    if not there(one):
        return f'<p class="task-about">{escape(where)}</p>'
    return f'<p class="task-about"><a data-go href="{escape(there(one))}">{escape(where)}</a></p>'


def _facts(one: Task) -> list[tuple[str, str]]:
    ended = clock.spoken(one.ended_at, one.zone) if one.ended_at else ""
    return [
        (STATES[one.state], ended),
        ("Due", "" if ended else exactly(one).removeprefix("Due ")),
        ("Put off", due(one)[0].removeprefix("Put off ") if asleep(one) else ""),
        ("Who", one.owner or "The site’s pool: whoever is there"),
        ("Comes again", str(one.rhythm) if one.rhythm else ""),
    ]


def _left(place: Place, done: object, said: str) -> None:
    if done:
        place.leave(said)
