"""What goes along with a message: a report or documents, looked up when the message leaves and not copied before."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from core.document import Scan, store
from core.document.scan import has_scanner
from core.message.letter import Enclosed
from core.paper import Paper
from data.tables import document, edition, message_document


def file_name(kind: str, period_on: date, form: str = "pdf") -> str:
    """practice-month-2026-10-01.pdf: plain letters, whatever the place is called."""
    return f"{kind.replace('_', '-')}-{period_on:%Y-%m-%d}.{form}"


def enclosed(db: Connection, rows: Collection[Any]) -> Mapping[int, list[Enclosed]]:
    """By the ids of rows of the outbox."""
    found: dict[int, list[Enclosed]] = {row.id: [] for row in rows}
    reports = _reports(db, (row.edition_id for row in rows))
    for row in rows:
        if row.edition_id in reports:
            found[row.id].append(reports[row.edition_id])
    for paper in papers(db, [row.id for row in rows if row.author]):
        read = partial(store.read, paper.sha256)
        found[paper.message_id].append(Enclosed(paper.file_name, read, paper.media_type))
    return found


def _reports(db: Connection, edition_ids: Iterable[int | None]) -> Mapping[int, Enclosed]:
    wanted = {one for one in edition_ids if one}
    c = edition.c
    rows = db.execute(select(c.id, c.kind, c.period_on, c.pdf).where(c.id.in_(wanted))) if wanted else ()
    return {row.id: Enclosed(file_name(row.kind, row.period_on), partial(bytes, row.pdf)) for row in rows}


def papers(db: Connection, message_ids: Collection[int]) -> list[Any]:
    """The documents that go along with these messages; only people enclose any."""
    if not message_ids:
        return []
    c, e = document.c, message_document.c
    named = (c[name] for name in ("id", "kind", "title", "file_name", "sha256", "size", "media_type", "scan"))
    wanted = select(e.message_id, *named, c.withdrawn_at).join(document, c.id == e.document_id)
    return list(db.execute(wanted.where(e.message_id.in_(message_ids)).order_by(e.message_id, c.id)))


def missing(db: Connection, message_id: int) -> str:
    """Why a message cannot leave with what it says it brings; empty when it can."""
    return next((why for paper in papers(db, [message_id]) if (why := _gone(paper))), "")


def _gone(paper: Any) -> str:
    called = paper.title or Paper(paper.kind).label
    if paper.withdrawn_at is not None:
        return f"Not sent: “{called}”, which goes along, was withdrawn."
    if paper.scan == Scan.INFECTED:
        return f"Not sent: the virus scanner held back “{called}”, which goes along."
    if paper.scan == Scan.UNSCANNED and has_scanner():
        return f"Not sent: the virus scanner has not looked at “{called}” yet."
    return "" if store.stands(paper.sha256) else f"Not sent: the file of “{called}” is missing where it is kept."
