"""How a database is opened: SQLite or PostgreSQL, one engine that writes and one that only reads."""

import select
from pathlib import Path
from typing import Any

from psycopg import Cursor
from psycopg.pq import Format
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError

BUSY_MS = 15_000
CACHE_KB = 16_384
"""What a connection to SQLite keeps of the file at most: its usual two megabytes are less than one question of figures
reads, which then reads them from the disk's cache again and again."""


def writer(url: str) -> Engine:
    """Every transaction takes the write lock at its start: SQLite's default loses contended updates."""
    built = _open(url)
    if built.dialect.name == "sqlite":
        event.listen(built, "begin", _begin_immediate)
    return built


def reader(url: str) -> Engine:
    """Each statement on its own, without a transaction around it that would have to end; SQLite refuses writes here."""
    alone = {} if url.startswith("sqlite") else {"isolation_level": "AUTOCOMMIT"}
    built = _open(url, pool_reset_on_return=None, **alone)
    if built.dialect.name == "sqlite":
        event.listen(built, "connect", _query_only)
    return built


def _open(url: str, **options: Any) -> Engine:
    if url.startswith("sqlite"):
        if path := make_url(url).database:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        built = create_engine(url, pool_size=20, **options)
        event.listen(built, "connect", _pragmas)
        return built
    built = create_engine(url, pool_size=10, max_overflow=20, **options)
    event.listen(built, "connect", _as_bytes)
    event.listen(built, "checkout", _still_there)
    return built


def _still_there(connection: Any, *_: object) -> None:
    """A server that went away left word on its line, and nothing else comes unasked: to look costs no answer from it,
    as a question before each statement would."""
    line = select.poll()
    if not connection.closed:
        line.register(connection.fileno(), select.POLLIN)
    if connection.closed or line.poll(0):
        raise DisconnectionError


class _Bytes(Cursor[Any]):
    """Answers come as they are stored: spelt out, as is usual, what is packed takes twice the room and the time."""

    def __init__(self, connection: Any, **named: Any) -> None:
        super().__init__(connection, **named)
        self.format = Format.BINARY


def _as_bytes(connection: Any, _record: object) -> None:
    connection.cursor_factory = _Bytes


def _pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _query_only(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA query_only = ON")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
