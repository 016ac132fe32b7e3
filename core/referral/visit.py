"""What a step does to the appointments of a referral: their history is kept, nothing is overwritten."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import clock
from core.errors import NotNow
from core.referral.answers import Answers
from core.referral.around import Around, Booked
from core.referral.current import Current
from core.referral.lifecycle import Ask, Party, Step
from core.referral.stage import CLOSED, Direction, Stage
from core.referral.words import CancelledBy

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
        return Settled(moved, _booking(now, given, around), "booked")
    state = step.visit or _implied(target, around)
    if booked and state:
        _must_have_come(state, booked, around)
        return Settled(_ended(step, given, state, around), None, state)
    return Settled(None, _walked_in(now, at), state) if step.visit == "attended" else Settled()


def _implied(target: Stage, around: Around) -> str:
    """What becomes of a booked visit when the step itself does not say."""
    if target in CLOSED:
        return "cancelled"
    if target is Stage.REPORTED:
        return "cancelled" if around.booked and _is_ahead(around.booked, around) else "attended"
    return "attended" if target is Stage.IN_TREATMENT else ""


def _must_have_come(state: str, booked: Booked, around: Around) -> None:
    if state in {"attended", "missed"} and _is_ahead(booked, around):
        day = clock.spoken(booked.starts_at, around.zone)
        raise NotNow(f"The appointment on {day} is still to come. Move it first if the visit was another day.")


def _is_ahead(booked: Booked, around: Around) -> bool:
    """Whether its local day is still to come."""
    return clock.local(booked.starts_at, around.zone).date() > clock.local(around.at, around.zone).date()


def _ended(step: Step, given: Answers, state: str, around: Around) -> Columns:
    ended = {
        "state": state,
        "reason_id": around.reason.id if around.reason and step.visit else None,
        "ended_at": around.at,
    }
    return ended | ({"cancelled_by": _canceller(step, given)} if state == "cancelled" else {})


def _canceller(step: Step, given: Answers) -> CancelledBy:
    """Who was asked about; where nobody was asked, the side whose step leaves no room for the visit."""
    if Ask.WHOM in step.needs and given.cancelled_by:
        return given.cancelled_by
    return CancelledBy.CLINIC if step.party is Party.RECIPIENT else CancelledBy.OTHER


def _booking(now: Current, given: Answers, around: Around) -> Columns:
    """A moved visit keeps the name that calendars know it by."""
    return {
        "referral_id": now.id,
        "starts_at": given.starts_at,
        "minutes": given.minutes,
        "site_id": None if now.direction is Direction.OUTBOUND else now.site_id,
        "clinician_id": given.clinician_id,
        "state": "booked",
        "reason_id": None,
        "booked_at": around.at,
        "ended_at": None,
        "asked_at": None,
        "uid": around.booked.uid if around.booked else around.uid,
        "moves": around.booked.moves + 1 if around.booked else 0,
        "cancelled_by": "",
    }


def _walked_in(now: Current, at: datetime) -> Columns:
    """A visit that nobody booked: kept as one that was attended now."""
    came = {"starts_at": at, "site_id": None, "state": "attended", "ended_at": at, "asked_at": at}
    return _booking(now, Answers(), Around(at=at, zone="")) | came
