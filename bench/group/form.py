"""Rows as a driver takes them, and what changes in each when it is copied to another region or another year."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import JSON, Column, Date, Table

from bench.group.plan import YEAR
from core.audit.record import canonical
from core.clock import NEVER
from data.base import EPOCH, MICROSECOND, Moment

Row = Mapping[str, Any]
Values = list[Any]
Maps = Mapping[str, Callable[[int], int]]
"""What a number of a table of the mould is in the copy; a table that is not named keeps its numbers."""
SENTINEL = (NEVER - EPOCH) // MICROSECOND


def micros(moment: datetime) -> int:
    """As a moment is stored."""
    return (moment - EPOCH) // MICROSECOND


class Form:
    """The rows of one table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.columns = [column.name for column in table.columns]
        self.place = {name: n for n, name in enumerate(self.columns)}
        self._moments = [n for n, column in enumerate(table.columns) if isinstance(column.type, Moment)]
        self._days = [n for n, column in enumerate(table.columns) if isinstance(column.type, Date)]
        self._to = [(n, key.column.table.name) for n, column in enumerate(table.columns) for key in column.foreign_keys]

    def stored(self, row: Row) -> Values:
        """With what the table says of columns that the row does not name."""
        return [_stored(column, row) for column in self.table.columns]

    def copied(self, values: Values, age: int, maps: Maps) -> Values:
        """So many years earlier, and with the numbers of another region; what is never due stays so."""
        fresh, back = list(values), age * (YEAR // MICROSECOND)
        for n in self._moments if age else ():
            if fresh[n] is not None and fresh[n] < SENTINEL:
                fresh[n] -= back
        for n in self._days:
            if fresh[n] is not None:
                fresh[n] = (fresh[n] - age * YEAR).isoformat()
        for n, target in self._to:
            if fresh[n] is not None and target in maps:
                fresh[n] = maps[target](fresh[n])
        return fresh


def _stored(column: "Column[Any]", row: Row) -> Any:
    value = row[column.name] if column.name in row else _default(column)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return micros(value)
    if isinstance(value, Decimal):
        return str(value)
    if value is not None and isinstance(column.type, JSON):
        return canonical(value)
    return value


def _default(column: "Column[Any]") -> Any:
    if column.default is not None and column.default.is_scalar:
        return column.default.arg  # type: ignore[attr-defined]  # a scalar has one
    if column.default is not None:
        return {}
    if not column.nullable and not column.primary_key:
        raise ValueError(f"Nothing says what {column} is.")
    return None
