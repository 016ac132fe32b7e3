"""A statement that is put together and compiled once: told again, it costs little more than the driver alone."""

import re
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache, wraps
from operator import itemgetter
from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.sql.visitors import iterate

from data.straight import tell

AT_ONCE = 500
"""Rows that are read a part at a time stay in the cache of the processor, and what they leave is used again."""
named: Any = namedtuple
"""Of columns that are known only when a statement is compiled."""
KEPT = 256
"""So many of each kind, each what one person looks at, are kept put together."""
CODE = re.compile(r"[a-z_0-9]*")
"""What can be spelt out within a statement, because nothing in it has a meaning there."""
EXACT = 1700
"""What PostgreSQL calls numbers with places behind the point; nothing else asks what column a value is out of."""
Process = Callable[[Any], Any]
Asking = Select[Any] | CompoundSelect[Any]
Statement = Asking | Insert | Update | Delete


def prepared(built: Callable[..., Statement]) -> Callable[..., "Prepared"]:
    """A statement that is put together by what it is about: for the same it is put together once."""

    @lru_cache(maxsize=KEPT)
    @wraps(built)
    def kept(*given: Any) -> Prepared:
        return Prepared(built(*given))

    return kept


class Prepared:
    """A statement of which nothing differs from one time to the next but values that are named when it is told, and
    those that are called for each time, as the time is. Where one of several is meant, a list is named, and it is
    compiled for each length.

    An insert writes the columns that are named, and an update sets them; what it is to be found by has other names.
    Where the kinds of database say it in their own ways, the statement is made for the name of each.
    """

    def __init__(self, statement: Statement | Callable[[str], Statement]) -> None:
        self.statement = statement
        self._lists = [] if callable(statement) else _expanding(statement)
        self._ready: dict[tuple[Any, ...], _Ready] = {}

    def all(self, db: Connection, **values: Any) -> list["Found"]:
        """Every row, by the names of its columns."""
        ready = self._for(db, values)
        return [Found(ready.columns, row) for row in ready.read(db, values)]

    def rows(self, db: Connection, **values: Any) -> list[Any]:
        """Every row with all that its columns hold, as attributes: for few rows that are looked at whole."""
        ready = self._for(db, values)
        return list(map(ready.whole, ready.read(db, values)))

    def one(self, db: Connection, **values: Any) -> "Found | None":
        """The only row there can be, if it is there."""
        rows = self.all(db, **values)
        return rows[0] if rows else None

    def plain(self, db: Connection, **values: Any) -> Sequence[tuple[Any, ...]]:
        """Every row as the driver gives it, in the order of the columns: for numbers, codes and bytes alone."""
        return self._for(db, values).read(db, values)

    def columns(self, db: Connection, **values: Any) -> Iterator[list[tuple[Any, ...]]]:
        """The same column by column and some rows at a time, so that many need not be held."""
        for rows in self._for(db, values).parts(db, values):
            yield list(zip(*rows, strict=True))

    def only(self, db: Connection, **values: Any) -> Any:
        """The first column of the only row there can be, as the driver gives it; None where there is none."""
        rows = self.plain(db, **values)
        return rows[0][0] if rows else None

    def write(self, db: Connection, **values: Any) -> int:
        """How many rows were written."""
        with closing(self._for(db, values).tell(db, values)) as written:
            return int(written.rowcount)

    def write_all(self, db: Connection, rows: Sequence[dict[str, Any]]) -> None:
        """The same for several at once, each with the same names."""
        if rows:
            ready = self._for(db, rows[0])
            tell(db, ready.text, [ready.bound(row) for row in rows]).close()

    def _for(self, db: Connection, values: dict[str, Any]) -> "_Ready":
        """Lists are filled up to lengths of which there are few: with their last once more, or with nothing."""
        dialect, lengths = db.dialect, []
        for name in self._lists:
            values[name] = _filled(values[name])
            lengths.append(len(values[name]))
        asked = (dialect.name, *values, *lengths)
        ready = self._ready.get(asked)
        if ready is None:
            told = self.statement(dialect.name) if callable(self.statement) else self.statement
            ready = self._ready[asked] = _compiled(told, dialect, values)
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

    def read(self, db: Connection, values: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
        answer = self.tell(db, values)
        rows: Sequence[tuple[Any, ...]] = answer.fetchall()
        answer.close()
        return rows

    def parts(self, db: Connection, values: dict[str, Any]) -> Iterator[Sequence[Sequence[Any]]]:
        with closing(self.tell(db, values)) as answer:
            while rows := answer.fetchmany(AT_ONCE):
                yield rows

    def tell(self, db: Connection, values: dict[str, Any]) -> Any:
        """The driver's own cursor: rows of SQLAlchemy cost as much again as the driver's."""
        return tell(db, self.text, self.bound(values))

    def bound(self, values: dict[str, Any]) -> Any:
        told = {name: process(call() if call else values[name]) for name, call, process in self.called}
        for name, parts in self.lists.items():
            told |= zip(parts, values[name], strict=True)
        return self.in_order(self.fixed | told)


def _compiled(statement: Statement, dialect: Dialect, values: dict[str, Any]) -> _Ready:
    compiled: Any = _alone(statement).compile(dialect=dialect, column_keys=_written(statement, values))
    state = compiled.construct_expanded_state(values)
    kinds = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
    ways = {name: kind.bind_processor(dialect) or _as_it_is for name, kind in kinds.items()}
    ways |= {part: ways[name] for name, parts in state.parameter_expansion.items() for part in parts}
    lists = {name: parts for name, parts in state.parameter_expansion.items() if name in values}
    called = {name: bind.callable for name, bind in compiled.binds.items() if bind.callable or name in values}
    usual = {column.key: _usual(column) for column in (*compiled.insert_prefetch, *compiled.update_prefetch)}
    answers = [(name, column.type.dialect_impl(dialect)) for name, column in _answered(statement)]
    means = [kind.result_processor(dialect, EXACT) for _, kind in answers]
    fixed = {name: ways[name](value) for name, value in {**state.parameters, **usual}.items()}
    varying = {*called, *lists, *(part for parts in lists.values() for part in parts)}
    spelt = _spelt({name: value for name, value in fixed.items() if name not in varying}, statement, dialect)
    return _Ready(
        text=_PLACE.sub(lambda found: spelt.get(found[1], found[0]), state.statement) if spelt else state.statement,
        fixed={name: value for name, value in fixed.items() if name not in spelt},
        called=[(name, call, ways[name]) for name, call in called.items() if name not in lists],
        lists=lists,
        in_order=_as_it_is if state.positiontup is None else _positions(state.positiontup),
        columns={name: (place, means[place] or _as_it_is) for place, (name, _) in enumerate(answers)},
        row=named("Row", [name for name, _ in answers], rename=True)._make,
        changed=[(place, process) for place, process in enumerate(means) if process],
    )


_PLACE = re.compile(r"%\((\w+)\)s")
"""Where PostgreSQL's driver puts a value."""


def _spelt(fixed: Mapping[str, Any], statement: Statement, dialect: Dialect) -> dict[str, str]:
    """PostgreSQL plans what is asked again without its values, and has to know those that never differ: else it takes
    what a question is about for anything."""
    if dialect.name != "postgresql" or not isinstance(statement, Asking):
        return {}
    numbers = {name: f"({value})" for name, value in fixed.items() if isinstance(value, int)}
    codes = {name: f"'{value}'" for name, value in fixed.items() if isinstance(value, str) and CODE.fullmatch(value)}
    return numbers | codes


def _expanding(statement: Statement) -> list[str]:
    """The names that lists are named by."""
    binds = (each for each in iterate(statement) if isinstance(each, BindParameter))
    return sorted({bind.key for bind in binds if bind.expanding and not bind.unique})


def _filled(several: list[Any]) -> list[Any]:
    missing = (1 << (len(several) - 1).bit_length() if several else 1) - len(several)
    return several + (several[-1:] or [None]) * missing


def _alone(statement: Statement) -> Statement:
    """An insert answers what it was asked for, and nothing by itself."""
    return statement.inline() if isinstance(statement, Insert) and not _answered(statement) else statement


def _written(statement: Statement, values: Mapping[str, Any]) -> list[str] | None:
    """The columns that are named."""
    return None if isinstance(statement, Asking) else [name for name in values if name in statement.table.c]


def _answered(statement: Statement) -> Sequence[tuple[str, Any]]:
    """What comes back of each row."""
    given: Any = statement.selected_columns if isinstance(statement, Asking) else statement.exported_columns
    return list(given.items())


def _usual(column: Any) -> Any:
    """What a column says where nobody names it."""
    usual = column.default
    if not usual.is_scalar:
        raise TypeError(f"What {column} says by itself differs from one time to the next: name it.")
    return usual.arg


def _positions(order: Sequence[str]) -> Callable[[dict[str, Any]], Any]:
    return itemgetter(*order) if len(order) > 1 else lambda bound: tuple(bound[name] for name in order)


def _as_it_is(value: Any) -> Any:
    return value
