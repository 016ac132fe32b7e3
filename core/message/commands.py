"""What people do with messages that nobody can be sure of: send them again, or say that they arrived."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, or_, select, update

from core import clock, task
from core.access import Actor, Permission, at_my_sites
from core.audit import About, Kind, record
from core.errors import Changed, NotFound, NotNow
from core.message.following import UNDELIVERED
from core.work import work
from data.tables import message

ENDED = {"dead", "in_doubt"}


def send_again(actor: Actor, message_id: int, state: str) -> None:
    """Try again what is dead or in doubt, as it was read; after doubt it leaves as a copy with its old id."""
    with work() as db:
        now = _held(db, actor, message_id, state)
        if now.state not in ENDED:
            raise NotNow("Only a message that failed or is in doubt can be sent again.")
        copy = now.copy or now.state == "in_doubt"
        again = {"state": "waiting", "due_at": clock.now(), "attempts": 0, "outcome": "", "settled_at": None}
        _change(db, now, copy=copy, **again)
        _told(db, actor, Kind.MESSAGE_RETRIED, now, copy=copy)


def confirm_arrived(actor: Actor, message_id: int) -> None:
    """End the doubt: somebody asked, and it is there."""
    with work() as db:
        now = _held(db, actor, message_id, "in_doubt")
        _change(db, now, state="sent", outcome=f"{actor.name} confirmed that it arrived.", settled_at=clock.now())
        _told(db, actor, Kind.MESSAGE_CONFIRMED, now)


def _held(db: Connection, actor: Actor, message_id: int, state: str) -> Row[Any]:
    """The message, held for this transaction, in the state in which it was read."""
    actor.must(Permission.MESSAGE_RETRY)
    found = select(message).where(message.c.id == message_id, _in_scope(actor)).with_for_update()
    row = db.execute(found).one_or_none()
    if row is None:
        raise NotFound("There is no such message at your sites.")
    if row.site_id is not None:
        actor.must(Permission.MESSAGE_RETRY, at=row.site_id)
    if row.state != state:
        raise Changed(f"This message is {row.state.replace('_', ' ')} by now. Look at it again before you decide.")
    return row


def _in_scope(actor: Actor) -> ColumnElement[bool]:
    mine = at_my_sites(actor, message.c.site_id)
    return or_(mine, message.c.site_id.is_(None)) if actor.every_site else mine


def _change(db: Connection, now: Row[Any], **values: Any) -> None:
    db.execute(update(message).where(message.c.id == now.id).values(**values))


def _told(db: Connection, actor: Actor, kind: Kind, now: Row[Any], **facts: Any) -> None:
    """The decision is part of the subject's history, and nobody needs to be asked about it any more."""
    about = About(now.subject, now.subject_id, now.site_id, now.patient_id)
    record(db, actor, kind, about, {"message": now.id, "audience": now.audience, **facts})
    task.drop_open(db, actor, about, [UNDELIVERED], key=f"message:{now.id}:")
