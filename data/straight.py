"""A statement told to the driver itself: what SQLAlchemy keeps of each costs more than many questions take."""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


def tell(db: Connection, statement: str, given: Any) -> Any:
    """The driver's cursor with what it answers, to be closed by whoever asked. Several rows are told at once.

    Who listens to statements hears of it, and its faults have the names that SQLAlchemy has for them.
    """
    cursor, many = db.connection.cursor(), isinstance(given, list)
    for hear in db.dispatch.before_cursor_execute:
        hear(db, cursor, statement, given, None, many)
    try:
        if many:
            cursor.executemany(statement, given)
        else:
            cursor.execute(statement, given, **PLANNED[db.dialect.name])
    except db.dialect.loaded_dbapi.Error as fault:
        cursor.close()
        raise DBAPIError.instance(statement, given, fault, db.dialect.loaded_dbapi.Error, dialect=db.dialect) from fault
    return cursor


PLANNED: dict[str, dict[str, bool]] = {"sqlite": {}, "postgresql": {"prepare": True}}
"""PostgreSQL takes longer to plan a look at a board than to look: what is asked again is prepared at once, so that it
soon goes by a plan that is kept, where that is as good as one for these values alone."""
