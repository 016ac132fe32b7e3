"""The ledger goes into the database: many rows at a time, then everything is sealed and nothing is left pending."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text

from core import alert, insight
from core.audit import chain
from core.demo.ledger import Ledger
from data.tables import event, metadata, pending, referral_number

FIRST = ("patient", "patient_contact", "consent", "patient_site", "referral", "appointment", "report")
THEN = ("event", "event_text", "alert", "message", "attempt", "task", "patient_read", "firing")
AT_ONCE = 2_000


def put(db: Connection, ledger: Ledger, tables: Sequence[str]) -> None:
    """Write these tables, and let the database number on from there."""
    for name in tables:
        rows, table = ledger.rows[name], metadata.tables[name]
        for n in range(0, len(rows), AT_ONCE):
            db.execute(insert(table), rows[n : n + AT_ONCE])
        if rows and "id" in table.c and db.dialect.name == "postgresql":
            db.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"))  # noqa: S608 - names of our own tables


def put_numbers(db: Connection, years: Mapping[int, int]) -> None:
    """References continue after the last one given out."""
    db.execute(insert(referral_number), [{"year": year, "last": last} for year, last in years.items()])


def settle_activity(db: Connection, ledger: Ledger) -> None:
    """As reactions keep it: since when nobody did anything about each referral, from the last of its events."""
    alert.move_on(db, [SimpleNamespace(**row) for row in ledger.rows["event"]])


def seal(db: Connection) -> None:
    """Every event is sealed, in order, and has been reacted to."""
    head = chain.lock(db)
    rows: Sequence[Any] = db.execute(select(*chain.SEALED).order_by(event.c.id)).all()
    chain.seal_rows(db, head, rows)
    db.execute(delete(pending))


def count(db: Connection, ledger: Ledger) -> None:
    """As reactions count them."""
    ids = [row["id"] for row in ledger.rows["referral"]]
    for n in range(0, len(ids), AT_ONCE):
        insight.count_anew(db, ids[n : n + AT_ONCE])
    insight.all_counted(db)


def last_event(db: Connection) -> int:
    """The number of the last event so far."""
    return int(db.execute(select(func.coalesce(func.max(event.c.id), 0))).scalar_one())
