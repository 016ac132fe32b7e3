"""What a patient asks for on their page: another time, or to cancel; somebody here sees to it and tells them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import field
from core.access import Actor
from core.audit import Kind, record
from core.errors import Lacking, NotNow, Refusal
from core.outsider.answering import Form, pressed
from core.outsider.coming import PATIENT, must_be
from core.referral import Stage
from core.referral.current import current
from core.work import work

LONGEST = 1_000
GONE = "This is not possible now."


@dataclass(frozen=True, slots=True)
class Wish:
    """In which stages it can be asked for, and what is told when it is."""

    stages: frozenset[Stage]
    kind: Kind


AGAIN = frozenset({Stage.MISSED, Stage.APPOINTMENT_CANCELLED})
WISHES: Mapping[str, Wish] = {
    "rebook": Wish(AGAIN | {Stage.BOOKED}, Kind.REFERRAL_REBOOK_WISHED),
    "cancel": Wish(frozenset({Stage.BOOKED}), Kind.REFERRAL_CANCEL_WISHED),
    "end": Wish(
        AGAIN | {Stage.SENT, Stage.ACKNOWLEDGED, Stage.NEEDS_INFORMATION, Stage.ACCEPTED, Stage.WAITLISTED},
        Kind.REFERRAL_CANCEL_WISHED,
    ),
}
"""Another time; to cancel the appointment; and, where there is none, to end the referral."""
TASKS = frozenset({"patient_rebook", "patient_cancel"})
"""The kinds of tasks that follow."""
SETTLED = frozenset(
    {
        *(Kind.REFERRAL_BOOKED, Kind.REFERRAL_REBOOKED, Kind.REFERRAL_APPOINTMENT_CANCELLED, Kind.REFERRAL_MISSED),
        *(Kind.REFERRAL_ATTENDED, Kind.REFERRAL_VISIT_NOTED, Kind.REFERRAL_REPORTED, Kind.REFERRAL_COMPLETED),
        *(
            Kind.REFERRAL_DECLINED,
            Kind.REFERRAL_REDIRECTED,
            Kind.REFERRAL_CANCELLED,
            Kind.REFERRAL_LOST,
            Kind.REFERRAL_CORRECTED,
        ),
    }
)
"""What answers a wish, whoever did it: from then on nobody waits for anything."""


@dataclass(frozen=True, slots=True)
class Wished:
    """A wish that nobody has answered yet."""

    kind: str
    at: datetime


def wish(actor: Actor, form: Form, text: str) -> None:
    """Ask for it, once for each form that is sent."""
    must_be(actor, PATIENT)
    words, asked = _words(text), WISHES.get(form.deed)
    with work() as db:
        if not pressed(db, form):
            return
        now = current(db, actor, form.referral_id, None)
        if asked is None or now.stage not in asked.stages:
            raise NotNow(GONE)
        record(db, actor, asked.kind, now.about, comment=words)


def open_wish(happened: Iterable[Any]) -> Wished | None:
    """What was asked for and is not answered, of what happened, the newest first."""
    wished = {each.kind for each in WISHES.values()}
    for told in happened:
        if told.kind in wished:
            return Wished(told.kind, told.occurred_at)
        if told.kind in SETTLED or _seen_to(told):
            return None
    return None


def _seen_to(told: Any) -> bool:
    """Whether a person closed the task; where a rule did so, a newer wish took its place."""
    ended = told.kind == Kind.TASK_DONE or (told.kind == Kind.TASK_DROPPED and told.actor.startswith("account:"))
    return ended and told.facts.get("kind") in TASKS


def _words(text: str) -> str:
    try:
        return field.paragraph(text, most=LONGEST, what="This")
    except Refusal as refusal:
        raise Lacking({"comment": str(refusal)}) from None
