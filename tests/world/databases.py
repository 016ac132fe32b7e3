"""Databases for tests: of either kind an empty one, or one that is as a migration leaves it.

A database that was given back is used again under its name, so that what a process compiled for it stays of use.
"""

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
from tests.world.pattern import Pattern


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
        self.free: list[Path] = []

    @contextmanager
    def empty(self) -> Iterator[str]:
        place = self.free.pop() if self.free else self.folder / f"{next(self.numbers)}.db"
        yield f"sqlite:///{place}"
        for path in self.folder.glob(f"{place.name}*"):
            path.unlink(missing_ok=True)
        self.free.append(place)

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
        self.free: list[str] = []

    @contextmanager
    def empty(self) -> Iterator[str]:
        name = self._create("template0")
        try:
            yield self._url(name)
        finally:
            self._drop(name)

    @contextmanager
    def migrated(self) -> Iterator[str]:
        name = self.free.pop() if self.free else self._create(self.pattern[0])
        try:
            yield self._url(name)
        finally:
            if self.pattern[1].restored(self._address(name)):
                self.free.append(name)
            else:
                self._drop(name)

    @cached_property
    def pattern(self) -> tuple[str, Pattern]:
        name = self._create("template0")
        _prepare(self._url(name))
        return name, Pattern(self._address(name))

    def leave(self) -> None:
        """Take away what is left, also the migrated pattern if one was made."""
        for name in [*self.free, *([self.pattern[0]] if "pattern" in vars(self) else [])]:
            self._drop(name)

    def _create(self, template: str) -> str:
        name = f"{self.prefix}_{next(self.numbers)}"
        self._tell(SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'"), name, template)
        return name

    def _drop(self, name: str) -> None:
        self._tell(SQL("DROP DATABASE {} WITH (FORCE)"), name)

    def _tell(self, statement: SQL, *names: str) -> None:
        with psycopg.connect(self._address(), autocommit=True) as connection:
            connection.execute(statement.format(*map(Identifier, names)))

    def _address(self, name: str | None = None) -> str:
        address = self.server.set(drivername="postgresql", database=name or self.server.database)
        return address.render_as_string(hide_password=False)

    def _url(self, name: str) -> str:
        return self.server.set(database=name).render_as_string(hide_password=False)
