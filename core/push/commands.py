"""Show a patient's messages on a telephone, and no more: switched on by the patient alone, off by them or by staff."""

from typing import Any

from sqlalchemy import Connection, insert, select, update

from core import clock
from core.access import Actor, Permission
from core.agreement import Purpose, Said, Source
from core.audit import About, Kind, record
from core.channel import Channel
from core.consent.saying import hear
from core.errors import NotNow
from core.message.device import STANDS
from core.patient.theirs import theirs
from core.patient.ways import leave_out, put_first
from core.people.token import hashed
from core.push.model import Asked, host
from core.push.queries import mine, values
from core.work import work
from data.tables import patient, push_subscription

MOST = 5
"""Of one patient; a sixth takes the place of the oldest."""
AGREES = (Channel.APP, Purpose.CARE), (Channel.APP, Purpose.REMINDERS)
"""To what somebody agrees who has messages shown: news is asked for by itself."""
SHUT = "Messages cannot be shown on telephones at the moment. Please try again later."
NONE = "Messages are not shown on this telephone any more."


def subscribe(actor: Actor, asked: Asked, wording: str = "", link_id: int | None = None) -> int:
    """From now on this browser shows the messages of the patient who asks, before any other way is tried; a second
    time renews its keys. They agree to the app by it, in these words. `link_id` is the link by which they came:
    withdrawn, it takes this along."""
    with work() as db:
        about = mine(db, actor)
        found = values(db)
        if found is None:
            raise NotNow(SHUT)
        asked.checked(found["services"])
        _hold(db, about.patient_id)
        row: dict[str, Any] = {"endpoint": asked.endpoint, "host": host(asked.endpoint)}
        row |= {"key": asked.key, "auth": asked.auth, "label": asked.label, "link_id": link_id}
        if there := _renewed(db, about, asked, row):
            return there
        hear(db, actor, about, dict.fromkeys(AGREES, True), Said(Source.PAGE, wording, actor.ref))
        put_first(db, actor, about, Channel.APP)
        return _added(db, actor, about, asked, row)


def end_here(actor: Actor, endpoint: str) -> bool:
    """The patient wants it on this browser no more; whether nobody else's messages are shown on it either."""
    c = push_subscription.c
    with work() as db:
        about = mine(db, actor)
        _hold(db, about.patient_id)
        same = c.endpoint_hash == hashed(endpoint)
        ended = update(push_subscription).where(same, c.patient_id == about.patient_id, STANDS)
        for row in db.execute(ended.values(gone_at=clock.now()).returning(c.id, c.label)).all():
            _told_end(db, actor, about, row)
        return db.execute(select(c.id).where(same, STANDS)).first() is None


def end(actor: Actor, device_id: int) -> None:
    """Staff switch a telephone off: it was lost, sold, or is somebody else's."""
    actor.must(Permission.PATIENT_EDIT)
    c = push_subscription.c
    with work() as db:
        whose = db.execute(select(c.patient_id).where(c.id == device_id)).scalar_one_or_none()
        about = theirs(db, actor, whose or 0)
        ended = update(push_subscription).where(c.id == device_id, STANDS).values(gone_at=clock.now())
        row = db.execute(ended.returning(c.id, c.label)).one_or_none()
        if row is None:
            raise NotNow(NONE)
        _told_end(db, actor, about, row)


def _hold(db: Connection, patient_id: int | None) -> None:
    """Nobody else adds or ends one of this patient's meanwhile."""
    db.execute(select(patient.c.id).where(patient.c.id == patient_id).with_for_update())


def _renewed(db: Connection, about: About, asked: Asked, row: dict[str, Any]) -> int | None:
    c = push_subscription.c
    same = c.patient_id == about.patient_id, c.endpoint_hash == hashed(asked.endpoint), STANDS
    number = db.execute(update(push_subscription).where(*same).values(row).returning(c.id)).scalars().first()
    return None if number is None else int(number)


def _added(db: Connection, actor: Actor, about: About, asked: Asked, row: dict[str, Any]) -> int:
    c, patient_id = push_subscription.c, about.patient_id
    there = db.execute(select(c.id, c.label).where(c.patient_id == patient_id, STANDS).order_by(c.id)).all()
    for old in there[: max(0, len(there) + 1 - MOST)]:
        db.execute(update(push_subscription).where(c.id == old.id).values(gone_at=clock.now()))
        record(db, actor, Kind.DEVICE_ENDED, about, {"device": old.id}, label=old.label)
    row |= {"patient_id": patient_id, "endpoint_hash": hashed(asked.endpoint), "since_at": clock.now()}
    number = int(db.execute(insert(push_subscription).values(row).returning(c.id)).scalar_one())
    record(db, actor, Kind.DEVICE_ADDED, about, {"device": number}, label=asked.label)
    return number


def _told_end(db: Connection, actor: Actor, about: About, row: Any) -> None:
    """Without any telephone the app is none of their ways any more."""
    c = push_subscription.c
    record(db, actor, Kind.DEVICE_ENDED, about, {"device": row.id}, label=row.label)
    if db.execute(select(c.id).where(c.patient_id == about.patient_id, STANDS)).first() is None:
        leave_out(db, actor, about, Channel.APP)
