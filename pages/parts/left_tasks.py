"""What people added to be done about a referral that ends: asked about in the step's form, and told where it stays."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core import clock, task
from core.access import Actor
from core.sla import due_words
from core.task import ADDED, Task
from pages.parts.fields import Fields

WAYS = {False: "Leave them open", True: "Close them with it"}
WAYS_OF_ONE = {False: "Leave it open", True: "Close it too"}


def left_tasks(actor: Actor, referral_id: int, fields: Fields) -> bool:
    """List them and ask; whether they are to be closed. Nothing is asked where there are none."""
    waiting = [each for each in task.of(actor, "referral", referral_id) if each.state == "open" and each.kind == ADDED]
    if not waiting:
        return False
    st.html(_list(waiting))
    ways = WAYS if len(waiting) > 1 else WAYS_OF_ONE
    label = "What becomes of them" if len(waiting) > 1 else "What becomes of it"
    how = {"options": list(ways), "format_func": ways.get, "horizontal": True, "label_visibility": "collapsed"}
    return bool(fields.ask("close_tasks", st.radio, label, **how))


def stay_open(left: int) -> str:
    """What is told of those that were left."""
    if not left:
        return ""
    return "1 task that was added stays open" if left == 1 else f"{left} tasks that were added stay open"


def _list(waiting: Sequence[Task]) -> str:
    many = "A task is still open" if len(waiting) == 1 else f"{len(waiting)} tasks are still open"
    lines = "".join(f"<li>{escape(each.title)} <span>{_when(each)}</span></li>" for each in waiting)
    return f'<div class="left-tasks"><p>{many}</p><ul>{lines}</ul></div>'


def _when(one: Task) -> str:
    words, _ = due_words(one.due_at, clock.now(), one.zone)
    return escape(" · ".join(part for part in (words, one.owner) if part))
