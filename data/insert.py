"""An INSERT that yields to a row which is already there, in the words of either database."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from data.prepared import Prepared


def insert_new(db: Connection, table: Table, *unique: str) -> Any:
    """Insert, or leave the row with the same values in `unique` alone; `.returning()` answers nothing for it."""
    return new_row(db.dialect.name, table, *unique)


def new_row(dialect: str, table: Table, *unique: str) -> Any:
    """The same in the words of one kind of database."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing(index_elements=unique)


def put(db: Connection, table: Table, *unique: str, **values: Any) -> None:
    """Insert a row, or give the one with the same values in `unique` these values."""
    dialect = sqlite if db.dialect.name == "sqlite" else postgresql
    changed = {name: value for name, value in values.items() if name not in unique}
    row = dialect.insert(table).values(**values)
    db.execute(row.on_conflict_do_update(index_elements=unique, set_=changed))


def upsert(db: Connection, table: Table) -> Any:
    """An INSERT of either database, for callers that say themselves what becomes of a row which is already there."""
    return (sqlite if db.dialect.name == "sqlite" else postgresql).insert(table)


@cache
def replacing(table: Table, key: str) -> Prepared:
    """Insert rows, each in the place of the one with the same key, if there is one. Made once for each table: with many
    columns it takes longer to say than to do."""

    def said(dialect: str) -> Any:
        row: Any = (sqlite if dialect == "sqlite" else postgresql).insert(table)
        new = {column.name: row.excluded[column.name] for column in table.c if column.name != key}
        return row.on_conflict_do_update(index_elements=[key], set_=new)

    return Prepared(said)
