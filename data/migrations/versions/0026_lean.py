"""Let the database name each revision of what clocks go by, and keep which actions of an event are tried again."""

from alembic import op

from data import base
from data.grow import add_column

revision = "0026"
down_revision = "0025"
TIMED = {"deadline": "", "site_hours": "", "site_holiday": "", "site": " OF time_zone"}


NAMED = {
    "sqlite": "INSERT INTO setting(name, value) VALUES ('timing', '\"' || lower(hex(randomblob(16))) || '\"')"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    "postgresql": "INSERT INTO setting(name, value) VALUES ('timing', to_jsonb(gen_random_uuid()\\:\\:text))"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
}


def upgrade() -> None:
    """Build what this version adds, and name the revision that stands."""
    dialect = op.get_bind().dialect.name
    add = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}[dialect]
    for table, columns in TIMED.items():
        for statement in add(table, columns):
            op.execute(statement)
    op.execute(NAMED[dialect])
    add_column("pending", "only", base.Facts)


def _on_sqlite(table: str, columns: str) -> list[str]:
    when = {"insert": "insert", "update": f"update{columns}", "delete": "delete"}
    return [
        f"CREATE TRIGGER {table}_told_{name} AFTER {verb} ON {table} BEGIN {NAMED['sqlite']}; END"
        for name, verb in when.items()
    ]


def _on_postgresql(table: str, columns: str) -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION timing_told() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {NAMED['postgresql']}; RETURN NULL; END $$",
        f"CREATE TRIGGER {table}_told AFTER INSERT OR UPDATE{columns} OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION timing_told()",
    ]
