"""The dialogs about a patient: their details, corrected without overwriting anybody, and a record to merge."""

from datetime import date
from typing import Any

import streamlit as st

from core import clock, field, patient
from core.access import Actor
from core.language import languages
from core.patient import NewPatient, Patient
from pages.parts.fields import Fields
from pages.parts.finder import PATIENT
from pages.parts.flash import Outcome, do, leave
from pages.parts.overtaken import both
from pages.parts.sheet import Sheet

FIRST = date(1900, 1, 1)
SEXES = {"": "Not recorded", "female": "Female", "male": "Male", "other": "Other"}
FIELDS = ("title", "given_name", "family_name", "born_on", "died_on", "nhs_number", "sex", "phone", "email", "address")
FIELDS += ("town", "postcode", "language", "time_zone")


@st.dialog("Edit details", width="large", on_dismiss="rerun")
def edit(actor: Actor, one: Patient) -> None:
    """The form begins with what stands; when somebody else was faster, both values are shown and neither is lost."""
    sheet = Sheet(f"patient-{one.id}-{one.version}")
    if sheet.noted("version") is None:
        _begin(sheet, one, _typed(one), {})
    place = st.empty()
    with place.container():
        told, done = _form(actor, one, sheet)
    if done:
        sheet.done()
        leave("patients.py", f"{told.given_name} {told.family_name}".strip() + " is changed", id=one.id)
    now = do(patient.one, actor, one.id, quiet=True).result
    if done is not None and now and now.version != sheet.noted("version"):
        _overtaken(sheet, now, told)
        with place.container():
            _form(actor, one, Sheet(sheet.form))


@st.dialog("Merge with another record", on_dismiss="rerun")
def choose_other(one: Patient) -> None:
    """Find the other record of the same person; what a merge would do is shown before anything is done."""
    fields = Fields(Sheet(f"other-{one.id}"))
    other = fields.find("other", "The other record", PATIENT)
    chosen = other is not None and other.id is not None
    if st.button("Compare the two", type="primary", width="stretch", disabled=not chosen) and other:
        fields.sheet.done()
        leave("patients.py", "", id=one.id, **{"with": other.id})


def _form(actor: Actor, one: Patient, sheet: Sheet) -> tuple[NewPatient, Outcome[None] | None]:
    """Draw it; what is in it, and what became of saving it, if somebody did."""
    fields = Fields(sheet, begun=sheet.noted("first"))
    told = _fields(fields)
    for name, sentence in sheet.noted("meanwhile", {}).items():
        fields.warn(name, sentence)
    if not st.button("Save", type="primary", width="stretch", key=sheet.key("save")):
        return told, None
    done = do(patient.change, actor, one.id, sheet.noted("version"), told)
    fields.refuse(done.fields)
    return told, done


def _begin(sheet: Sheet, one: Patient, first: dict[str, Any], meanwhile: dict[str, str]) -> None:
    """Which version this form is about, what stands in it, what the form begins with, and what is said beside it."""
    for name, value in (("version", one.version), ("record", _typed(one)), ("first", first), ("meanwhile", meanwhile)):
        sheet.note(name, value)


def _overtaken(sheet: Sheet, now: Patient, told: NewPatient) -> None:
    """Begin the form anew: with what was typed here, and elsewhere with what somebody else wrote meanwhile."""
    first, said = both(sheet.noted("record"), _typed(now), {name: getattr(told, name) for name in FIELDS}, _words)
    sheet.done()
    _begin(Sheet(sheet.form), now, first, said)


def _typed(one: Patient) -> dict[str, Any]:
    """What stands in the record, as somebody would type it."""
    now = one.told()
    phone = field.phone_shown(now.phone) if now.phone else ""
    return {name: getattr(now, name) for name in FIELDS} | {"phone": phone}


def _fields(fields: Fields) -> NewPatient:
    """In the order in which a desk asks."""
    today = clock.now().date()
    told: dict[str, Any] = {}
    one, two, three = st.columns([1, 2, 2])
    with one:
        told["title"] = fields.ask("title", st.text_input, "Title")
    with two:
        told["given_name"] = fields.ask("given_name", st.text_input, "First name")
    with three:
        told["family_name"] = fields.ask("family_name", st.text_input, "Family name")
    one, two, three = st.columns([2, 1.5, 1.5])
    with one:
        told["nhs_number"] = fields.ask("nhs_number", st.text_input, "NHS number")
        _odd(fields, told["nhs_number"])
    with two:
        told["born_on"] = fields.day("born_on", "Date of birth", min_value=FIRST, max_value=today)
    with three:
        told["sex"] = fields.ask("sex", st.selectbox, "Sex", options=list(SEXES), format_func=SEXES.get)
    return NewPatient(**told, **_reached(fields, today), one_name=not told["given_name"].strip())


def _reached(fields: Fields, today: date) -> dict[str, Any]:
    """Where they are, how they are written to, and whether still."""
    told: dict[str, Any] = {}
    one, two = st.columns(2)
    with one:
        told["phone"] = fields.ask("phone", st.text_input, "Telephone")
        told["email"] = fields.ask("email", st.text_input, "E-mail")
        told["language"] = fields.ask("language", st.selectbox, "Written to in", **_languages())
        told["time_zone"] = fields.ask("time_zone", st.selectbox, "Time zone, for quiet hours", **_zones())
    with two:
        told["address"] = fields.ask("address", st.text_area, "Address", height=116)
        left, right = st.columns([3, 2])
        with left:
            told["town"] = fields.ask("town", st.text_input, "Town")
        with right:
            told["postcode"] = fields.ask("postcode", st.text_input, "Postcode")
        told["died_on"] = fields.day("died_on", "Died on, if they have", min_value=FIRST, max_value=today)
    return told


def _zones() -> dict[str, Any]:
    names = {"": "As at the practice", **{name: name.replace("_", " ") for name in field.time_zones()}}
    return {"options": list(names), "format_func": names.get}


def _languages() -> dict[str, Any]:
    names = {"": "Not asked", **{code: one.name for code, one in languages().items()}}
    return {"options": list(names), "format_func": names.get}


def _odd(fields: Fields, number: str) -> None:
    seen = do(field.nhs_number, number, quiet=True)
    fields.warn("nhs_number", seen.result.warning if seen.result else "")


def _words(value: Any) -> str:
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    return str(value) or "nothing"
