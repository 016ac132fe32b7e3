"""What a table definition cannot say: full-text indexes over `search` columns, and triggers that guard the audit."""

from sqlalchemy import DDL, Table, event

from data.tables import custom_value, patient, provider, seal, task
from data.tables import event as happened

SEARCHED = (patient, provider, task, custom_value)
APPEND_ONLY = (happened, seal)


def _sqlite_index(table: str) -> list[str]:
    new, old = "(new.id, new.search)", "('delete', old.id, old.search)"
    return [
        f"CREATE VIRTUAL TABLE {table}_found USING fts5"
        f"(search, content='{table}', content_rowid='id', prefix='2 3 4', tokenize='unicode61 remove_diacritics 2')",
        f"CREATE TRIGGER {table}_found_added AFTER INSERT ON {table} BEGIN"
        f" INSERT INTO {table}_found(rowid, search) VALUES {new}; END",
        f"CREATE TRIGGER {table}_found_removed AFTER DELETE ON {table} BEGIN"
        f" INSERT INTO {table}_found({table}_found, rowid, search) VALUES {old}; END",
        f"CREATE TRIGGER {table}_found_changed AFTER UPDATE OF search ON {table} WHEN old.search <> new.search BEGIN"
        f" INSERT INTO {table}_found({table}_found, rowid, search) VALUES {old};"
        f" INSERT INTO {table}_found(rowid, search) VALUES {new}; END",
    ]


def _postgresql_index(table: str) -> list[str]:
    return [
        f"ALTER TABLE {table} ADD COLUMN found tsvector GENERATED ALWAYS AS (to_tsvector('simple', search)) STORED",
        f"CREATE INDEX ix_{table}_found ON {table} USING gin (found) WITH (fastupdate = off)",
    ]


def _sqlite_guard(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_kept_{verb} BEFORE {verb} ON {table} BEGIN"
        f" SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("update", "delete")
    ]


def _postgresql_guard(table: str) -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION append_only()",
    ]


def statements(dialect: str, table: str) -> list[str]:
    """The DDL beside a table that a table definition cannot say, in order."""
    index = {"sqlite": _sqlite_index, "postgresql": _postgresql_index}[dialect]
    guard = {"sqlite": _sqlite_guard, "postgresql": _postgresql_guard}[dialect]
    indexed = index(table) if table in {t.name for t in SEARCHED} else []
    return indexed + (guard(table) if table in {t.name for t in APPEND_ONLY} else [])


def _attach(table: Table) -> None:
    for dialect in ("sqlite", "postgresql"):
        for line in statements(dialect, table.name):
            written = DDL(line.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", written.execute_if(dialect=dialect))


for searched in (*SEARCHED, *APPEND_ONLY):
    _attach(searched)
