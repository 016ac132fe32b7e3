"""What follows a message that failed: the same on the patient's next channel, or a person is asked to reach them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from core import task
from core.access import machine
from core.agreement import Agreement, Purpose, agreed, silenced
from core.audit import About
from core.channel import Channel
from core.manners import Standing
from core.message.device import leads
from core.message.outbox import new_id
from core.settings import settings
from data.tables import carrier, message, patient, site

UNDELIVERED = "undelivered"
DELIVERING = machine("job:deliver")
_SAME = ("event_id", "subject", "subject_id", "site_id", "patient_id", "rule", "template", "audience", "purpose",
         "language", "clinical", "calendar", "to_name", "appointment_id")  # fmt: skip
"""What a message that stands in for another has in common with it."""


def open_channels(db: Connection) -> frozenset[Channel]:
    """Those by which something can leave now: e-mail always can, by the carrier that the operator set."""
    switched_on = db.execute(select(carrier.c.channel).where(carrier.c.active, ~carrier.c.inbound)).scalars()
    return frozenset({Channel.EMAIL, *map(Channel, switched_on)})


def follow(db: Connection, message_id: int, now: datetime) -> int | None:
    """Put the message into the outbox again on the next channel that is open and not declined; its id.

    What follows it already is not put in twice; None where nothing is left.
    """
    follower = select(message.c.id).where(message.c.instead_of_id == message_id)
    if (there := db.execute(follower).scalar()) is not None:
        return int(there)
    row = db.execute(select(message).where(message.c.id == message_id)).one()
    usable, agreement, purpose = open_channels(db), _agreement(db, row), Purpose(row.purpose)
    ways = list(row.fallback)
    while ways:
        way, channel = ways[0], Channel(ways[0]["channel"])
        ways.pop(0)
        place = way["to_address"]
        if channel in usable and not agreement.against(channel, purpose, place) and leads(db, channel, place):
            return _put(db, row, way, ways, now)
    return None


def give_up(db: Connection, row: Any, nth: int, why: str, now: datetime, *, doubtful: bool = False) -> None:
    """Let the next channel try; where there is none, or nobody knows whether it arrived, a person is asked.

    `nth` tells one asking about a message from another. A message that is about no site has nobody to ask.
    """
    if not doubtful and follow(db, row.id, now) is not None:
        return
    if row.site_id is not None:
        task.open_task(db, DELIVERING, question(row, nth, why, now, doubtful=doubtful))


def question(row: Any, nth: int, why: str, now: datetime, *, doubtful: bool = False) -> task.Opening:
    """What nobody can be sure of becomes something a person does."""
    lost = f"Reach {row.to_name} another way: “{row.headline}” could not be delivered"
    unsure = f"Find out whether “{row.headline}” reached {row.to_name}"
    return task.Opening(
        key=f"message:{row.id}:{nth}",
        kind=UNDELIVERED,
        title=unsure if doubtful else lost,
        about=About(row.subject, row.subject_id, row.site_id, row.patient_id),
        due_at=now + timedelta(hours=4),
        note=why,
    )


def _agreement(db: Connection, row: Row[Any]) -> Agreement:
    """What the patient agrees to, if it goes to one."""
    c = message.c
    if row.audience != "patient":
        return Agreement()
    return Agreement.read(*db.execute(select(agreed(c.patient_id), silenced(c.patient_id)).where(c.id == row.id)).one())


def _due(db: Connection, row: Row[Any], now: datetime) -> datetime:
    """Patients are not written to at night, whatever failed."""
    if row.audience != "patient":
        return now
    here = select(site.c.time_zone).where(site.c.id == row.site_id).scalar_subquery()
    own = select(func.nullif(patient.c.time_zone, "")).where(patient.c.id == row.patient_id).scalar_subquery()
    zone = db.execute(select(func.coalesce(own, here))).scalar()
    return Standing.read(db).at(row.site_id).after_quiet(now, zone or settings().time_zone.key)


def _put(db: Connection, row: Row[Any], way: dict[str, str], left: Sequence[dict[str, str]], now: datetime) -> int:
    channel = way["channel"]
    values = {
        **{name: getattr(row, name) for name in _SAME},
        "key": f"{row.key}:{channel}",
        "channel": channel,
        "to_address": way["to_address"],
        "headline": way.get("headline", row.headline),
        "body": way.get("text", row.body),
        "body_html": way.get("html", row.body_html if "text" not in way else ""),
        "fallback": list(left),
        "instead_of_id": row.id,
        "mail_id": new_id(),
        "state": "waiting",
        "created_at": now,
        "due_at": _due(db, row, now),
    }
    return int(db.execute(insert(message).values(values).returning(message.c.id)).scalar_one())
