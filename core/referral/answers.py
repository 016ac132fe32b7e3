"""What a person says when they take a step, and what of it is missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as standing
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from core import clock, field
from core.errors import Lacking, Refusal
from core.referral.around import Around
from core.referral.current import Current
from core.referral.lifecycle import Ask, Step, is_record
from core.referral.words import CancelledBy, Urgency

LONGEST = timedelta(days=730)
"""How far ahead a visit may be booked or a referral held: what is put off further is forgotten."""
DEAREST = Decimal(10_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Only what the step asks for is looked at. `reason` is a reason's code; `value` is in pounds; `on_behalf_id` is a
    clinician, `signer_id` the account of one; `again` says why a patient needs a second open referral; with
    `close_tasks` what people added to be done about it ends with it; `fills` are what the group insists on before the
    step, by the names of the fields."""

    reason: str = ""
    comment: str = ""
    starts_at: datetime | None = None
    minutes: int = 30
    clinician_id: int | None = None
    cancelled_by: CancelledBy | None = None
    summary: str = ""
    diagnosis: str = ""
    findings: str = ""
    treatment: str = ""
    recommendations: str = ""
    signed_by: str = ""
    value: Decimal | None = None
    recall_on: date | None = None
    provider_id: int | None = None
    until_on: date | None = None
    urgency: Urgency | None = None
    decided_by: str = ""
    on_behalf_id: int | None = None
    signer_id: int | None = None
    again: str = ""
    close_tasks: bool = False
    fills: Mapping[str, Any] = standing(default_factory=dict)

    def tidied(self) -> "Answers":
        """With its texts as they are kept; Lacking names those that cannot be: too long, or not to be shown."""
        kept, wrong = {}, {}
        for name, tidy in _TIDY.items():
            try:
                kept[name] = tidy(getattr(self, name))
            except Refusal as sentence:
                wrong[name] = str(sentence)
        if wrong:
            raise Lacking(wrong)
        return replace(self, **kept)


_NAME = partial(field.line, most=120)
_TIDY: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(
        ("comment", "summary", "diagnosis", "findings", "treatment", "recommendations", "again"), field.paragraph
    ),
    "signed_by": partial(_NAME, what="The name"),
    "decided_by": partial(_NAME, what="The name"),
}
Wrong = dict[str, str]


def check(step: Step, now: Current, given: Answers, around: Around, wrong: Wrong) -> None:
    """Refuse with a sentence for each thing the step needs and did not get, or was offered and got wrong; `wrong` are
    those of what the group insists on."""
    wrong = dict(wrong)
    for ask in step.needs:
        wrong |= _WANTS[ask](step, now, given, around)
    for ask in (*step.needs, *step.offers):
        wrong |= _MEANT[ask](given, around) if ask in _MEANT else {}
    reason = around.reason
    if Ask.REASON in step.needs and reason and reason.needs_comment and not given.comment:
        wrong["comment"] = f"“{reason.label}” needs a word of explanation."
    if wrong:
        raise Lacking(wrong)


def _reason(_step: Step, _now: Current, _given: Answers, around: Around) -> Wrong:
    return {} if around.reason else {"reason": "Choose a reason."}


def _comment(_step: Step, _now: Current, given: Answers, _around: Around) -> Wrong:
    return {} if given.comment else {"comment": "Write a short note; the other side reads it."}


def _appointment(_step: Step, _now: Current, given: Answers, around: Around) -> Wrong:
    if given.starts_at is None:
        return {"starts_at": "Choose the day and time of the appointment."}
    if not -LONGEST < given.starts_at - around.at < LONGEST:
        return {"starts_at": "Choose a day within two years of today."}
    return {} if 5 <= given.minutes <= 600 else {"minutes": "An appointment lasts between 5 minutes and 10 hours."}


def _summary(_step: Step, _now: Current, given: Answers, _around: Around) -> Wrong:
    return {} if given.summary else {"summary": "Say in a few words what was found and done."}


def _outcome(step: Step, now: Current, given: Answers, around: Around) -> Wrong:
    """What stands in a report that came as a file need not be typed again."""
    asked = {
        "diagnosis": (given.diagnosis or around.enclosed, "Say what was diagnosed."),
        "treatment": (given.treatment or around.enclosed, "Say what was done, or that nothing needed doing."),
        "signed_by": (given.signed_by or not is_record(step, now.direction), "Name the clinician who signed it."),
        "value": (_is_worth(given.value), "The value lies between nothing and ten million pounds."),
    }
    return {name: sentence for name, (there, sentence) in asked.items() if not there}


def _is_worth(value: Decimal | None) -> bool:
    return value is None or (value.is_finite() and 0 <= value < DEAREST)


def _until(_step: Step, _now: Current, given: Answers, around: Around) -> Wrong:
    today = clock.local(around.at, around.zone).date()
    ahead = given.until_on is not None and today < given.until_on < today + LONGEST
    return {} if ahead else {"until_on": "Choose a day within the next two years on which to look at it again."}


def _urgency(_step: Step, now: Current, given: Answers, _around: Around) -> Wrong:
    if given.urgency is None or given.urgency is now.urgency:
        return {"urgency": "Choose a different urgency."}
    if given.urgency.lower_than(now.urgency) and not given.decided_by:
        return {"decided_by": "Lowering the urgency is a clinician's decision: name the clinician."}
    return {}


def _whom(_step: Step, _now: Current, given: Answers, _around: Around) -> Wrong:
    return {} if given.cancelled_by else {"cancelled_by": "Say who cancelled it."}


_WANTS: dict[Ask, Callable[[Step, Current, Answers, Around], Wrong]] = {
    Ask.REASON: _reason,
    Ask.COMMENT: _comment,
    Ask.APPOINTMENT: _appointment,
    Ask.SUMMARY: _summary,
    Ask.OUTCOME: _outcome,
    Ask.UNTIL: _until,
    Ask.URGENCY: _urgency,
    Ask.WHOM: _whom,
}
_MEANT: dict[Ask, Callable[[Answers, Around], Wrong]] = {
    Ask.PROVIDER: lambda given, around: _named(
        given.provider_id, around.provider, {"provider": "Find the practice in the directory."}
    ),
    Ask.APPOINTMENT: lambda given, around: _named(
        given.clinician_id, around.clinician, {"clinician": "Choose somebody who treats there."}
    ),
    Ask.BEHALF: lambda given, around: _named(
        given.on_behalf_id, around.behalf, {"on_behalf": "Choose a clinician of this site."}
    ),
    Ask.SIGNER: lambda given, around: _named(
        given.signer_id, around.signer, {"signer": "Choose a clinician who signs in at this site."}
    ),
    Ask.AGAIN: lambda given, around: (
        {} if given.again or not around.like else {"again": f"{around.like.sentence} Say why a second is needed."}
    ),
}


def _named(pointed: int | None, name: str, wrong: Wrong) -> Wrong:
    """Whoever was pointed to must be there to be pointed to."""
    return {} if pointed is None or name else wrong
