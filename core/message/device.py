"""Where an app message leads: one telephone or browser that a patient subscribed, looked up as the message leaves."""

import hmac
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, cast, func, select, update

from core import clock
from core.access import Actor
from core.audit import About, Kind, record
from core.channel import Channel
from core.settings import settings
from core.webpush import Device, encoded
from data.tables import message, push_subscription

STANDS = push_subscription.c.gone_at.is_(None)
_ADDRESS: ColumnElement[str] = cast(push_subscription.c.id, String) + "@" + push_subscription.c.host
"""12@fcm.googleapis.com: like a mail's, so that what is known of a domain holds for a push service too."""


def devices_of(patient_id: Any) -> ColumnElement[str]:
    """Where app messages to this patient can lead, in one text without an order; empty where nowhere."""
    c = push_subscription.c
    addresses = select(func.aggregate_strings(_ADDRESS, " ")).where(c.patient_id == patient_id, STANDS)
    return func.coalesce(addresses.scalar_subquery(), "")


def newest_first(addresses: str) -> tuple[str, ...]:
    """The same one by one: whoever has two telephones is reached on the one they added last."""
    return tuple(sorted(addresses.split(), key=_number, reverse=True))


def devices(db: Connection, rows: Sequence[Any]) -> Mapping[int, Device]:
    """By the ids of these rows of the outbox; none for who switched it off meanwhile, or is somebody else by now."""
    asked = {_number(row.to_address): row for row in rows if row.channel == Channel.APP}
    if not asked:
        return {}
    c = push_subscription.c
    wanted = select(c.id, c.patient_id, c.endpoint, c.key, c.auth).where(c.id.in_(asked), STANDS)
    found = {one.id: one for one in db.execute(wanted)}
    return {
        row.id: Device(one.endpoint, one.key, one.auth, _topic(one.id, row))
        for row in rows
        if row.channel == Channel.APP
        and (one := found.get(_number(row.to_address))) is not None
        and one.patient_id == row.patient_id
    }


def leads(db: Connection, channel: str, address: str) -> bool:
    """Whether something put in now could still be shown; other ways are not known to end."""
    c = push_subscription.c
    if channel != Channel.APP:
        return True
    return db.execute(select(c.id).where(c.id == _number(address), STANDS)).first() is not None


def forget_device(db: Connection, actor: Actor, message_id: int) -> None:
    """The push service does not know this browser any more, for whichever patient it was."""
    c, told = push_subscription.c, select(message.c.to_address, message.c.channel)
    place, channel = db.execute(told.where(message.c.id == message_id)).one()
    if channel != Channel.APP:
        return
    same = select(c.endpoint_hash).where(c.id == _number(place)).scalar_subquery()
    gone = update(push_subscription).where(c.endpoint_hash == same, STANDS).values(gone_at=clock.now())
    for row in db.execute(gone.returning(c.id, c.patient_id, c.label)).all():
        about = About("patient", row.patient_id, None, row.patient_id)
        record(db, actor, Kind.DEVICE_GONE, about, {"device": row.id}, label=row.label)


def _number(address: str) -> int:
    number = address.partition("@")[0]
    return int(number) if number.isascii() and number.isdigit() else 0


def _topic(device_id: int, row: Any) -> str:
    """What it is about, as only this house can tell: 32 letters, as RFC 8030 has it."""
    said = f"push:{device_id}:{row.subject}:{row.subject_id}"
    key = settings().secret_key.get_secret_value().encode()
    return encoded(hmac.digest(key, said.encode(), "sha256"))[:32]
