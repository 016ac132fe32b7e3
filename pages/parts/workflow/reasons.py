"""Reasons: what people choose from when they decline, cancel, hold or close, step by step."""

import streamlit as st

from core import clock
from core.access import Actor
from core.referral import tailored
from core.referral.tailored import NewReason, Standing
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet
from pages.parts.table import Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer
from pages.parts.workflow.places import actions, place

COLUMNS = [
    Column("Reason", "text", "title"),
    Column("When"),
    Column("Given by"),
    Column("What follows"),
    Column("Origin", "badge", "corner"),
]
NOTHING = Empty("No step asks for a reason.")
WHO = {"either": "Either side", "initiator": "Whoever refers", "recipient": "Whoever receives"}
FLAGS = {
    "needs_comment": "Needs a comment",
    "ends_referral": "Ends the whole referral",
    "stops_messages": "Stops messages to the patient",
    "patient_died": "The patient has died",
}


def reasons(actor: Actor, step: str, *, pressed: bool) -> None:
    """The table of one step or of all, and the dialog of the reason that is added or changed."""
    every = [each for each in tailored.every_reason(actor) if step in {"", each.step}]
    current = sorted(every, key=_ended)
    asked = table("Reasons", COLUMNS, [_row(actor, each) for each in current], NOTHING)
    known = {each.id: each for each in every}
    if pressed:
        st.dialog("Add a reason", on_dismiss="rerun")(_form)(None, step, 0)
    elif asked:
        now = known[asked.id]
        beside = [each.id for each in every if each.step == now.step and not _ended(each)]
        st.dialog("Change a reason", on_dismiss="rerun")(_form)(now, now.step, beside.index(now.id) + 1)


def _ended(each: Standing) -> bool:
    return each.until_on is not None and each.until_on <= clock.now().date()


def _row(actor: Actor, each: Standing) -> Row:
    follows = [words for name, words in FLAGS.items() if getattr(each, name)]
    origin = ("Ended", "grey") if _ended(each) else ("Shipped", "slate") if each.shipped else ("Own", "teal")
    until = f"until {clock.spoken_day(each.until_on)}" if each.until_on and not _ended(each) else ""
    cells = (
        Cell(each.label, under=until),
        Cell(tailored.steps_with_reasons()[each.step]),
        Cell(WHO[each.who]),
        Cell(" · ".join(follows)),
        Cell(origin[0], tone=origin[1]),
    )
    return Row(each.id, cells, actions=() if _ended(each) else actions(actor, ()))


def _form(now: Standing | None, step: str, at: int) -> None:
    actor = viewer()
    sheet = Sheet(f"reason-{now.id}-{now.version}" if now else f"reason-new-{step}")
    fields = Fields(sheet)
    new = _said(fields, now, step, at)
    if st.button("Save", type="primary", width="stretch", key=sheet.key("save")):
        args = (now.id, now.version, new) if now else (new,)
        command = tailored.change_reason if now else tailored.add_reason
        fields.refuse(do(command, actor, *args, said=f"“{new.label}” is kept.").fields)


def _said(fields: Fields, now: Standing | None, step: str, at: int) -> NewReason:
    steps = tailored.steps_with_reasons()
    if now is None:
        first = list(steps).index(step) if step else None
        step = fields.ask(
            "step", st.selectbox, "When", options=list(steps), index=first, format_func=steps.get,
            placeholder="Choose the step",
        ) or ""  # fmt: skip
    label = fields.ask("label", st.text_input, "Reason", value=now.label if now else "")
    sides = list(WHO)
    who = fields.ask(
        "who", st.selectbox, "Given by", options=sides, index=sides.index(now.who) if now else 0,
        format_func=WHO.get,
    )  # fmt: skip
    flags = {
        name: fields.ask(name, st.checkbox, words, value=getattr(now, name) if now else False)
        for name, words in FLAGS.items()
    }
    until = None
    if now:
        at = place(fields, at, at)
        until = fields.ask(
            "until_on", st.date_input, "No longer given from", value=now.until_on, format="DD/MM/YYYY",
            min_value=clock.now().date(),
        )  # fmt: skip
    return NewReason(step=step, label=label, who=who, until_on=until, place=at, **flags)
