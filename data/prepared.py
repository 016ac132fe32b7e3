"""A select that is put together and compiled once: asked again, it costs little more than the driver alone."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, wraps
from operator import itemgetter
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Dialect, Select

from data.engine import AGAIN

AT_ONCE = 500
"""Rows that are read a part at a time stay in the cache of the processor, and what they leave is used again."""
named: Any = namedtuple
"""Of columns that are known only when a statement is compiled."""
KEPT = 256
"""So many of each kind, each what one person looks at, are kept put together."""
Process = Callable[[Any], Any]
Statement = Select[Any] | CompoundSelect[Any]


def prepared(built: Callable[..., Statement]) -> Callable[..., "Prepared"]:
    """A select that is put together by what it is about: for the same it is put together once."""

    @lru_cache(maxsize=KEPT)
    @wraps(built)
    def kept(*given: Any) -> Prepared:
        return Prepared(built(*given))

    return kept


class Prepared:
    """A statement of which nothing differs from one time to the next but values that are named when it is asked, and
    those that are called for each time, as the time is. Where a value is a list, it is compiled for each length."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self._ready: dict[tuple[Any, ...], _Ready] = {}

    def all(self, db: Connection, **values: Any) -> list["Found"]:
        """Every row, by the names of its columns."""
        ready = self._for(db, values)
        return [Found(ready.columns, row) for row in ready.read(db, values)]

    def rows(self, db: Connection, **values: Any) -> list[Any]:
        """Every row with all that its columns hold, as attributes: for few rows that are looked at whole."""
        ready = self._for(db, values)
        return list(map(ready.whole, ready.read(db, values)))

    def plain(self, db: Connection, **values: Any) -> Sequence[Sequence[Any]]:
        """Every row as the driver gives it, in the order of the columns: for numbers, codes and bytes alone."""
        return self._for(db, values).read(db, values)

    def columns(self, db: Connection, **values: Any) -> Iterator[list[tuple[Any, ...]]]:
        """The same column by column and some rows at a time, so that many need not be held."""
        for rows in self._for(db, values).parts(db, values):
            yield list(zip(*rows, strict=True))

    def _for(self, db: Connection, values: dict[str, Any]) -> "_Ready":
        """Lists are filled up to lengths of which there are few: with their last once more, or with nothing."""
        dialect, lengths = db.dialect, []
        for name, value in values.items():
            if isinstance(value, list):
                values[name] = _filled(value)
                lengths.append(len(values[name]))
        ready = self._ready.get((dialect.name, *lengths))
        if ready is None:
            ready = self._ready[dialect.name, *lengths] = _compiled(self.statement, dialect, values)
        return ready


class Found(Mapping[str, Any]):
    """A row as it was read: what is looked at becomes what its column holds, and the rest stays as it came."""

    __slots__ = ("_columns", "_values")

    def __init__(self, columns: Mapping[str, tuple[int, Process]], values: Sequence[Any]) -> None:
        self._columns, self._values = columns, values

    def __getitem__(self, name: str) -> Any:
        place, process = self._columns[name]
        return process(self._values[place])

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


@dataclass(frozen=True, slots=True)
class _Ready:
    """The text for one kind of database, what is bound to it, and what becomes of what it answers."""

    text: str
    fixed: dict[str, Any]
    called: list[tuple[str, Callable[[], Any] | None, Process]]
    lists: Mapping[str, Sequence[str]]
    in_order: Callable[[dict[str, Any]], Any]
    columns: dict[str, tuple[int, Process]]
    row: Callable[[Iterable[Any]], Any]
    changed: list[tuple[int, Process]]

    def whole(self, row: Sequence[Any]) -> Any:
        values = list(row)
        for place, process in self.changed:
            values[place] = process(values[place])
        return self.row(values)

    def read(self, db: Connection, values: dict[str, Any]) -> Sequence[Sequence[Any]]:
        with self._asked(db, values) as answer:
            rows: Sequence[Sequence[Any]] = answer.fetchall()
        return rows

    def parts(self, db: Connection, values: dict[str, Any]) -> Iterator[Sequence[Sequence[Any]]]:
        with self._asked(db, values) as answer:
            while rows := answer.fetchmany(AT_ONCE):
                yield rows

    @contextmanager
    def _asked(self, db: Connection, values: dict[str, Any]) -> Iterator[Any]:
        """The driver's own cursor: rows of SQLAlchemy cost as much again as the driver's."""
        told = {name: process(call() if call else values[name]) for name, call, process in self.called}
        for name, parts in self.lists.items():
            told |= zip(parts, values[name], strict=True)
        with db.exec_driver_sql(self.text, self.in_order(self.fixed | told), AGAIN) as answer:
            yield answer.cursor


def _compiled(statement: Statement, dialect: Dialect, values: dict[str, Any]) -> _Ready:
    compiled = statement.compile(dialect=dialect)
    state = compiled.construct_expanded_state(values)
    kinds = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
    ways = {name: kind.bind_processor(dialect) or _as_it_is for name, kind in kinds.items()}
    ways |= {part: ways[name] for name, parts in state.parameter_expansion.items() for part in parts}
    lists = {name: parts for name, parts in state.parameter_expansion.items() if name in values}
    called = {name: bind.callable for name, bind in compiled.binds.items() if bind.callable or name in values}
    answers = [(name, column.type.dialect_impl(dialect)) for name, column in statement.selected_columns.items()]
    means = [kind.result_processor(dialect, None) for _, kind in answers]
    return _Ready(
        text=state.statement,
        fixed={name: ways[name](value) for name, value in state.parameters.items()},
        called=[(name, call, ways[name]) for name, call in called.items() if name not in lists],
        lists=lists,
        in_order=_as_it_is if state.positiontup is None else _positions(state.positiontup),
        columns={name: (place, means[place] or _as_it_is) for place, (name, _) in enumerate(answers)},
        row=named("Row", [name for name, _ in answers], rename=True)._make,
        changed=[(place, process) for place, process in enumerate(means) if process],
    )


def _filled(several: list[Any]) -> list[Any]:
    missing = (1 << (len(several) - 1).bit_length() if several else 1) - len(several)
    return several + (several[-1:] or [None]) * missing


def _positions(order: Sequence[str]) -> Callable[[dict[str, Any]], Any]:
    return itemgetter(*order) if len(order) > 1 else lambda bound: tuple(bound[name] for name in order)


def _as_it_is(value: Any) -> Any:
    return value
