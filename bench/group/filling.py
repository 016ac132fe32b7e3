"""Filling a database that nobody uses yet, at the speed of its disk: no indexes, no triggers, no waiting meanwhile."""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import make_url

Rows = Iterable[Sequence[Any]]


class Filling(ABC):
    """One connection that writes; its tables are bare until it is done."""

    @abstractmethod
    def strip(self, tables: Sequence[str]) -> None:
        """Take away what costs time with every row."""

    @abstractmethod
    def put(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        """Add rows."""

    @abstractmethod
    def ask(self, question: str) -> Iterator[tuple[Any, ...]]:
        """What there is so far."""

    @abstractmethod
    def run(self, statement: str) -> None:
        """Something that the database does by itself."""

    @abstractmethod
    def dress(self, tables: Sequence[str]) -> None:
        """Make again what was taken away, let numbers go on from the last, and look at what there is."""


class SQLite(Filling):
    """A file that nobody else has open."""

    def __init__(self, url: str) -> None:
        self.db = sqlite3.connect(make_url(url).database or "", isolation_level=None)
        for pragma in ("foreign_keys = OFF", "journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
            self.db.execute(f"PRAGMA {pragma}")
        self.db.execute("PRAGMA threads = 2")
        self.taken: list[str] = []

    def strip(self, tables: Sequence[str]) -> None:
        marks = ", ".join("?" * len(tables))
        made = f"SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name IN ({marks})"  # noqa: S608 - only marks are added
        for kind, name, sql in self.db.execute(f"{made} AND type <> 'table'", tables).fetchall():
            self.db.execute(f"DROP {kind} {name}")
            self.taken.append(sql)
        self.db.execute("BEGIN")

    def put(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        marks = ", ".join("?" * len(columns))
        named = ", ".join(f'"{column}"' for column in columns)
        self.db.executemany(f"INSERT INTO {table} ({named}) VALUES ({marks})", rows)  # noqa: S608 - names of our own

    def ask(self, question: str) -> Iterator[tuple[Any, ...]]:
        return iter(self.db.execute(question))

    def run(self, statement: str) -> None:
        self.db.execute(statement)

    def dress(self, tables: Sequence[str]) -> None:
        self.db.execute("COMMIT")
        for name in tables:
            if self.db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [f"{name}_found"]).fetchone():
                self.db.execute(f"INSERT INTO {name}_found ({name}_found) VALUES ('rebuild')")  # noqa: S608 - a name of our own
        for sql in self.taken:
            self.db.execute(sql)
        self.db.execute("PRAGMA analysis_limit = 2000")
        self.db.execute("ANALYZE")
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.close()


class PostgreSQL(Filling):
    """A session that fires no triggers, those behind foreign keys included. At the end it is cleared up as servers do
    themselves in time, or no index would be believed alone."""

    def __init__(self, url: str) -> None:
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self.db = psycopg.connect(plain)
        for setting in ("session_replication_role = replica", "maintenance_work_mem = '512MB'"):
            self.db.execute(f"SET {setting}")
        self.taken: list[str] = []

    def strip(self, tables: Sequence[str]) -> None:
        made = (
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
            " AND tablename = ANY(%s) AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        )
        for name, sql in self.db.execute(made, [list(tables)]).fetchall():
            self.db.execute(f"DROP INDEX {name}")  # type: ignore[arg-type]  # a name of our own
            self.taken.append(sql)

    def put(self, table: str, columns: Sequence[str], rows: Rows) -> None:
        named = ", ".join(f'"{column}"' for column in columns)
        with self.db.cursor() as cursor, cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:  # type: ignore[arg-type]
            for row in rows:
                copy.write_row(row)

    def ask(self, question: str) -> Iterator[tuple[Any, ...]]:
        return iter(self.db.execute(question).fetchall())  # type: ignore[arg-type]  # our own words

    def run(self, statement: str) -> None:
        self.db.execute(statement)  # type: ignore[arg-type]  # our own words

    def dress(self, tables: Sequence[str]) -> None:
        for sql in self.taken:
            self.db.execute(sql)  # type: ignore[arg-type]  # as it was made before
        for name in tables:
            count = "SELECT pg_get_serial_sequence(table_name, 'id') FROM information_schema.columns"
            mine = self.db.execute(f"{count} WHERE column_name = 'id' AND table_name = %s", [name]).fetchone()
            if mine and mine[0]:
                self.db.execute(f"SELECT setval('{mine[0]}', max(id)) FROM {name}")  # type: ignore[arg-type]  # noqa: S608
        self.db.commit()
        self.db.autocommit = True
        self.db.execute("VACUUM ANALYZE")
        self.db.close()


@contextmanager
def filling(url: str, tables: Sequence[str]) -> Iterator[Filling]:
    """Fill these tables; they are whole again afterwards."""
    opened: Filling = SQLite(url) if url.startswith("sqlite") else PostgreSQL(url)
    opened.strip(tables)
    yield opened
    opened.dress(tables)
