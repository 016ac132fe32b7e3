"""What goes along with a message: a report, read out of its edition when the message leaves and not copied before."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, select

from core.message.letter import Enclosed
from data.tables import edition


def file_name(kind: str, period_on: date, form: str = "pdf") -> str:
    """practice-month-2026-10-01.pdf: plain letters, whatever the place is called."""
    return f"{kind.replace('_', '-')}-{period_on:%Y-%m-%d}.{form}"


def enclosed(db: Connection, edition_ids: Iterable[int | None]) -> dict[int, Enclosed]:
    """By the ids of editions."""
    wanted = {one for one in edition_ids if one}
    c = edition.c
    rows = db.execute(select(c.id, c.kind, c.period_on, c.pdf).where(c.id.in_(wanted))) if wanted else ()
    return {row.id: Enclosed(file_name(row.kind, row.period_on), row.pdf) for row in rows}
