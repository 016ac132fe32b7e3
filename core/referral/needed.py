"""What the receiving service needs before a referral may be sent to it, and what of that is missing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from core import clock, field
from core.directory import Answering, Asked, Requirement, answered
from core.errors import Refusal

Asking = Sequence[Requirement]
YES, NO = "yes", "no"
ON_RECORD = frozenset({"born_on", "nhs_number", "phone", "email"})
"""What is asked about the patient: a patient who is known may have it on record already."""


def name_of(each: Requirement) -> str:
    """What the form calls the field that answers it."""
    return {Asked.FIELD: each.code, Asked.QUESTION: f"answer-{each.id}", Asked.DOCUMENT: f"paper-{each.code}"}[
        each.kind
    ]


def missing(asked: Asking, given: Mapping[str, Any], answers: Mapping[str, str], papers: set[str]) -> dict[str, str]:
    """A sentence for each thing that the service needs and is not there."""
    there: dict[Asked, Callable[[Requirement], Any]] = {
        Asked.FIELD: lambda each: given.get(each.code),
        Asked.QUESTION: lambda each: answers.get(str(each.id), "").strip(),
        Asked.DOCUMENT: lambda each: each.code in papers,
    }
    return {name_of(each): _SAID[each.kind] for each in asked if each.needed and not there[each.kind](each)}


def wrong(asked: Asking, answers: Mapping[str, str]) -> dict[str, str]:
    """A sentence for each answer that is none, and for those to what is not asked."""
    known = {str(each.id): each for each in asked if each.kind is Asked.QUESTION}
    said = {}
    for key, text in answers.items():
        if key not in known:
            said["answers"] = "The service has changed what it asks. Look at its questions again."
            continue
        try:
            tidy(known[key], text)
        except Refusal as sentence:
            said[name_of(known[key])] = str(sentence)
    return said


def tidied(asked: Asking, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers as they are kept, by the id of each question."""
    kept = {str(each.id): tidy(each, answers.get(str(each.id), "")) for each in asked if each.kind is Asked.QUESTION}
    return {key: text for key, text in kept.items() if text}


def tidy(each: Requirement, text: str) -> str:
    """An answer as it is kept."""
    text = field.paragraph(text, most=1000, what="The answer")
    return _READ[each.answer](each, text) if text else ""


def told_answers(db: Connection, by_referral: Mapping[int, Mapping[str, str]]) -> dict[int, str]:
    """The answers of several referrals as a letter says them, a line for each; with one statement, if there are any."""
    keys = dict.fromkeys((key for answers in by_referral.values() for key in answers), "")
    asked = {str(each.id): each for each, _ in answered(db, keys)}
    return {
        number: "\n".join(f"{asked[key].label}: {spoken(asked[key], text)}" for key, text in answers.items())
        for number, answers in by_referral.items()
        if answers
    }


def spoken(each: Requirement, text: str) -> str:
    """An answer as it is read."""
    if each.answer is Answering.YES_NO:
        return text.capitalize()
    return clock.spoken_day(date.fromisoformat(text)) if each.answer is Answering.DATE else text


def _yes_no(_each: Requirement, text: str) -> str:
    if text not in {YES, NO}:
        raise Refusal("Answer with yes or no.")
    return text


def _choice(each: Requirement, text: str) -> str:
    if text not in each.choices:
        raise Refusal(f"Choose one of: {', '.join(each.choices)}.")
    return text


def _number(_each: Requirement, text: str) -> str:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not abs(number) < 1e12:
        raise Refusal("Answer with a number.")
    return text


_READ: dict[Answering, Callable[[Requirement, str], str]] = {
    Answering.TEXT: lambda _each, text: text,
    Answering.YES_NO: _yes_no,
    Answering.CHOICE: _choice,
    Answering.NUMBER: _number,
    Answering.DATE: lambda _each, text: field.day(text).isoformat(),
}
_SAID = {
    Asked.FIELD: "The service this goes to needs this. Fill it in, or ask the patient.",
    Asked.QUESTION: "The service this goes to needs an answer to this.",
    Asked.DOCUMENT: "The service this goes to cannot decide without it. Add the file.",
}
