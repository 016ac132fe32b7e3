"""The texts as a list: what each is for, by whom it is read, and who puts it in their own words."""

from itertools import groupby

import streamlit as st

from core.access import Actor
from core.text.changes import shown
from core.text.queries import Line, overview
from core.text.words import Audience
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.table import Cell, Column, Empty, Row, table

ABOUT = "What Baton writes by itself, to whom and how. Whoever has no own words sends the shipped ones."
COLUMNS = [Column("What it is for", "long", "title"), Column("Own words of"), Column("Languages", place="foot")]
HEADINGS = {
    Audience.PATIENT: "To patients",
    Audience.REFERRER: "To whoever referred",
    Audience.RECIPIENT: "To the practice it goes to",
    Audience.STAFF: "To colleagues",
}


def text_list(actor: Actor) -> None:
    """Grouped by who reads them."""
    head("Texts", ABOUT)
    number = 0
    for audience, group in groupby(overview(actor), key=lambda line: line.purpose.audience):
        st.header(HEADINGS[audience], anchor=False)
        rows = [_row(number := number + 1, line) for line in group]
        table(HEADINGS[audience], COLUMNS, rows, Empty("Nothing is written to them."), key=f"texts-{audience}")


def _row(number: int, line: Line) -> Row:
    whose = Cell(", ".join(line.differs))
    cells = (Cell(line.purpose.label, under=shown(line.headline)), whose, Cell(", ".join(line.languages)))
    return Row(number, cells, to("texts", name=line.purpose.name))
