"""A small demo group, invented once for all tests that only look at it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from core import clock, settings, work
from core.access import machine
from core.demo.load import Size, load
from tests.world.databases import SQLite

NOW = datetime(2026, 11, 24, 11, 20, tzinfo=UTC)
SMALL = Size(referrals=400, patients=180, since=timedelta(days=300), rules=timedelta(days=120))
HOUSE = machine("command-line")


@pytest.fixture(scope="session")
def _small(sqlite: SQLite) -> Iterator[str]:
    with sqlite.migrated() as url:
        with pytest.MonkeyPatch.context() as patch, clock.telling(NOW):
            patch.setenv("BATON_DATABASE_URL", url)
            forget()
            load(HOUSE, size=SMALL)
        forget()
        yield url


@pytest.fixture
def small(_small: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """400 referrals of a Tuesday in November, to be looked at and not changed."""
    monkeypatch.setenv("BATON_DATABASE_URL", _small)
    forget()
    with clock.telling(NOW):
        yield
    forget()


def forget() -> None:
    """What the settings named before is no longer it."""
    work.forget()
    settings.forget()
