"""How typed beginnings of words become a condition on the full-text index, on either database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Table, false, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

MOST_WORDS = 8


class _Found(FunctionElement[bool]):
    """Arguments: the table's id, then the question as FTS5 and as tsquery ask it."""

    name = "found"
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """A condition as it stands: compared with 1, as SQLite's booleans are, it would scan the table."""
        return self


def found(table: Table, words: Sequence[str]) -> ColumnElement[bool]:
    """Rows whose `search` has, for each of these folded words, one that begins so; none without words."""
    asked = list(dict.fromkeys(words))[:MOST_WORDS]
    if not asked:
        return false()
    fts5 = " AND ".join(f'"{word}"*' for word in asked)
    tsquery = " & ".join(f"'{word}':*" for word in asked)
    return _Found(table.c.id, literal(fts5), literal(tsquery))


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
