"""Possible doubles: two records side by side in one line each, with what speaks for one person."""

from core import patient
from core.access import Actor, Permission
from core.patient import Double
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.patient_list import DOUBLES, line
from pages.parts.suggested import in_words, known_by
from pages.parts.table import Action, Cell, Column, Empty, Row, table

COLUMNS = [
    Column("Patient", "text", "title"),
    Column("May be the same as"),
    Column("What speaks for it"),
]
NOTHING = Empty(
    "No two records look alike. When Baton finds a pair, it will stand here, with its reasons.",
    "Show all patients",
    to("patients"),
)
CAPTION = "Records that may be of one person. Nothing is merged until somebody has looked."


def queue(actor: Actor) -> None:
    """The likeliest pairs first; whether they are one is decided with both side by side."""
    actor.must(Permission.PATIENT_MERGE)
    head("Patients", CAPTION)
    line(actor, DOUBLES)
    table("Possible doubles", COLUMNS, [_row(each) for each in patient.doubles(actor)], NOTHING, key="doubles")


def _row(pair: Double) -> Row:
    cells = (
        Cell(pair.one.name, under=known_by(pair.one)),
        Cell(pair.other.name, under=known_by(pair.other)),
        Cell(in_words(pair.reasons)),
    )
    compare = to("patients", id=pair.one.id, **{"with": pair.other.id})
    return Row(pair.one.id, cells, compare, actions=(Action("Compare", href=compare),))
