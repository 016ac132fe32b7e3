"""One command is one transaction: the only place that commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import BindParameter, Connection, Engine, bindparam

from core import clock
from core.settings import settings
from data import engine
from data.base import Moment

SAMPLED = 1_000
"""Rows of each index that are looked at for statistics: milliseconds, however long the history."""
_opened: dict[tuple[Callable[[str], Engine], str], Engine] = {}


def called(tell: Callable[[], datetime]) -> BindParameter[datetime]:
    """A moment that is told anew each time a statement is asked: so the statement itself stays as it is."""
    return bindparam(None, callable_=tell, type_=Moment())


NOW = called(clock.now)
"""The present moment, in a condition."""


def _engine(opens: Callable[[str], Engine]) -> Engine:
    named = opens, settings().database_url
    return _opened.get(named) or _opened.setdefault(named, opens(named[1]))


def _writer() -> Engine:
    return _engine(engine.writer)


def _reader() -> Engine:
    return _engine(engine.reader)


@contextmanager
def work() -> Iterator[Connection]:
    """Commit everything or nothing."""
    with _writer().begin() as db:
        yield db


@contextmanager
def reading() -> Iterator[Connection]:
    """Ask without a transaction; a write here is refused or not kept together."""
    with _reader().connect() as db:
        yield db


def forget() -> None:
    """Close every connection; what was compiled for a database stays, for whoever opens it again."""
    for built in _opened.values():
        built.dispose()


def renew_statistics() -> None:
    """Let SQLite sample its tables: without that it guesses how many rows an index finds, and takes the wrong one.

    PostgreSQL does so by itself. Connections that are open see the first statistics at once, later ones when they are
    opened anew.
    """
    with _writer().begin() as db:
        if db.dialect.name == "sqlite":
            db.exec_driver_sql(f"PRAGMA analysis_limit = {SAMPLED}")
            db.exec_driver_sql("ANALYZE")
