"""What services ask for beyond the usual: a list of it, and the form that changes it."""

from html import escape

import streamlit as st

from core.access import Actor
from core.directory import (
    Answering,
    Asked,
    FormField,
    NewRequirement,
    Requirement,
    ask_for,
    asked_by,
    change_requirement,
    end_requirement,
    may_ask,
    sites,
)
from core.paper import Paper
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.provider_views import LAYOUT, top
from pages.parts.provider_words import SPECIALTIES
from pages.parts.sheet import Sheet
from pages.parts.table import Action, Cell, Column, Empty, Row, table

COLUMNS = [
    Column("Asked for", "text", "title"),
    Column("With referrals for"),
    Column("Answered"),
    Column("Needed", "badge", "corner"),
]
NOTHING = Empty("Nothing beyond the usual is asked for.")
ANY = "Anything"


def asks_of_sites(actor: Actor) -> None:
    """The view: what the services of the person's own sites ask those who refer to them."""
    top(actor, "asks", "What our own services want to know before they take a referral")
    st.html(LAYOUT)
    for site in sites(actor):
        if may_ask(actor, site.id):
            st.html(f'<h2 class="box">{escape(site.name)}</h2>')
            asks_of(actor, may_change=True, site_id=site.id)


def asks_of(actor: Actor, *, may_change: bool, **service: int) -> None:
    """What one service asks for; a row's button opens its form."""
    asked = {each.id: each for each in asked_by(actor, **service)}
    actions = (Action("Change", "change"),) if may_change else ()
    which = "-".join(f"{name}-{key}" for name, key in service.items())
    pressed = table(
        "What is asked for", COLUMNS, [_row(each, actions) for each in asked.values()], NOTHING, key=f"asks-{which}"
    )
    if may_change and st.button("Ask for something", icon=":material/add:", key=f"ask-{which}"):
        _change(actor, None, **service)
    elif pressed:
        _change(actor, asked[pressed.id], **service)


def _row(each: Requirement, actions: tuple[Action, ...]) -> Row:
    answered = each.answer.label if each.kind is Asked.QUESTION else each.kind.label
    cells = (
        Cell(each.label, under=", ".join(each.choices)),
        Cell(SPECIALTIES.get(each.specialty, ANY)),
        Cell(answered),
        Cell("Needed", tone="amber") if each.needed else Cell("Asked", tone="grey"),
    )
    return Row(each.id, cells, actions=actions)


@st.dialog("What is asked for", on_dismiss="rerun")
def _change(actor: Actor, now: Requirement | None, **service: int) -> None:
    sheet = Sheet(f"asks-{service}-{now.id if now else 'new'}")
    fields = Fields(sheet)
    new = _asked(fields, now)
    if st.button("Save", type="primary", width="stretch", key=sheet.key("save")):
        command, args = (change_requirement, (now.id, new)) if now else (ask_for, (new,))
        saved = do(command, actor, *args, **({} if now else service), said="It is asked for from now on.")
        fields.refuse(saved.fields)
    if now and st.button("No longer ask for it", icon=":material/block:", width="stretch", key=sheet.key("end")):
        do(end_requirement, actor, now.id, said=f"{now.label}: no longer asked for.")


def _asked(fields: Fields, now: Requirement | None) -> NewRequirement:
    kinds, specialties = list(Asked), ["", *SPECIALTIES]
    kind = fields.ask(
        "kind", st.segmented_control, "Kind", options=kinds, default=now.kind if now else Asked.QUESTION,
        required=True, format_func=lambda each: each.label,
    )  # fmt: skip
    given = {"kind": kind, **KINDS[kind](fields, now if now and now.kind is kind else None)}
    specialty = fields.ask(
        "specialty", st.selectbox, "With referrals for", options=specialties,
        index=specialties.index(now.specialty if now else ""), format_func=lambda code: SPECIALTIES.get(code, ANY),
    )  # fmt: skip
    needed = fields.ask(
        "needed", st.checkbox, "A referral may not be sent without it", value=now.needed if now else True
    )
    return NewRequirement(**given, specialty=specialty, needed=needed)


def _field(fields: Fields, now: Requirement | None) -> dict[str, object]:
    return {"code": _of(fields, "Field of the form", {each.value: each.label for each in FormField}, now)}


def _document(fields: Fields, now: Requirement | None) -> dict[str, object]:
    return {"code": _of(fields, "Kind of document", {each.value: each.label for each in Paper}, now)}


def _of(fields: Fields, label: str, codes: dict[str, str], now: Requirement | None) -> str:
    index = list(codes).index(now.code) if now and now.code in codes else 0
    return str(
        fields.ask("code", st.selectbox, label, of=label, options=list(codes), index=index, format_func=codes.get)
    )


def _question(fields: Fields, now: Requirement | None) -> dict[str, object]:
    label = fields.ask("label", st.text_input, "Question", value=now.label if now else "")
    ways = list(Answering)
    answer = fields.ask(
        "answer", st.selectbox, "Answered", options=ways, index=ways.index(now.answer) if now else 0,
        format_func=lambda each: each.label,
    )  # fmt: skip
    choices = ""
    if answer is Answering.CHOICE:
        choices = fields.ask(
            "choices", st.text_area, "Choices, each on a line of its own", value="\n".join(now.choices) if now else ""
        )
    return {"label": label, "answer": answer, "choices": tuple(choices.splitlines())}


KINDS = {Asked.FIELD: _field, Asked.QUESTION: _question, Asked.DOCUMENT: _document}
