"""What every test stands on: a world of its own, a database of either kind, and a clock that can be moved."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from math import ceil
from pathlib import Path

import pytest
from sqlalchemy import make_url

from core import settings, work
from tests.cast import cast as cast
from tests.signed_in import able as able
from tests.signed_in import kept as kept
from tests.signed_in import token_of as token_of
from tests.world import postgres
from tests.world.databases import Kind, PostgreSQL, SQLite

KINDS = ("sqlite", "postgresql")
MEMORY, PLENTY = Path("/dev/shm"), 4 * 2**30
TUESDAY = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", action="append", choices=KINDS, help="only on this database (repeatable; default: both)"
    )


def pytest_configure() -> None:
    """Where there is plenty of memory, what tests write stays in it: then none waits for a disk."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > PLENTY:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that needs a database runs on each kind; one marked `database(name)` on that one alone."""
    if "database" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("database")
        meant = marker.args if marker else KINDS
        chosen = metafunc.config.getoption("--database") or KINDS
        metafunc.parametrize("database", [kind for kind in meant if kind in chosen], indirect=True)


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees the developer's settings, or touches their data."""
    for name in [name for name in os.environ if name.startswith("BATON_") and not name.startswith("BATON_TEST_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BATON_DATA_DIR", str(tmp_path / "data"))
    _forget()
    yield
    _forget()


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SQLite:
    return SQLite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    with postgres.server() as url:
        kind = PostgreSQL(url, f"baton_test_{uuid.uuid4().hex[:12]}")
        yield kind
        kind.leave()


@pytest.fixture
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a migrated, empty database, which the settings name."""
    kind: Kind = request.getfixturevalue(request.param)
    with kind.migrated() as url:
        monkeypatch.setenv("BATON_DATABASE_URL", url)
        _forget()
        yield url
        _forget()


@pytest.fixture
def blank(request: pytest.FixtureRequest, database: str) -> Iterator[str]:
    """The address of a database of the same kind without a single table."""
    kind: Kind = request.getfixturevalue(make_url(database).get_backend_name())
    with kind.empty() as url:
        yield url


class Clock:
    """Moves the time of this process and of every process it starts."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.file.write_text("0")

    def forward(self, **amount: float) -> None:
        """As timedelta takes it: forward(days=1, hours=2)."""
        self._shift(timedelta(seconds=int(self.file.read_text())) + timedelta(**amount))

    def to(self, moment: datetime) -> None:
        """Let it be this moment; time goes on from there."""
        self._shift(moment - datetime.now(UTC))

    def _shift(self, by: timedelta) -> None:
        fresh = self.file.with_suffix(".fresh")
        fresh.write_text(str(ceil(by.total_seconds())))
        fresh.replace(self.file)


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of this test; see also core.clock.telling for one block of code."""
    monkeypatch.setenv("BATON_TEST_CLOCK", str(tmp_path / "clock"))
    return Clock(tmp_path / "clock")


@pytest.fixture
def today(clock: Clock) -> date:
    """An ordinary working day: Tuesday 10 March 2026, 09:00 in London."""
    clock.to(TUESDAY)
    return TUESDAY.date()


def _forget() -> None:
    work.forget()
    settings.forget()
