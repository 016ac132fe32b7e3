"""A PostgreSQL database goes back to what it was copied from: rows are put back, which is quicker than a new copy."""

from collections.abc import Iterable

import psycopg
from psycopg.sql import SQL, Composable, Identifier, Literal

KEPT = "kept_by_tests"
TABLES = """
    SELECT table_name, array_agg(column_name::text) FROM information_schema.columns JOIN pg_tables
    ON schemaname = table_schema AND tablename = table_name
    WHERE table_schema = 'public' AND is_generated = 'NEVER' GROUP BY table_name
"""
SHAPE = """
    SELECT
        (SELECT array_agg((oid, relname) ORDER BY oid)::text FROM pg_class WHERE relnamespace = 'public'::regnamespace),
        (SELECT array_agg((oid, tgenabled) ORDER BY oid)::text FROM pg_trigger WHERE NOT tgisinternal),
        (SELECT count(*) FROM pg_constraint),
        (SELECT count(*) FROM pg_attribute WHERE NOT attisdropped)
"""
"""A copy keeps the numbers of what it has from its template; whatever is made or taken away later shows."""
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"


class Pattern:
    """What is in a database, kept beside it, so that its copies bring along what they go back to."""

    def __init__(self, address: str) -> None:
        with psycopg.connect(address) as db:
            self.way_back = SQL("; ").join(_way_back(db))
            self.shape = db.execute(SHAPE).fetchone()

    def restored(self, address: str) -> bool:
        """Whether a copy is like new again: not when its tables were changed, or this account may not put rows back."""
        with psycopg.connect(address, autocommit=True) as db:
            db.execute(OTHERS, [db.info.backend_pid])
            if db.execute(SHAPE).fetchone() != self.shape:
                return False
            try:
                db.execute(self.way_back)
            except psycopg.errors.InsufficientPrivilege:
                return False
        return True


def _way_back(db: psycopg.Connection) -> Iterable[Composable]:
    """Nothing guards rows meanwhile: not the order of references, and not that events stay for ever."""
    yield SQL("SET session_replication_role = replica")
    db.execute(SQL("CREATE SCHEMA {}").format(Identifier(KEPT)))
    for name, columns in db.execute(TABLES).fetchall():
        own, kept = Identifier("public", name), Identifier(KEPT, name)
        yield SQL("DELETE FROM {}").format(own)
        if db.execute(SQL("SELECT EXISTS (SELECT FROM {})").format(own)).fetchone() == (True,):
            db.execute(SQL("CREATE TABLE {} AS TABLE {}").format(kept, own))
            some = SQL(", ").join(map(Identifier, columns))
            yield SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(own, some, some, kept)
    for name, last in db.execute("SELECT sequencename, last_value FROM pg_sequences").fetchall():
        yield SQL("SELECT setval({}, {}, {})").format(
            Literal(f"public.{name}"), Literal(last or 1), Literal(bool(last))
        )
