"""What is said to the database meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def noted() -> Iterator[list[tuple[str, Any]]]:
    """Every statement that any engine of ours executes in this block, with what is bound to it."""
    told: list[tuple[str, Any]] = []

    def tell(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        told.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", tell)
    try:
        yield told
    finally:
        event.remove(Engine, "before_cursor_execute", tell)
