"""Built groups are kept, so that a second run measures at once; changed sources or another size make a new one."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url, select

from bench.group.build import build
from bench.group.plan import Plan
from bench.group.regions import MARK
from core import clock, settings, work
from core.work import reading
from data.migrate import migrate
from data.tables import setting
from tests.world import postgres

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "data" / "local" / "bench"
SOURCES = ("bench/group", "core/demo", "core/insight", "data")
"""What a group is made by and of."""
DATABASES = ("sqlite", "postgresql")
Say = Callable[[str], None]


@contextmanager
def kept(database: str, size: int, say: Say, folder: Path = FOLDER) -> Iterator[Plan]:
    """The settings name a group of this size, built now if none like it is there."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["BATON_DATA_DIR"] = str(folder)
    with _SHELVES[database](folder, f"{size}_{_fingerprint()}", size, say):
        yield _plan()
    work.forget()


def use(url: str) -> None:
    """Let the settings name this database."""
    os.environ["BATON_DATABASE_URL"] = url
    work.forget()
    settings.forget()


@contextmanager
def aside(say: Say) -> Iterator[None]:
    """A copy of the group that the settings name, for what changes it; gone afterwards."""
    url = settings.settings().database_url
    say("copying it for what writes")
    with _copied_file(url) if url.startswith("sqlite") else _copied_database(url) as copy:
        use(copy)
        yield
    use(url)


def _fingerprint() -> str:
    """Of every source that decides what is built."""
    told = hashlib.sha256()
    for path in sorted(path for source in SOURCES for path in (ROOT / source).rglob("*")):
        if path.suffix in {".py", ".yaml"} and "local" not in path.relative_to(ROOT).parts:
            told.update(path.read_bytes())
    return told.hexdigest()[:12]


def _plan() -> Plan:
    with reading() as db:
        told = db.execute(select(setting.c.value).where(setting.c.name == MARK)).scalar_one()
    return Plan(told["size"], datetime.fromisoformat(told["now"]), told["seed"])


def _fill(url: str, size: int, say: Say) -> None:
    """As of the last full hour."""
    use(url)
    migrate(settings.settings().database_url)
    build(Plan(size, clock.now().replace(minute=0, second=0, microsecond=0)), say)


@contextmanager
def _file(folder: Path, name: str, size: int, say: Say) -> Iterator[None]:
    path = folder / f"{name}.db"
    if not path.exists():
        _sweep(folder.glob(f"{size}_*"))
        fresh = path.with_suffix(".building")
        _sweep(folder.glob("*.building*"))
        _fill(f"sqlite:///{fresh}", size, say)
        work.forget()
        fresh.rename(path)
    use(f"sqlite:///{path}")
    yield


def _sweep(files: Iterator[Path]) -> None:
    for path in files:
        path.unlink()


@contextmanager
def _copied_file(url: str) -> Iterator[str]:
    path = Path(make_url(url).database or "")
    copy = path.with_suffix(".copy")
    work.forget()
    shutil.copy(path, copy)
    try:
        yield f"sqlite:///{copy}"
    finally:
        work.forget()
        _sweep(path.parent.glob(f"{copy.name}*"))


@contextmanager
def _database(folder: Path, name: str, size: int, say: Say) -> Iterator[None]:
    name = f"bench_{name}"
    with postgres.server(folder / "postgresql") as server:
        url = make_url(server).set(database=name, drivername="postgresql+psycopg").render_as_string(hide_password=False)
        if not _ask(server, "SELECT 1 FROM pg_database WHERE datname = {}", name):
            for (old,) in _ask(server, "SELECT datname FROM pg_database WHERE datname LIKE {}", f"bench\\_{size}\\_%"):
                _tell(server, "DROP DATABASE {}", old)
            _tell(server, "DROP DATABASE IF EXISTS {}", "bench_building")
            _tell(server, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", "bench_building")
            _fill(url.replace(name, "bench_building"), size, say)
            work.forget()
            _tell(server, "ALTER DATABASE {} RENAME TO {}", "bench_building", name)
        use(url)
        yield
        work.forget()


@contextmanager
def _copied_database(url: str) -> Iterator[str]:
    address = make_url(url)
    name, copy = address.database or "", f"{address.database}_copy"
    server = address.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    work.forget()
    _tell(server, "DROP DATABASE IF EXISTS {}", copy)
    _tell(server, "CREATE DATABASE {} TEMPLATE {}", copy, name)
    try:
        yield address.set(database=copy).render_as_string(hide_password=False)
    finally:
        work.forget()
        with suppress(psycopg.Error):
            _tell(server, "DROP DATABASE {} WITH (FORCE)", copy)


def _tell(server: str, statement: str, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL(statement).format(*map(Identifier, names)))  # type: ignore[arg-type]  # our own words


def _ask(server: str, question: str, *values: str) -> list[tuple[str, ...]]:
    with psycopg.connect(server, autocommit=True) as connection:
        return connection.execute(SQL(question).format(*values)).fetchall()  # type: ignore[arg-type]  # our own words


_SHELVES = {"sqlite": _file, "postgresql": _database}
