"""Fields whose questions are rows: those of a service and those of the group are asked alike, by the kind of answer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from core.workflow import CustomField, Typed
from pages.parts.fields import Fields

YES_NO = {"yes": "Yes", "no": "No"}


def answer(fields: Fields, kind: str, name: str, label: str, choices: Sequence[str] = (), **how: Any) -> str:
    """Draw one; what was answered as a text, empty where nothing was."""
    return _ASK[kind](fields, name, label, choices, how)


def own_fields(
    fields: Fields, asked: Iterable[CustomField], needed: bool = False, stands: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Draw the group's own fields; what was answered, by their names. What stands in a list that has lost it since
    can still be left as it is."""
    given = {}
    for each in asked:
        now = (stands or {}).get(str(each.id), "")
        choices = each.choices if now in {"", *each.choices} else (now, *each.choices)
        label = f"{each.label} (needed)" if each.needed or needed else each.label
        given[each.name] = answer(fields, each.kind, each.name, label, choices, help=each.help or None)
    return given


def begins(asked: Iterable[CustomField], stands: Mapping[str, str]) -> dict[str, Any]:
    """What the fields begin with where a referral says something already."""
    found = ((each, stands[str(each.id)]) for each in asked if str(each.id) in stands)
    return {each.name: _BEGINS.get(each.kind, str)(text) for each, text in found}


def _text(fields: Fields, name: str, label: str, _choices: Sequence[str], how: Mapping[str, Any]) -> str:
    return str(fields.ask(name, st.text_input, label, **how) or "")


def _tooth(fields: Fields, name: str, label: str, _choices: Sequence[str], how: Mapping[str, Any]) -> str:
    return str(fields.ask(name, st.text_input, label, placeholder="36, 37", **how) or "")


def _yes_no(fields: Fields, name: str, label: str, _choices: Sequence[str], how: Mapping[str, Any]) -> str:
    shown: dict[str, Any] = {"options": list(YES_NO), "format_func": YES_NO.get}
    return fields.ask(name, st.segmented_control, label, **shown, **how) or ""


def _choice(fields: Fields, name: str, label: str, choices: Sequence[str], how: Mapping[str, Any]) -> str:
    return fields.choose(name, label, {choice: choice for choice in choices}, "Choose one", **how) or ""


def _number(fields: Fields, name: str, label: str, _choices: Sequence[str], how: Mapping[str, Any]) -> str:
    number = fields.ask(name, st.number_input, label, value=None, step=1.0, format="%g", **how)
    return "" if number is None else f"{number:.12g}"


def _day(fields: Fields, name: str, label: str, _choices: Sequence[str], how: Mapping[str, Any]) -> str:
    day = fields.day(name, label, **how)
    return day.isoformat() if day else ""


_ASK: dict[str, Callable[[Fields, str, str, Sequence[str], Mapping[str, Any]], str]] = {
    Typed.TEXT: _text,
    Typed.YES_NO: _yes_no,
    Typed.CHOICE: _choice,
    Typed.NUMBER: _number,
    Typed.DATE: _day,
    Typed.TOOTH: _tooth,
}
_BEGINS: dict[str, Callable[[str], Any]] = {Typed.NUMBER: float, Typed.TOOTH: lambda text: text.replace(",", ", ")}
