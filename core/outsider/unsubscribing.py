"""The link at the foot of a mail to a patient: it ends such mails, without asking who came, and takes that back."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, literal, select, update

from core import clock, consent
from core.access import machine
from core.consent import Source
from core.link import Purpose
from core.link.opening import Opened, standing
from core.work import reading, work
from data.base import Moment
from data.tables import link, message, stopped

BY_LINK = machine("link:unsubscribe")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the link is about: the address as far as it may be shown, in which language, and whether it is over."""

    address: str
    language: str
    over: bool


def asked(token: str, whence: str = "") -> Asked:
    """Only looked at: programs that follow every link in a mail change nothing."""
    held = standing(token, Purpose.UNSUBSCRIBE, whence)
    with reading() as db:
        return Asked(hidden(held.address), _message(db, held)[0], _is_over(db, held.address))


def unsubscribe(token: str, whence: str = "") -> Asked:
    """No more messages to whoever is reached there, and to whoever was written to."""
    held = standing(token, Purpose.UNSUBSCRIBE, whence)
    with work() as db:
        language, patient_id = _message(db, held)
        consent.stop(db, BY_LINK, address=held.address, source=Source.LINK, patient_id=patient_id)
        now = literal(clock.now(), Moment())
        used = {"used_at": now, "opened_at": func.coalesce(link.c.opened_at, now)}
        db.execute(update(link).where(link.c.id == held.id).values(used))
    return Asked(hidden(held.address), language, over=True)


def resubscribe(token: str, whence: str = "") -> Asked:
    """Whoever pressed by mistake gets messages again."""
    held = standing(token, Purpose.UNSUBSCRIBE, whence)
    with work() as db:
        language, _ = _message(db, held)
        consent.start(db, BY_LINK, address=held.address, source=Source.LINK)
    return Asked(hidden(held.address), language, over=False)


def hidden(address: str) -> str:
    """r•••@example.org: enough for who knows it."""
    name, at, home = address.partition("@")
    return f"{name[:1]}•••{at}{home}"


def _message(db: Connection, held: Opened) -> tuple[str, int | None]:
    """In which language it was written, and to which patient."""
    c = message.c
    wanted = select(c.language, c.patient_id).join(link, link.c.message_id == c.id).where(link.c.id == held.id)
    row = db.execute(wanted).one()
    return row.language, row.patient_id


def _is_over(db: Connection, address: str) -> bool:
    c = stopped.c
    return db.execute(select(c.address).where(c.address == address.lower(), c.lifted_at.is_(None))).first() is not None
