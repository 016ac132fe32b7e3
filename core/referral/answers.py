"""What a person says when they take a step, and what of it is missing."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core import clock, field
from core.errors import Lacking, Refusal
from core.referral.current import Current
from core.referral.lifecycle import Ask, Step
from core.referral.reasons import Reason
from core.referral.words import Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Only what the step asks for is looked at. `reason` is a reason's code; `value` is in pounds."""

    reason: str = ""
    comment: str = ""
    starts_at: datetime | None = None
    minutes: int = 30
    clinician_id: int | None = None
    summary: str = ""
    recommendations: str = ""
    signed_by: str = ""
    value: Decimal | None = None
    recall_on: date | None = None
    provider_id: int | None = None
    until_on: date | None = None
    urgency: Urgency | None = None
    decided_by: str = ""


def check(step: Step, now: Current, given: Answers, reason: Reason | None) -> None:
    """Refuse with a sentence for each thing the step needs and did not get."""
    wrong: dict[str, str] = {}
    for ask in step.needs:
        wrong |= _WANTS[ask](now, given, reason)
    if Ask.REASON in step.needs and reason and reason.needs_comment and not given.comment.strip():
        wrong["comment"] = f"“{reason.label}” needs a word of explanation."
    wrong |= _unreadable(given)
    if wrong:
        raise Lacking(wrong)


def _unreadable(given: Answers) -> dict[str, str]:
    """Texts that cannot be kept as they are: too long, or with characters that no screen shows."""
    wrong = {}
    for name in ("comment", "summary", "recommendations", "signed_by", "decided_by"):
        try:
            field.paragraph(getattr(given, name))
        except Refusal as sentence:
            wrong[name] = str(sentence)
    return wrong


def _reason(_now: Current, _given: Answers, reason: Reason | None) -> dict[str, str]:
    return {} if reason else {"reason": "Choose a reason."}


def _comment(_now: Current, given: Answers, _reason: Reason | None) -> dict[str, str]:
    return {} if given.comment.strip() else {"comment": "Write a short note; the other side reads it."}


def _appointment(_now: Current, given: Answers, _reason: Reason | None) -> dict[str, str]:
    if given.starts_at is None:
        return {"starts_at": "Choose the day and time of the appointment."}
    return {} if 5 <= given.minutes <= 600 else {"minutes": "An appointment lasts between 5 minutes and 10 hours."}


def _summary(_now: Current, given: Answers, _reason: Reason | None) -> dict[str, str]:
    return {} if given.summary.strip() else {"summary": "Say in a few words what was found and done."}


def _outcome(now: Current, given: Answers, reason: Reason | None) -> dict[str, str]:
    signed = {} if given.signed_by.strip() else {"signed_by": "Name the clinician who signs the report."}
    value = {"value": "The value cannot be below zero."} if given.value is not None and given.value < 0 else {}
    return _summary(now, given, reason) | signed | value


def _until(_now: Current, given: Answers, _reason: Reason | None) -> dict[str, str]:
    ahead = given.until_on is not None and given.until_on > clock.now().date()
    return {} if ahead else {"until_on": "Choose a day in the future on which to look at it again."}


def _urgency(now: Current, given: Answers, _reason: Reason | None) -> dict[str, str]:
    if given.urgency is None or given.urgency is now.urgency:
        return {"urgency": "Choose a different urgency."}
    if given.urgency.lower_than(now.urgency) and not given.decided_by.strip():
        return {"decided_by": "Lowering the urgency is a clinician's decision: name the clinician."}
    return {}


def _provider(_now: Current, _given: Answers, _reason: Reason | None) -> dict[str, str]:
    return {}


_WANTS = {
    Ask.REASON: _reason,
    Ask.COMMENT: _comment,
    Ask.APPOINTMENT: _appointment,
    Ask.SUMMARY: _summary,
    Ask.OUTCOME: _outcome,
    Ask.PROVIDER: _provider,
    Ask.UNTIL: _until,
    Ask.URGENCY: _urgency,
}
