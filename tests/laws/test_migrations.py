"""The migrations, replayed, build the same database as the tables say, on both kinds."""

import re

from sqlalchemy import Connection, inspect, text

import data.search  # noqa: F401 - it stands beside the tables
from data import engine
from data.migrate import is_current, migrate
from data.tables import metadata

POSTGRESQL = (
    """SELECT concat_ws(' ', table_name, column_name, data_type, character_maximum_length, numeric_precision,
       is_nullable, column_default, is_identity)
       FROM information_schema.columns WHERE table_schema = 'public'""",
    """SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace""",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)
SQLITE = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND (type <> 'table' OR sql LIKE 'CREATE VIRTUAL%')"


def facts(url: str) -> set[str]:
    """Everything that makes two databases the same, one line for each fact."""
    opened = engine.reader(url)
    try:
        with opened.connect() as connection:
            found = _postgresql(connection) if opened.dialect.name == "postgresql" else _sqlite(connection)
    finally:
        opened.dispose()
    lines = {re.sub(r"\s+", " ", fact.replace('"', "")).strip() for fact in found}
    return {line for line in lines if "alembic_version" not in line}


def _postgresql(connection: Connection) -> list[str]:
    return [fact for query in POSTGRESQL for fact in connection.execute(text(query)).scalars()]


def _sqlite(connection: Connection) -> list[str]:
    """SQLite keeps no name of a foreign key that came with its column, and has no use for one."""
    look = inspect(connection)
    shape = [
        f"{table} {kind}: { {key: told for key, told in fact.items() if (kind, key) != ('foreign key', 'name')} }"
        for kind, asked in (
            ("column", look.get_columns),
            ("foreign key", look.get_foreign_keys),
            ("unique", look.get_unique_constraints),
            ("check", look.get_check_constraints),
            ("primary key", lambda table: [look.get_pk_constraint(table)]),
        )
        for table in look.get_table_names()
        for fact in asked(table)
    ]
    return shape + list(connection.execute(text(SQLITE)).scalars())


def test_migrations_build_what_the_tables_say(database, blank):
    opened = engine.writer(blank)
    with opened.begin() as connection:
        metadata.create_all(connection)
    opened.dispose()
    migrated, meant = facts(database), facts(blank)
    assert len(meant) > 100
    assert sorted(meant - migrated) == [], "a migration is missing"
    assert sorted(migrated - meant) == [], "a migration builds more than the tables say"


def test_replaying_once_more_changes_nothing(database):
    before = facts(database)
    assert is_current(database)
    migrate(database)
    assert facts(database) == before


def test_a_database_without_the_migrations_is_not_current(blank):
    assert not is_current(blank)
    migrate(blank)
    assert is_current(blank)
