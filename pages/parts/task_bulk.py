"""Many tasks at once: done, given or put off; what to do with them is asked once."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import streamlit as st

from core import referral, task
from core.access import Actor, Permission
from core.several import MOST, Became, Chosen
from core.task import Task
from pages.parts.bulk_work import Act, Work, look, run
from pages.parts.fields import Fields
from pages.parts.flash import redraw
from pages.parts.links import to
from pages.parts.plain import plain
from pages.parts.sheet import Sheet
from pages.parts.table import Cell, Picked, Row
from pages.parts.task_fields import POOL, today
from pages.parts.task_menu import FARTHEST
from pages.parts.viewer import viewer

WAYS = {"finish": "Done", "assign": "Give to somebody", "snooze": "Put off"}


def bulk(asked: Picked) -> None:
    """Open the dialog for what was chosen in the list."""
    several = tuple(Chosen(*one) for one in asked.rows[:MOST])
    Sheet("task-bulk").done()
    many = "1 task" if len(several) == 1 else f"{len(several)} tasks"
    st.dialog(many, width="medium", on_dismiss="rerun")(_dialog)(several)


def _dialog(several: tuple[Chosen, ...]) -> None:
    actor, sheet = viewer(), Sheet("task-bulk")
    before: Work | None = sheet.noted("work")
    if before is None:
        work = _ask(actor, several, sheet)
    else:
        work = look(actor, before, sheet, "Task", partial(_standing, actor))
    if work is not before:
        sheet.note("work", work)
        redraw()


def _ask(actor: Actor, several: tuple[Chosen, ...], sheet: Sheet) -> Work | None:
    """What to do, and what that wants to know; done once somebody says so."""
    fields = Fields(sheet)
    way = fields.choose("way", "What to do with them", WAYS, "Choose")
    if way is None:
        return None
    act = _act(actor, way, fields)
    label = f"{WAYS[way]}: {len(several)} {'task' if len(several) == 1 else 'tasks'}"
    if not st.button(label, type="primary", key=sheet.key("go"), disabled=act is None) or act is None:
        return None
    return run(actor, several, act, WAYS[way], fields)


def _act(actor: Actor, way: str, fields: Fields) -> Act | None:
    """What is to be done, once it has been said."""
    if way == "finish":
        note = fields.ask("note", st.text_area, "What came of them, if it matters", height=68)
        return partial(task.finish_each, note=note)
    if way == "snooze":
        ahead = {"min_value": today() + timedelta(days=1), "max_value": today() + FARTHEST}
        day = fields.day("until_on", "Until", **ahead)
        return partial(task.snooze_each, until_on=day) if day else None
    may = actor.may(Permission.REFERRAL_ASSIGN)
    people = {one.id: plain(one.called) for one in referral.owners(actor) if may or one.id == actor.account_id}
    people |= {POOL: "Back to the site’s pool"}
    owner = fields.choose("owner", "Give to", people, "Choose who")
    return None if owner is None else partial(task.assign_each, owner_id=owner or None)


def _standing(actor: Actor, refused: Sequence[Became]) -> dict[int, Row]:
    why = {one.chosen.id: one.refused for one in refused}
    return {one.id: _line(one, why[one.id]) for one in task.some(actor, list(why))}


def _line(one: Task, why: str) -> Row:
    return Row(one.id, (Cell(one.title, under=one.patient), Cell(why)), to("tasks", id=one.id), version=one.version)
