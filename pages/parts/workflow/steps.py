"""Steps: what has to be there before one is taken, and which wait for a second person."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from core.access import Actor, Role
from core.referral import tailored
from core.referral.tailored import NewApproving
from core.workflow import Approving, Condition, Demand, Workflow, may_edit, workflow
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet
from pages.parts.table import Action, Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer
from pages.parts.workflow.places import names, one, where

COLUMNS = [Column("Step", "text", "title"), Column("Asks for"), Column("Where"), Column("Kind", "badge", "corner")]
NOTHING = Empty("Steps ask for what Baton asks. Add a line, and one insists on more, or waits for a second person.")
KINDS = {"demand": "Something has to be there", "approval": "A second person approves"}
REMOVE = (Action("Remove", "remove"),)
WIDE = 1_000_000
"""Ids of both tables stand in one list: those of approvals begin here."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list."""

    number: int
    of: Demand | Approving
    asks: str

    @property
    def approves(self) -> bool:
        """Whether it is about a second person."""
        return isinstance(self.of, Approving)


def steps(actor: Actor, flow: Workflow, *, pressed: bool) -> None:
    """The table, and the dialog that adds a line."""
    lines = {line.number: line for line in _lines(flow)}
    called = names(actor)
    asked = table("Steps", COLUMNS, [_row(actor, line, called) for line in lines.values()], NOTHING)
    if pressed:
        st.dialog("Add a line", on_dismiss="rerun")(_form)()
    elif asked:
        st.dialog("Remove this line?", on_dismiss="rerun")(_remove)(lines[asked.id])


def _lines(flow: Workflow) -> list[Line]:
    words = tailored.demandable(flow)
    demands = [Line(each.id, each, words.get(each.what, "A field that has ended")) for each in flow.demands]
    approvals = [Line(WIDE + each.id, each, _approval(each)) for each in flow.approvals]
    order = list(tailored.APPROVED)
    return sorted([*demands, *approvals], key=lambda line: (order.index(line.of.step), line.number))


def _approval(each: Approving) -> str:
    above = "" if each.above is None else f" £{each.above:,.0f}"
    return f"A {Role(each.role).label.lower()} approves it: {each.condition.label.lower()}{above}"


def _row(actor: Actor, line: Line, called: Mapping[int, str]) -> Row:
    here = [line.of.site_id] if line.of.site_id else []
    kind = ("Approval", "amber") if line.approves else ("Needed", "teal")
    cells = (
        Cell(tailored.APPROVED[line.of.step]),
        Cell(line.asks),
        Cell(where(here, called)),
        Cell(kind[0], tone=kind[1]),
    )
    return Row(line.number, cells, actions=REMOVE if may_edit(actor, [line.of.site_id]) else ())


def _remove(line: Line) -> None:
    st.text(f"{tailored.APPROVED[line.of.step]}: {line.asks[0].lower()}{line.asks[1:]}")
    command = tailored.drop_approval if line.approves else tailored.drop_demand
    if st.button("Remove it", type="primary", width="stretch"):
        do(command, viewer(), line.of.id, said="The step asks for it no more.")


def _form() -> None:
    actor, sheet = viewer(), Sheet("step-line")
    fields = Fields(sheet)
    kind = fields.ask(
        "kind", st.segmented_control, "What", options=list(KINDS), default="demand", required=True,
        format_func=KINDS.get,
    )  # fmt: skip
    steps = tailored.APPROVED if kind == "approval" else tailored.DEMANDING
    step = fields.choose("step", "Step", steps, "Choose the step", of=kind) or ""
    site_id = one(actor, fields)
    args = _approving(fields, step, site_id) if kind == "approval" else _demand(actor, fields, step, site_id)
    if st.button("Save", type="primary", width="stretch", key=sheet.key("save")):
        command = tailored.add_approval if kind == "approval" else tailored.set_demand
        fields.refuse(do(command, actor, *args, said="It holds from the next step on.").fields)


def _demand(actor: Actor, fields: Fields, step: str, site_id: int | None) -> tuple[str, str, int | None]:
    known = tailored.demandable(workflow(actor))
    what = fields.choose("what", "Has to be there", known, "Choose what")
    return step, what or "", site_id


def _approving(fields: Fields, step: str, site_id: int | None) -> tuple[NewApproving]:
    conditions = tailored.conditions_of(step) or (Condition.ALWAYS,)
    condition = fields.ask(
        "condition", st.selectbox, "When", of=step, options=conditions, format_func=lambda each: each.label
    )
    above = None
    if condition is Condition.VALUE_ABOVE:
        value = fields.ask("above", st.number_input, "Pounds", value=None, min_value=0.0, step=50.0, format="%.2f")
        above = None if value is None else Decimal(f"{value:.2f}")
    roles = {role.value: role.label for role in tailored.ROLES}
    role = fields.choose("role", "Approved by a", roles, "Choose the role")
    return (NewApproving(step=step, condition=condition, role=role or "", above=above, site_id=site_id),)
