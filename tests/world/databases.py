"""Databases for tests: of either kind an empty one, or a copy of one that was migrated once."""

import shutil
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from core.defaults import load_into
from data import engine
from data.migrate import migrate


def _prepare(url: str) -> None:
    """What `python -m core migrate` does."""
    migrate(url)
    opened = engine.writer(url)
    with opened.begin() as db:
        load_into(db)
    opened.dispose()


class Kind(ABC):
    """A kind of database: makes them quickly and takes them away again."""

    @abstractmethod
    def empty(self) -> AbstractContextManager[str]:
        """The address of a database without a table, gone afterwards."""

    @abstractmethod
    def migrated(self) -> AbstractContextManager[str]:
        """The address of a database as `python -m core migrate` leaves it, gone afterwards."""


class SQLite(Kind):
    """Database files in a folder of the test run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count(1)

    @contextmanager
    def empty(self) -> Iterator[str]:
        place = self.folder / f"{next(self.numbers)}.db"
        yield f"sqlite:///{place}"
        for path in self.folder.glob(f"{place.name}*"):
            path.unlink(missing_ok=True)

    @contextmanager
    def migrated(self) -> Iterator[str]:
        with self.empty() as url:
            shutil.copy(self.pattern, url.removeprefix("sqlite:///"))
            yield url

    @cached_property
    def pattern(self) -> Path:
        path = self.folder / "pattern.db"
        _prepare(f"sqlite:///{path}")
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
        return path


class PostgreSQL(Kind):
    """Databases of a server that somebody else started; their names begin with `prefix`."""

    def __init__(self, server: str, prefix: str) -> None:
        self.server = make_url(server).set(drivername="postgresql+psycopg")
        self.prefix = prefix
        self.numbers = count(1)

    @contextmanager
    def empty(self) -> Iterator[str]:
        with self._copy("template0") as url:
            yield url

    @contextmanager
    def migrated(self) -> Iterator[str]:
        with self._copy(self.pattern) as url:
            yield url

    @cached_property
    def pattern(self) -> str:
        name = f"{self.prefix}_pattern"
        self._create(name, "template0")
        _prepare(self._url(name))
        return name

    def leave(self) -> None:
        """Take the migrated pattern away too, if one was made."""
        if "pattern" in vars(self):
            self._drop(self.pattern)

    @contextmanager
    def _copy(self, template: str) -> Iterator[str]:
        name = f"{self.prefix}_{next(self.numbers)}"
        self._create(name, template)
        try:
            yield self._url(name)
        finally:
            self._drop(name)

    def _create(self, name: str, template: str) -> None:
        self._tell(SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'"), name, template)

    def _drop(self, name: str) -> None:
        self._tell(SQL("DROP DATABASE {} WITH (FORCE)"), name)

    def _tell(self, statement: SQL, *names: str) -> None:
        address = self.server.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.format(*map(Identifier, names)))

    def _url(self, name: str) -> str:
        return self.server.set(database=name).render_as_string(hide_password=False)
