"""Short ways to a message in the outbox, for tests."""

from typing import Any

from sqlalchemy import select

from core import message
from core.audit import About
from core.message import Outgoing
from core.work import reading, work
from data.tables import attempt
from data.tables import message as kept
from tests.cast import Cast


def outgoing(cast: Cast, key: str = "1", **more: Any) -> Outgoing:
    """To a practice, about a referral at Leeds."""
    given: dict[str, Any] = {
        "about": About("referral", 1, cast.leeds),
        "rule": "thank-referrer",
        "template": "received-referrer",
        "audience": "referrer",
        "to_name": "Pennine Dental",
        "to_address": "pennine@example.org",
        "headline": "Thank you for referring Rose Tyler",
        "text": "Dear Pennine Dental,\n\nThank you.\n",
        "html": "<!-- copy --><p>Thank you.</p>",
    }
    return Outgoing(key=key, **(given | more))


def put(cast: Cast, key: str = "1", **more: Any) -> int:
    """In the outbox, due now unless told otherwise; its id."""
    with work() as db:
        number = message.put(db, outgoing(cast, key, **more))
    assert number is not None
    return number


def row(number: int) -> Any:
    """The message as it is kept."""
    with reading() as db:
        return db.execute(select(kept).where(kept.c.id == number)).one()


def tries(number: int) -> list[tuple[str, str]]:
    """Who tried to carry it, and how that went."""
    with reading() as db:
        made = select(attempt.c.carrier, attempt.c.outcome).where(attempt.c.message_id == number)
        return [tuple(one) for one in db.execute(made.order_by(attempt.c.id))]
