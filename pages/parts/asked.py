"""What the service asks for that this goes to: fields that are else folded away, its own questions, and documents."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from core.directory import Asked, Requirement
from core.referral import name_of
from pages.parts.answering import answer
from pages.parts.rare import RARE, Form

Papers = Callable[[Sequence[Requirement]], frozenset[str]]
"""Draws a place for each document that is asked for; answers which kinds of documents there are."""


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
    answers = {
        str(each.id): answer(form.fields, each.answer, name_of(each), called(each), each.choices) for each in questions
    }
    return given | {"answers": {key: text for key, text in answers.items() if text}, "papers": papers(documents)}


def called(each: Requirement) -> str:
    """What the form calls it, and whether it has to be."""
    return f"{each.label} (needed)" if each.needed else each.label
