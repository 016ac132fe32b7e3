"""Bring a database to the newest version, or say which version it has."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from data import engine

HERE = Path(__file__).parent / "migrations"


def migrate(url: str, to: str = "head") -> None:
    """Replay the migrations that are missing; two at once wait for each other."""
    opened = engine.writer(url)
    try:
        with opened.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(20261123)")
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, to)
    finally:
        opened.dispose()


def is_current(url: str) -> bool:
    """Whether the database has every migration of this version."""
    opened = engine.reader(url)
    try:
        with opened.connect() as connection:
            found = MigrationContext.configure(connection).get_current_heads()
        return set(found) == set(ScriptDirectory.from_config(_config()).get_heads())
    finally:
        opened.dispose()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    return config
