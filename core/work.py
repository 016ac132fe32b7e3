"""One command is one transaction: the only place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from sqlalchemy import Connection, Engine

from core.settings import settings
from data import engine


@cache
def _writer() -> Engine:
    return engine.writer(settings().database_url)


@cache
def _reader() -> Engine:
    return engine.reader(settings().database_url)


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
    """Close the engines, so that the next use opens what the settings then say."""
    for opened in (_writer, _reader):
        if opened.cache_info().currsize:
            opened().dispose()
        opened.cache_clear()
