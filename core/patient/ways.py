"""By which ways a patient wants to be written to, in their order, and what telephones do to it."""

from collections.abc import Sequence

from sqlalchemy import Connection, select, update

from core import clock
from core.access import Actor
from core.audit import About, Kind, record
from core.channel import USUAL, Channel, order, spoken_order
from data.tables import patient, push_subscription


def put_first(db: Connection, actor: Actor, about: About, way: Channel) -> None:
    """They asked for this way just now, so it comes before those they had, chosen or usual."""
    order_before = db.execute(select(patient.c.channels).where(patient.c.id == about.patient_id)).scalar_one()
    write_order(db, actor, about, [way, *(other for other in order(order_before) if other is not way)])


def leave_out(db: Connection, actor: Actor, about: About, way: Channel) -> None:
    """This way is open to them no more; where the usual ones are left, that is as if nobody had chosen."""
    order_before = db.execute(select(patient.c.channels).where(patient.c.id == about.patient_id)).scalar_one()
    if way in order_before.split():
        left = [other for other in order(order_before) if other is not way]
        write_order(db, actor, about, [] if left == list(USUAL) else left)


def shows_messages(db: Connection, patient_id: int) -> bool:
    """Whether a telephone of theirs does."""
    c = push_subscription.c
    return db.execute(select(c.id).where(c.patient_id == patient_id, c.gone_at.is_(None))).first() is not None


def write_order(db: Connection, actor: Actor, about: About, ways: Sequence[Channel]) -> None:
    """How they want to be written to from now on, the best way first; none is the usual order."""
    chosen = " ".join(ways)
    values = {"channels": chosen, "version": patient.c.version + 1, "changed_at": clock.now()}
    db.execute(update(patient).where(patient.c.id == about.patient_id).values(values))
    record(db, actor, Kind.PATIENT_CHANNELS_SET, about, {"order": chosen or "usual"}, channels=spoken_order(chosen))
