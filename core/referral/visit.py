"""What a step does to the appointments of a referral: their history is kept, nothing is overwritten."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import clock
from core.errors import NotNow
from core.referral.answers import Answers
from core.referral.around import Around
from core.referral.current import Current
from core.referral.lifecycle import Ask, Step
from core.referral.stage import CLOSED, Direction, Stage

Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Settled:
    """How the booked visit `ended`, the visit that was `opened`, and the referral's new visit state; empty for
    what stays as it was."""

    ended: Columns | None = None
    opened: Columns | None = None
    state: str = ""


def settle(now: Current, step: Step, given: Answers, target: Stage, around: Around) -> Settled:
    """Refuses to say what came of a visit whose day is still to come."""
    booked, at = around.booked, around.at
    if Ask.APPOINTMENT in step.needs:
        moved = {"state": "rescheduled", "reason_id": None, "ended_at": at} if booked else None
        return Settled(moved, _booking(now, given, at), "booked")
    state = step.visit or _implied(target, around)
    if booked and state:
        _must_have_come(step, around)
        reason = around.reason.id if around.reason and step.visit else None
        return Settled({"state": state, "reason_id": reason, "ended_at": at}, None, state)
    return Settled(None, _walked_in(now, at), state) if step.visit == "attended" else Settled()


def _implied(target: Stage, around: Around) -> str:
    """What becomes of a booked visit when the step itself does not say."""
    if target not in {*CLOSED, Stage.REPORTED}:
        return ""
    return "cancelled" if target in CLOSED or _is_ahead(around) else "attended"


def _must_have_come(step: Step, around: Around) -> None:
    if around.booked and step.visit in {"attended", "missed"} and _is_ahead(around):
        day = clock.spoken(around.booked.starts_at, around.zone)
        raise NotNow(f"The appointment on {day} is still to come. Move it first if the visit was another day.")


def _is_ahead(around: Around) -> bool:
    """Whether its local day is still to come."""
    if around.booked is None:
        return False
    return clock.local(around.booked.starts_at, around.zone).date() > clock.local(around.at, around.zone).date()


def _booking(now: Current, given: Answers, at: datetime) -> Columns:
    return {
        "referral_id": now.id,
        "starts_at": given.starts_at,
        "minutes": given.minutes,
        "site_id": None if now.direction is Direction.OUTBOUND else now.site_id,
        "clinician_id": given.clinician_id,
        "state": "booked",
        "reason_id": None,
        "booked_at": at,
        "ended_at": None,
        "asked_at": None,
    }


def _walked_in(now: Current, at: datetime) -> Columns:
    """A visit that nobody booked: kept as one that was attended now."""
    came = {"starts_at": at, "site_id": None, "state": "attended", "ended_at": at, "asked_at": at}
    return _booking(now, Answers(), at) | came
