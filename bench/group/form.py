"""Rows as a driver takes them, and what changes in each when it is copied to another region or another year."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, Column, Date, Numeric, String, Table

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
        self._spelt = [(column.name, column, _spelling(column)) for column in table.columns]
        self._moments = [n for n, column in enumerate(table.columns) if isinstance(column.type, Moment)]
        self._days = [n for n, column in enumerate(table.columns) if isinstance(column.type, Date)]
        self._to = [(n, key.column.table.name) for n, column in enumerate(table.columns) for key in column.foreign_keys]

    def stored(self, row: Row) -> Values:
        """With what the table says of columns that the row does not name."""
        values = ((row[name] if name in row else _default(column), spelt) for name, column, spelt in self._spelt)
        return [value if value is None or spelt is None else spelt(value) for value, spelt in values]

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


def _spelling(column: "Column[Any]") -> Callable[[Any], Any] | None:
    """How a driver takes what the column holds; none where it takes it as it is."""
    kinds: dict[type, Callable[[Any], Any]] = {Moment: micros, JSON: canonical, Numeric: str, String: _word}
    return next((spelt for kind, spelt in kinds.items() if isinstance(column.type, kind)), None)


def _word(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _default(column: "Column[Any]") -> Any:
    if column.default is not None and column.default.is_scalar:
        return column.default.arg  # type: ignore[attr-defined]  # a scalar has one
    if column.default is not None:
        return {}
    if not column.nullable and not column.primary_key:
        raise ValueError(f"Nothing says what {column} is.")
    return None
