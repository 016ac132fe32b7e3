"""Appointments and reports of a referral: their history is kept, nothing is overwritten."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from core import clock
from core.access import Actor
from core.directory import site_zone
from core.errors import NotNow
from core.referral.answers import Answers
from core.referral.current import Current
from core.referral.lifecycle import Ask, Step
from core.referral.reasons import Reason
from core.referral.stage import CLOSED, Direction, Stage
from data.tables import appointment, report


def settle_visit(
    db: Connection, now: Current, step: Step, given: Answers, reason: Reason | None, target: Stage
) -> tuple[int | None, str]:
    """What the step does to the appointment: (its id, the referral's new visit state, empty when nothing changed)."""
    found = _booked(db, now)
    if Ask.APPOINTMENT in step.needs:
        if found:
            _end(db, found.id, "rescheduled", None)
        return _book(db, now, given), "booked"
    state = step.visit or _implied(db, now, target, found)
    if found and state:
        _must_have_come(db, now, step, found.starts_at)
        _end(db, found.id, state, reason.id if reason and step.visit else None)
        return found.id, state
    return (_walked_in(db, now), state) if step.visit == "attended" else (None, "")


def _implied(db: Connection, now: Current, target: Stage, found: Any) -> str:
    """What becomes of a booked visit when the step itself does not say."""
    if found is None or target not in {*CLOSED, Stage.REPORTED}:
        return ""
    return "cancelled" if target in CLOSED or _is_ahead(db, now, found.starts_at) else "attended"


def _must_have_come(db: Connection, now: Current, step: Step, starts_at: datetime) -> None:
    if step.visit in {"attended", "missed"} and _is_ahead(db, now, starts_at):
        day = clock.spoken(starts_at, site_zone(db, now.site_id))
        raise NotNow(f"The appointment on {day} is still to come. Move it first if the visit was another day.")


def _booked(db: Connection, now: Current) -> Any:
    c = appointment.c
    wanted = select(c.id, c.starts_at).where(c.referral_id == now.id, c.state == "booked")
    return db.execute(wanted).one_or_none()


def _is_ahead(db: Connection, now: Current, starts_at: datetime) -> bool:
    """Whether its local day is still to come."""
    zone = site_zone(db, now.site_id)
    return clock.local(starts_at, zone).date() > clock.local(clock.now(), zone).date()


def _book(db: Connection, now: Current, given: Answers) -> int:
    row = {
        "referral_id": now.id,
        "starts_at": given.starts_at,
        "minutes": given.minutes,
        "site_id": None if now.direction is Direction.OUTBOUND else now.site_id,
        "clinician_id": given.clinician_id,
        "state": "booked",
        "booked_at": clock.now(),
    }
    return int(db.execute(insert(appointment).values(row).returning(appointment.c.id)).scalar_one())


def _end(db: Connection, appointment_id: int, state: str, reason_id: int | None) -> None:
    ended = {"state": state, "reason_id": reason_id, "ended_at": clock.now()}
    db.execute(update(appointment).where(appointment.c.id == appointment_id).values(**ended))


def _walked_in(db: Connection, now: Current) -> int:
    """A visit that nobody booked: kept as one that was attended now."""
    at = clock.now()
    row = {
        "referral_id": now.id,
        "starts_at": at,
        "state": "attended",
        "booked_at": at,
        "ended_at": at,
        "asked_at": at,
    }
    return int(db.execute(insert(appointment).values(row).returning(appointment.c.id)).scalar_one())


def write_report(db: Connection, actor: Actor, referral_id: int, step: Step, given: Answers) -> int | None:
    """Keep what was found and done: final when the step asks for the outcome, interim else; None without a summary."""
    asked = {*step.needs, *step.offers}
    if not given.summary.strip() or not asked & {Ask.SUMMARY, Ask.OUTCOME}:
        return None
    row = {
        "referral_id": referral_id,
        "kind": "final" if Ask.OUTCOME in asked else "interim",
        "summary": given.summary.strip(),
        "recommendations": given.recommendations.strip(),
        "value": given.value,
        "recall_on": given.recall_on,
        "signed_by": given.signed_by.strip() or actor.name,
        "written_at": clock.now(),
    }
    return int(db.execute(insert(report).values(row).returning(report.c.id)).scalar_one())
