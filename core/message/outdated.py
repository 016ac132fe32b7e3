"""What a message tells may be over before it leaves: its visit was moved, cancelled or is past, or newer words wait."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, or_, select, update

from core import clock
from core.audit import Kind as K
from core.message.topic import NEWER, topics
from core.text import purposes
from data.tables import appointment, message, patient, reason, referral

EARLIEST = timedelta(hours=1)
"""A reminder that cannot be read so long before the visit is not sent."""
OVER = "Not sent: the appointment was over before this left."
WHY = {
    "rescheduled": "Not sent: the appointment was moved before this left.",
    "cancelled": "Not sent: the appointment was cancelled before this left.",
    "attended": OVER,
    "missed": OVER,
}
"""By what became of the visit that a message tells."""
DIED = "Not sent: the patient has died."
SILENT = "Not sent: the referral was closed with a reason that stops messages."
ENDING = frozenset({
    *(K.REFERRAL_REBOOKED, K.REFERRAL_APPOINTMENT_CANCELLED, K.REFERRAL_ATTENDED, K.REFERRAL_VISIT_NOTED),
    *(K.REFERRAL_MISSED, K.REFERRAL_REPORTED, K.REFERRAL_DECLINED, K.REFERRAL_REDIRECTED, K.REFERRAL_CANCELLED),
    *(K.REFERRAL_LOST, K.REFERRAL_CORRECTED, K.REFERRAL_COMPLETED, K.PATIENT_CHANGED),
})  # fmt: skip
"""After what a message that waits may be true no more."""


def outdated(row: Any, now: datetime) -> str:
    """Why what a row of the outbox tells does not hold any more; empty while it does."""
    purpose = purposes().get(row.template)
    if purpose is None or not purpose.topic:
        return ""
    if purpose.holds and row.visit_state:
        ends = row.starts_at - EARLIEST if purpose.holds == "ahead" else row.starts_at + timedelta(minutes=row.minutes)
        if why := WHY.get(row.visit_state) or (OVER if now >= ends else ""):
            return why
    return NEWER if row.newer else ""


def told() -> list[Any]:
    """What a row of the outbox needs for this, beside its template."""
    a = appointment.c
    topical = message.c.template.in_([name for several in topics().values() for name in several])
    return [a.state.label("visit_state"), a.starts_at, a.minutes, and_(topical, _newer()).label("newer")]


def overtake(db: Connection, keys: Collection[str]) -> None:
    """Of these, what waits does not leave: what is newer has just been written."""
    if keys:
        _withhold(db, message.c.key.in_(keys), _why_of_visit())


def withdraw(db: Connection, referral_ids: Collection[int], patient_ids: Collection[int]) -> None:
    """What waits about these referrals and patients, and is true or wanted no more, does not leave."""
    c = message.c
    about = and_(c.subject == "referral", c.subject_id.in_(referral_ids))
    tells = c.template.in_([name for name, purpose in purposes().items() if purpose.holds])
    _withhold(db, and_(about, tells, _visit_state() != "booked"), _why_of_visit())
    silent = select(referral.c.id).join(reason, reason.c.id == referral.c.reason_id).where(reason.c.stops_messages)
    _withhold(db, and_(about, c.audience == "patient", c.subject_id.in_(silent)), SILENT)
    died = select(patient.c.id).where(patient.c.died_on.is_not(None), patient.c.id.in_(patient_ids))
    _withhold(db, and_(c.audience == "patient", c.patient_id.in_(died)), DIED)


def _withhold(db: Connection, which: ColumnElement[bool], why: Any) -> None:
    over = {"state": "withheld", "outcome": why, "settled_at": clock.now()}
    db.execute(update(message).where(message.c.state == "waiting", which).values(**over))


def _visit_state() -> Any:
    return select(appointment.c.state).where(appointment.c.id == message.c.appointment_id).scalar_subquery()


def _why_of_visit() -> Any:
    return case(WHY, value=_visit_state(), else_=NEWER)


def _newer() -> ColumnElement[bool]:
    """Whether a later event said something of the same topic to the same reader."""
    c, later = message.c, message.alias("later")
    alike = or_(*(and_(c.template.in_(names), later.c.template.in_(names)) for names in topics().values()))
    reader = (later.c.subject == c.subject, later.c.subject_id == c.subject_id, later.c.audience == c.audience)
    return select(later.c.id).where(*reader, alike, later.c.event_id > c.event_id, later.c.state != "withheld").exists()
