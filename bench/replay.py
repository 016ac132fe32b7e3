"""What a command told the database, told again by the bare driver, without asking or deciding anything."""

import secrets
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Engine, event

from core import work


class Told(NamedTuple):
    """A statement, what it was given, whether that is several rows, and whether it is planned once for all times."""

    statement: str
    given: Any
    many: bool
    planned: bool

    def tell(self, cursor: Any) -> None:
        """To the bare driver, which can do no better."""
        if self.many:
            cursor.executemany(self.statement, self.given)
        else:
            cursor.execute(self.statement, self.given, **({"prepare": True} if self.planned else {}))


ASKS = ("SELECT", "WITH")
WRITES = ("INSERT", "UPDATE", "DELETE")


class Watch:
    """Between its beginning and its end, what our process tells the database."""

    def __init__(self) -> None:
        self.told: list[Told] = []

    def __enter__(self) -> list[Told]:
        event.listen(Engine, "before_cursor_execute", self._tell)
        return self.told

    def __exit__(self, *_: object) -> None:
        event.remove(Engine, "before_cursor_execute", self._tell)

    def _tell(self, db: Any, _cursor: Any, statement: str, given: Any, context: Any, many: bool) -> None:
        planned = context is None and db.dialect.name == "postgresql"
        self.told.append(Told(statement, given, many, planned))


class Replay:
    """Writes again what was written, in one transaction. What must be there only once is given anew: `once` are the
    values that the command gave out, and the number of its event."""

    def __init__(self, told: Sequence[Told], once: Sequence[Any], event_id: int) -> None:
        self.told = [each for each in told if each.statement.lstrip().upper().startswith(WRITES)]
        self.once, self.event_id = once, event_id

    def __call__(self) -> None:
        """With references and numbers of its own."""
        with work.work() as db:
            cursor = db.connection.cursor()
            fresh = {value: f"bench-{secrets.token_hex(6)}" for value in self.once}
            for each in self.told:
                rows = each.given if each.many else [each.given]
                given = [self._swapped(row, fresh) for row in rows]
                each._replace(given=given if each.many else given[0]).tell(cursor)
                found = None if each.many or not cursor.description else cursor.fetchone()
                if found and each.statement.startswith("INSERT INTO event "):
                    fresh[self.event_id] = found[0]

    @staticmethod
    def _swapped(given: Any, fresh: dict[Any, Any]) -> Any:
        if isinstance(given, dict):
            return {name: fresh.get(value, value) if _plain(value) else value for name, value in given.items()}
        return tuple(fresh.get(value, value) if _plain(value) else value for value in given)


def _plain(value: object) -> bool:
    return isinstance(value, str | int)


def again(cursor: Any, told: Sequence[Told]) -> None:
    """Questions once more, each with all of its answer; planned once where ours are."""
    for each in told:
        if each.statement.lstrip().upper().startswith(ASKS):
            each.tell(cursor)
            cursor.fetchall()
