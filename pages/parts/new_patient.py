"""Somebody who is not in the list yet: the few things that make a patient, and who they may be already."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from core import clock, field
from core.access import Actor
from core.channel import Channel
from core.consent import Said, Source
from core.patient import Found, NewPatient, suggest
from pages.parts.fields import Fields
from pages.parts.finder import Choice
from pages.parts.flash import do
from pages.parts.suggested import known_by, suggested

FIRST_BIRTH = date(1900, 1, 1)
AGREES = "May be told by e-mail how this goes on"


def new_patient(actor: Actor, fields: Fields, typed: str, needed: frozenset[str] = frozenset()) -> NewPatient:
    """Ask for them right under the patient field; a possible double is offered instead.

    `needed` are those that the service insists on which the patient is referred to.
    """

    def called(name: str, label: str, rest: str = "") -> str:
        return f"{label} (needed)" if name in needed else label + rest

    given, family = names(typed)
    with st.container(key="new-patient"):
        one, two = st.columns(2)
        with one:
            first = fields.ask("given_name", st.text_input, "First name", of=typed, value=given)
        with two:
            last = fields.ask("family_name", st.text_input, "Family name", of=typed, value=family)
        fields.go_on("patient", "given_name", of=typed)
        one, two = st.columns(2)
        with one:
            born = fields.day(
                "born_on", called("born_on", "Date of birth"), min_value=FIRST_BIRTH, max_value=clock.now().date()
            )
        with two:
            number = fields.ask("nhs_number", st.text_input, called("nhs_number", "NHS number", ", if known"))
            _check_number(fields, number)
        new = NewPatient(given_name=first, family_name=last, born_on=born, nhs_number=number, **_reach(fields, called))
        alike = do(suggest, actor, new, quiet=True).result or []
        suggested(alike, fields.sheet, partial(_take, fields))
    return new


def _reach(fields: Fields, called: Callable[[str, str], str]) -> dict[str, Any]:
    """How they are reached, and whether they may be written to."""
    one, two = st.columns(2)
    with one:
        phone = fields.ask("phone", st.text_input, called("phone", "Telephone"))
    with two:
        email = fields.ask("email", st.text_input, called("email", "E-mail"))
    agrees = fields.ask("consent_email", st.checkbox, AGREES)
    consents = {Channel.EMAIL: True} if agrees else {}
    return {"phone": phone, "email": email, "consents": consents, "said": Said(Source.DESK, AGREES)}


def names(typed: str) -> tuple[str, str]:
    """First and family name out of what was typed to find somebody; nothing out of a date or a number."""
    if any(character.isdigit() for character in typed):
        return "", ""
    words = (typed.title() if typed.islower() else typed).replace(",", " , ").split()
    if "," in words:
        comma = words.index(",")
        words = [*words[comma + 1 :], " ".join(words[:comma])]
    return " ".join(words[:-1]), words[-1] if words else ""


def _check_number(fields: Fields, number: str) -> None:
    seen = do(field.nhs_number, number, quiet=True)
    fields.warn("nhs_number", seen.result.warning if seen.result else seen.refused)


def _take(fields: Fields, found: Found) -> None:
    chosen = Choice(found.id, found.name, known_by(found))
    fields.sheet.note("patient", {"id": chosen.id, "title": chosen.title, "detail": chosen.detail})
