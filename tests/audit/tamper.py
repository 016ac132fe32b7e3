"""What somebody does who has the database's password and means harm: straight at the rows."""

import sqlite3

import psycopg

from core.settings import settings

GUARDS = ("event_kept_update", "event_kept_delete", "seal_kept_update", "seal_kept_delete")


def tamper(*statements: str) -> None:
    """Run these as the owner of the database could, past every trigger and reference."""
    kind, _, place = settings().database_url.partition(":///")
    if kind == "sqlite":
        off = [f"DROP TRIGGER IF EXISTS {guard}" for guard in GUARDS]
        with sqlite3.connect(place) as file:
            for statement in [*off, *statements]:
                file.execute(statement)
        file.close()
        return
    with psycopg.connect(settings().database_url.replace("+psycopg", "")) as server:
        for statement in ["SET session_replication_role = replica", *statements]:
            server.execute(statement)
