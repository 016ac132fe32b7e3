"""The archive of reports: what was built, to how many it went and whether it came there."""

import streamlit as st

from core import clock, report
from core.access import Actor
from core.report import PAGE, Edition
from pages.parts.links import to
from pages.parts.report_chosen import Chosen
from pages.parts.table import Cell, Column, Empty, Row, table

COLUMNS = [
    Column("Report", place="title"),
    Column("Built", "when"),
    Column("Pages", "number", "nowhere"),
    Column("Sent to"),
    Column("Arrived", "badge", "corner"),
]
EMPTY = Empty("No report was built yet. The first ones come on the first working day of the month.")


def archive(actor: Actor, now: Chosen, before: int | None) -> None:
    """Newest first."""
    query = st.query_params
    kind, site = query.get("kind", ""), query.get("site", "")
    known = kind if kind in report.kinds() else ""
    found = report.editions(actor, known, now.site_id if site else None, before)
    footer = [("Back to the newest", to("reports", view="archive", kind=kind, site=site))] if before else []
    if len(found) > PAGE:
        found = found[:PAGE]
        footer.append(("The next ones", to("reports", view="archive", kind=kind, site=site, before=found[-1].id)))
    table("Archive", COLUMNS, [_row(one) for one in found], EMPTY, footer=footer)


def _row(one: Edition) -> Row:
    cells = (
        Cell(one.title),
        Cell(clock.spoken(one.built_at, one.zone)),
        Cell(f"{one.pages}"),
        Cell(report.several(one.sent) if one.sent else ""),
        _arrived(one),
    )
    return Row(one.id, cells, to("reports", view="archive", edition=one.id))


def _arrived(one: Edition) -> Cell:
    if one.failed:
        return Cell(f"{one.failed} did not", tone="red", hover="Open it to see who did not get it, and why")
    if one.sent and one.arrived == one.sent:
        return Cell("All", tone="green", hover="The mail server took each of them")
    return Cell("On its way" if one.sent else "", tone="blue")
