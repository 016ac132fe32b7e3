"""The group's own fields: what referrals are asked beyond what Baton asks, and how each is answered."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core import clock, workflow
from core.access import Actor
from core.directory import Specialty
from core.workflow import CustomField, NewField, Typed, Way, Workflow
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet
from pages.parts.table import Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer
from pages.parts.workflow.places import actions, names, place, several, where

COLUMNS = [
    Column("Field", "text", "title"),
    Column("Answered"),
    Column("Asked of"),
    Column("Where"),
    Column("Needed", "badge", "corner"),
]
NOTHING = Empty("Nothing is asked beyond what Baton asks. Add a field, and new referrals have it at once.")
SPECIALTIES = {"": "Any specialty", **{each.value: each.label for each in Specialty}}


def own_fields(actor: Actor, flow: Workflow, *, pressed: bool) -> None:
    """The table, and the dialog of the field that is added or changed."""
    known = {each.id: each for each in flow.fields}
    current = sorted(flow.fields, key=_ended)
    called = names(actor)
    asked = table("Fields", COLUMNS, [_row(actor, each, called) for each in current], NOTHING)
    if pressed:
        _dialog(None, len(current) + 1)
    elif asked:
        _dialog(known[asked.id], _place(flow.fields, known[asked.id]))


def _ended(each: CustomField) -> bool:
    return not each.is_asked(clock.now().date())


def _place(every: Sequence[CustomField], each: CustomField) -> int:
    return [one.id for one in every if not _ended(one)].index(each.id) + 1


def _row(actor: Actor, each: CustomField, called: Mapping[int, str]) -> Row:
    cells = (
        Cell(each.label, under=each.help),
        Cell(each.kind.label, under=", ".join(each.choices)),
        Cell(each.direction.label, under=SPECIALTIES[each.specialty] if each.specialty else ""),
        Cell(where(each.sites, called)),
        _state(each),
    )
    return Row(each.id, cells, actions=() if _ended(each) else actions(actor, each.sites))


def _state(each: CustomField) -> Cell:
    if _ended(each):
        return Cell("Ended", tone="grey")
    until = f"Until {clock.spoken_day(each.until_on)}" if each.until_on else ""
    return Cell("Needed", tone="amber", hover=until) if each.needed else Cell("Asked", tone="slate", hover=until)


def _dialog(now: CustomField | None, at: int) -> None:
    title = f"Change “{now.label}”" if now else "Add a field"
    st.dialog(title, on_dismiss="rerun")(_form)(now, at)


def _form(now: CustomField | None, at: int) -> None:
    actor = viewer()
    sheet = Sheet(f"own-{now.id}-{now.version}" if now else "own-new")
    fields = Fields(sheet)
    new = _said(actor, fields, now, at)
    if now and new.kind is not now.kind:
        fields.warn("kind", "Another kind of answer is another field: the old one ends, and keeps what was answered.")
    if st.button("Save", type="primary", width="stretch", key=sheet.key("save")):
        said = f"“{new.label}” is asked from now on."
        args = (now.id, now.version, new) if now else (new,)
        saved = do(workflow.change_field if now else workflow.add_field, actor, *args, said=said)
        fields.refuse(saved.fields)
    if now and st.button("No longer ask for it", icon=":material/block:", width="stretch", key=sheet.key("end")):
        do(workflow.end_field, actor, now.id, now.version, said=f"“{now.label}” is no longer asked.")


def _said(actor: Actor, fields: Fields, now: CustomField | None, at: int) -> NewField:
    label = fields.ask("label", st.text_input, "Name", value=now.label if now else "")
    kinds = list(Typed)
    kind = fields.ask(
        "kind", st.selectbox, "Answered with", options=kinds, index=kinds.index(now.kind) if now else 0,
        format_func=lambda each: each.label,
    )  # fmt: skip
    choices = ""
    if kind is Typed.CHOICE:
        listed = "\n".join(now.choices) if now else ""
        choices = fields.ask("choices", st.text_area, "Choices, each on a line of its own", value=listed)
    one, two = st.columns(2)
    ways, codes = list(Way), list(SPECIALTIES)
    with one:
        direction = fields.ask(
            "direction", st.selectbox, "Asked of", options=ways, index=ways.index(now.direction) if now else 0,
            format_func=lambda way: way.label,
        )  # fmt: skip
    with two:
        specialty = fields.ask(
            "specialty", st.selectbox, "Referred for", options=codes, index=codes.index(now.specialty) if now else 0,
            format_func=SPECIALTIES.get,
        )  # fmt: skip
    sites = several(actor, fields, now.sites if now else ())
    words = fields.ask("help", st.text_input, "Help, if it needs any", value=now.help if now else "")
    one, two = st.columns(2, vertical_alignment="bottom")
    with one:
        at = place(fields, at, at)
    with two:
        needed = fields.ask("needed", st.checkbox, "Not sent without it", value=now.needed if now else False)
    return NewField(
        label=label, kind=kind, choices=tuple(choices.splitlines()), help=words, direction=direction,
        specialty=specialty, sites=sites, needed=needed, place=at,
    )  # fmt: skip
