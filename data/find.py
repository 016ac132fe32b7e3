"""How typed beginnings of words become a condition on the full-text index, on either database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, CompoundSelect, Select, Table, false, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

MOST_WORDS = 8


class _Condition(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """A condition as it stands: compared with 1, as SQLite's booleans are, it would scan the table."""
        return self


class _Found(_Condition):
    """Arguments: the table's id, then the question as FTS5 and as tsquery ask it."""

    name = "found"
    inherit_cache = True


class _Among(_Condition):
    """Arguments: a column with an index, then a select of what it may be."""

    name = "among"
    inherit_cache = True


def found(table: Table, words: Sequence[str]) -> ColumnElement[bool]:
    """Rows whose `search` has, for each of these folded words, one that begins so; none without words."""
    asked = list(dict.fromkeys(words))[:MOST_WORDS]
    if not asked:
        return false()
    fts5 = " AND ".join(f'"{word}"*' for word in asked)
    tsquery = " & ".join(f"'{word}':*" for word in asked)
    return _Found(table.c.id, literal(fts5), literal(tsquery))


def among(column: ColumnElement[Any], some: Select[Any] | CompoundSelect[Any]) -> ColumnElement[bool]:
    """Rows of which the column is one of some: looked up one by one, however many there are.

    PostgreSQL cannot tell how many words find, and reads the whole table rather than an index; of an array it does
    not ask.
    """
    return _Among(column, some.scalar_subquery())


@compiles(_Among)
def _in_select(element: _Among, compiler: Any, **how: Any) -> str:
    column, some = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} IN {some}"


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: Any, **how: Any) -> str:
    column, some = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} = ANY (ARRAY{some})"


@compiles(_Found, "sqlite")
def _in_fts5(element: _Found, compiler: Any, **how: Any) -> str:
    key, fts5, _ = element.clauses
    index = f"{key.table.name}_found"
    here, asked = compiler.process(key, **how), compiler.process(fts5, **how)
    return f"{here} IN (SELECT rowid FROM {index} WHERE {index} MATCH {asked})"  # noqa: S608 - names of ours


@compiles(_Found, "postgresql")
def _in_tsvector(element: _Found, compiler: Any, **how: Any) -> str:
    key, _, tsquery = element.clauses
    return f"{key.table.name}.found @@ to_tsquery('simple', {compiler.process(tsquery, **how)})"
