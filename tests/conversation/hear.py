"""Short ways to an answer that came in, for tests."""

from itertools import count
from typing import Any

from sqlalchemy import select

from core import clock, conversation
from core.audit import About
from core.channel import Channel
from core.conversation import Heard
from core.work import reading, work
from data.tables import incoming, message
from tests.cast import Cast
from tests.message.write import put

ROSE = "rose@example.org"
_numbers = count(1)


def heard(said: str = "I cannot come on Tuesday.", **more: Any) -> Heard:
    """An e-mail of Rose's."""
    given: dict[str, Any] = {
        "key": f"email:{next(_numbers)}",
        "channel": Channel.EMAIL,
        "carrier": "imap",
        "from_address": ROSE,
        "came_at": clock.now(),
        "said": said,
        "body": said,
    }
    return Heard(**(given | more))


def note(said: str = "I cannot come on Tuesday.", **more: Any) -> int | None:
    """Noted, in a transaction of its own; its id."""
    with work() as db:
        return conversation.note(db, heard(said, **more))


def written(cast: Cast, about: About, **more: Any) -> Any:
    """A message that has left for whoever it is about; its row."""
    given = {"key": f"written:{next(_numbers)}", "about": about, "audience": "patient", "to_address": ROSE}
    number = put(cast, **(given | more))
    with reading() as db:
        return db.execute(select(message).where(message.c.id == number)).one()


def row(number: int | None) -> Any:
    """As it is kept."""
    with reading() as db:
        return db.execute(select(incoming).where(incoming.c.id == number)).one()
