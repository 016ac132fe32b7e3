"""What the service asks for that this goes to: fields that are else folded away, its own questions, and documents."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from core.directory import Answering, Asked, Requirement
from core.referral import name_of
from pages.parts.fields import Fields
from pages.parts.rare import RARE, Form

Papers = Callable[[Sequence[Requirement]], frozenset[str]]
"""Draws a place for each document that is asked for; answers which kinds of documents there are."""
YES_NO = {"yes": "Yes", "no": "No"}


def no_papers(_asked: Sequence[Requirement]) -> frozenset[str]:
    """For forms that take no documents."""
    return frozenset()


def needed(asked: Sequence[Requirement]) -> frozenset[str]:
    """The fields of the form that the service insists on."""
    return frozenset(each.code for each in asked if each.kind is Asked.FIELD and each.needed)


def beside(asked: Sequence[Requirement], form: Form) -> list[str]:
    """The fields that are drawn beside the others because they are asked for."""
    offered = {"written", "funding", "payer", "needs", "teeth", "their_reference", "referrer_clinician"} & {*RARE}
    elsewhere = {"referrer_clinician"} if form.direction == "inbound" else set()
    codes = [each.code for each in asked if each.kind is Asked.FIELD]
    return [code for code in codes if code in offered - elsewhere]


def asked_for(form: Form, asked: Sequence[Requirement], papers: Papers) -> dict[str, Any]:
    """Draw what is asked for in the service's own order; what was answered, as a draft takes it."""
    documents = [each for each in asked if each.kind is Asked.DOCUMENT]
    questions = [each for each in asked if each.kind is Asked.QUESTION]
    moved, given = beside(asked, form), {}
    if documents or questions or moved:
        st.html('<h2 class="asked">This service also asks for</h2>')
    for name in moved:
        given |= RARE[name](form)
    answers = {str(each.id): _answer(form.fields, each) for each in questions}
    return given | {"answers": {key: text for key, text in answers.items() if text}, "papers": papers(documents)}


def called(each: Requirement) -> str:
    """What the form calls it, and whether it has to be."""
    return f"{each.label} (needed)" if each.needed else each.label


def _answer(fields: Fields, each: Requirement) -> str:
    return _ASK[each.answer](fields, name_of(each), each)


def _text(fields: Fields, name: str, each: Requirement) -> str:
    return str(fields.ask(name, st.text_input, called(each)) or "")


def _yes_no(fields: Fields, name: str, each: Requirement) -> str:
    shown: dict[str, Any] = {"options": list(YES_NO), "format_func": YES_NO.get}
    return fields.ask(name, st.segmented_control, called(each), **shown) or ""


def _choice(fields: Fields, name: str, each: Requirement) -> str:
    return fields.choose(name, called(each), {choice: choice for choice in each.choices}, "Choose one") or ""


def _number(fields: Fields, name: str, each: Requirement) -> str:
    number = fields.ask(name, st.number_input, called(each), value=None, step=1.0, format="%g")
    return "" if number is None else f"{number:g}"


def _day(fields: Fields, name: str, each: Requirement) -> str:
    day = fields.day(name, called(each))
    return day.isoformat() if day else ""


_ASK: dict[Answering, Callable[[Fields, str, Requirement], str]] = {
    Answering.TEXT: _text,
    Answering.YES_NO: _yes_no,
    Answering.CHOICE: _choice,
    Answering.NUMBER: _number,
    Answering.DATE: _day,
}
