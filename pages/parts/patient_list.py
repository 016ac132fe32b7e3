"""The card index of patients, and the way to the records that may be doubles."""

from datetime import date

import streamlit as st

from core import clock, field, patient
from core.access import Actor, Permission
from core.patient import Listed, Patients, full_years
from pages.parts.filters import Field, Tab, chosen, filters
from pages.parts.head import head
from pages.parts.links import number, to
from pages.parts.table import Cell, Column, Empty, Row, table

DOUBLES = "doubles"
COLUMNS = [
    Column("Patient", "text", "title"),
    Column("Born"),
    Column("Telephone"),
    Column("Postcode"),
    Column("Known at", "text", "nowhere"),
    Column("Open referrals", "number", "foot"),
]
CAPTION = "Everybody your sites know, by family name"


def patient_list(actor: Actor) -> None:
    """The view that the page opens with."""
    head("Patients", CAPTION)
    now = line(actor)
    page = patient.patients(actor, now["typed"], _after(st.query_params.get("after", "")))
    rows = [_row(each, len(actor.sites) > 1) for each in page.rows]
    columns = [each for each in COLUMNS if len(actor.sites) > 1 or each.title != "Known at"]
    table("Patients", columns, rows, _empty(now), footer=_footer(now, page))


def line(actor: Actor, view: str = "") -> dict[str, str]:
    """The search, where there is something to be searched, and the two views; what was chosen."""
    search = [] if view else [Field("typed", "Name, birth, phone or NHS", "search")]
    fields = [*search, Field("view", "View", choices={DOUBLES: ""})]
    now = chosen(fields)
    tabs = [Tab("", "All patients")]
    if actor.may(Permission.PATIENT_MERGE):
        tabs.append(Tab(DOUBLES, "Possible doubles", patient.doubles_open(actor)))
    filters(fields, now, tabs, tab="view")
    return now


def born(on: Listed) -> Cell:
    """The day, and how old that makes them, or when they died."""
    if on.died_on:
        return Cell(day(on.born_on), under=f"Died {day(on.died_on)}")
    age = full_years(on.born_on, clock.now().date())
    return Cell(day(on.born_on) or "Not known", under=f"{age} years" if age is not None else "")


def day(on: date | None) -> str:
    """23 May 1961."""
    return f"{on.day} {on:%b %Y}" if on else ""


def _row(each: Listed, several: bool) -> Row:
    number = f"NHS {field.nhs_shown(each.nhs_number)}" if each.nhs_number else "No NHS number"
    places = [Cell(", ".join(each.sites))] if several else []
    cells = (
        Cell(each.name, under=number),
        born(each),
        Cell(field.phone_shown(each.phone) if each.phone else ""),
        Cell(each.postcode),
        *places,
        Cell(f"{each.open:,}", under=f"of {each.referrals:,}" if each.referrals > each.open else ""),
    )
    return Row(each.id, cells, to("patients", id=each.id))


def _empty(now: dict[str, str]) -> Empty:
    if now["typed"]:
        return Empty(
            "Nobody at your sites fits these words. Try fewer letters, or a date of birth.",
            "Show everybody",
            to("patients"),
        )
    return Empty("Nobody yet. Patients stand here once somebody is referred.", "Record a referral", to("refer"))


def _footer(now: dict[str, str], page: Patients) -> list[tuple[str, str]]:
    links = [("Back to the start", to("patients", **now))] if "after" in st.query_params else []
    if page.next:
        links.append((f"Next {len(page.rows)}", to("patients", **now, after=page.next)))
    return links


def _after(asked: str) -> int | None:
    return number(asked) or None
