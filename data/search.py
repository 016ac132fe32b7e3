"""What a table definition cannot say: indexes to search by, and triggers that guard the audit or tell of a change."""

from sqlalchemy import DDL, Table, event

from data.tables import custom_value, deadline, patient, provider, seal, site, site_holiday, site_hours, task
from data.tables import event as happened

SEARCHED = (patient, provider, task, custom_value)
APPEND_ONLY = (happened, seal)
TIMED = {deadline: "", site_hours: "", site_holiday: "", site: " OF time_zone"}
"""Tables that clocks go by, with the columns that count: a change of them is a new revision, whoever makes it."""
NAMED = {
    "sqlite": "INSERT INTO setting(name, value) VALUES ('timing', '\"' || lower(hex(randomblob(16))) || '\"')"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    "postgresql": "INSERT INTO setting(name, value) VALUES ('timing', to_jsonb(gen_random_uuid()::text))"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
}
"""A word that never comes again: what was rolled back is mistaken for nothing else."""


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


def _sqlite_telling(table: str, columns: str) -> list[str]:
    when = {"insert": "insert", "update": f"update{columns}", "delete": "delete"}
    return [
        f"CREATE TRIGGER {table}_told_{name} AFTER {verb} ON {table} BEGIN {NAMED['sqlite']}; END"
        for name, verb in when.items()
    ]


def _postgresql_telling(table: str, columns: str) -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION timing_told() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {NAMED['postgresql']}; RETURN NULL; END $$",
        f"CREATE TRIGGER {table}_told AFTER INSERT OR UPDATE{columns} OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION timing_told()",
    ]


def statements(dialect: str, table: str) -> list[str]:
    """The DDL beside a table that a table definition cannot say, in order."""
    index = {"sqlite": _sqlite_index, "postgresql": _postgresql_index}[dialect]
    guard = {"sqlite": _sqlite_guard, "postgresql": _postgresql_guard}[dialect]
    indexed = index(table) if table in {t.name for t in SEARCHED} else []
    kept = guard(table) if table in {t.name for t in APPEND_ONLY} else []
    telling = {"sqlite": _sqlite_telling, "postgresql": _postgresql_telling}[dialect]
    counts = {each.name: columns for each, columns in TIMED.items()}
    return indexed + kept + (telling(table, counts[table]) if table in counts else [])


def _attach(table: Table) -> None:
    for dialect in ("sqlite", "postgresql"):
        for line in statements(dialect, table.name):
            written = DDL(line.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", written.execute_if(dialect=dialect))


for told in (*SEARCHED, *APPEND_ONLY, *TIMED):
    _attach(told)
