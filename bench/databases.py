"""The databases that benches measure on: migrated and empty, named by the settings, and gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from core import settings, work
from data.migrate import migrate
from tests.world import postgres


def each(*, postgresql: bool = True) -> Iterator[str]:
    """SQLite, then PostgreSQL: what each is called, while it stands."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BATON_DATA_DIR"] = folder
        yield _ready(f"sqlite:///{Path(folder)}/baton.db")
        if postgresql:
            with postgres.server() as url:
                yield _ready(url)
        work.forget()


def _ready(url: str) -> str:
    os.environ["BATON_DATABASE_URL"] = url
    work.forget()
    settings.forget()
    migrate(settings.settings().database_url)
    return url.partition(":")[0]
