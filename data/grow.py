"""How a migration adds columns to a table that has rows, in place: triggers and indexes stay as they are."""

from typing import Any

import sqlalchemy as sa
from alembic import op


def add_column(table: str, name: str, kind: Any, default: str | None = None) -> None:
    """A plain column; with a default it is never empty, in the rows that are there too."""
    op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=default))


def add_reference(table: str, name: str, other: str) -> None:
    """A column that may refer to a row of another table. SQLite takes a foreign key only in the column's own line."""
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {name} {kind} CONSTRAINT fk_{table}_{name} REFERENCES {other} (id)",
    )
