"""Sub-statuses: finer words for where a referral stands within a stage, chosen with one pick."""

from collections.abc import Mapping

import streamlit as st

from core import clock
from core.access import Actor
from core.referral import CLOSED, STAGES, Direction, Stage, label, tailored
from core.referral.tailored import NewStatus
from core.workflow import SubStatus, Workflow
from pages.parts.badges import stage_tone
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet
from pages.parts.table import Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer
from pages.parts.workflow.places import actions, names, place, several, where

COLUMNS = [Column("Sub-status", "text", "title"), Column("Stage", "badge", "corner"), Column("Where"), Column("State")]
NOTHING = Empty(
    "Nothing finer than a stage is said yet. Add a sub-status, and it can be picked on each referral there."
)
OPEN = [stage for stage in STAGES if stage not in CLOSED and stage is not Stage.DRAFT]


def statuses(actor: Actor, flow: Workflow, *, pressed: bool) -> None:
    """The table, and the dialog of the one that is added or changed."""
    order = list(STAGES)
    every = sorted(flow.statuses, key=lambda each: (_ended(each), order.index(Stage(each.stage))))
    called = names(actor)
    asked = table("Sub-statuses", COLUMNS, [_row(actor, flow, each, called) for each in every], NOTHING)
    if pressed:
        st.dialog("Add a sub-status", on_dismiss="rerun")(_form)(None, 0)
    elif asked:
        now = next(each for each in every if each.id == asked.id)
        beside = [each.id for each in flow.statuses if each.stage == now.stage and not _ended(each)]
        st.dialog(f"Change “{now.label}”", on_dismiss="rerun")(_form)(now, beside.index(now.id) + 1)


def _ended(each: SubStatus) -> bool:
    return each.until_on is not None and each.until_on <= clock.now().date()


def _row(actor: Actor, flow: Workflow, each: SubStatus, called: Mapping[int, str]) -> Row:
    stage = Stage(each.stage)
    cells = (
        Cell(each.label),
        Cell(label(stage, Direction.INBOUND, flow), tone=stage_tone(stage)),
        Cell(where(each.sites, called)),
        Cell("Ended" if _ended(each) else "Can be picked"),
    )
    return Row(each.id, cells, actions=() if _ended(each) else actions(actor, each.sites))


def _form(now: SubStatus | None, at: int) -> None:
    actor = viewer()
    sheet = Sheet(f"status-{now.id}-{now.version}" if now else "status-new")
    fields = Fields(sheet)
    stage = now.stage if now else ""
    if now is None:
        shown = {each.value: STAGES[each].inbound for each in OPEN}
        stage = fields.choose("stage", "Within", shown, "Choose the stage") or ""
    text = fields.ask("label", st.text_input, "Name", value=now.label if now else "")
    sites = several(actor, fields, now.sites if now else ())
    new = NewStatus(stage=stage, label=text, sites=sites, place=place(fields, at, at) if now else 0)
    if st.button("Save", type="primary", width="stretch", key=sheet.key("save")):
        args = (now.id, now.version, new) if now else (new,)
        command = tailored.change_status if now else tailored.add_status
        fields.refuse(do(command, actor, *args, said=f"“{text}” can be picked from now on.").fields)
    if now and st.button("No longer offer it", icon=":material/block:", width="stretch", key=sheet.key("end")):
        do(tailored.end_status, actor, now.id, now.version, said=f"“{now.label}” can no longer be picked.")
