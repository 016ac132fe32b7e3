"""What a step brings about, worked out without a database: state, visits, report, deadline, events."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from core import clock
from core.access import Actor
from core.audit import Kind
from core.referral.answers import Answers
from core.referral.around import Around
from core.referral.current import Current
from core.referral.lifecycle import Ask, Step, is_record
from core.referral.report import OUTCOME, report_of
from core.referral.stage import CLOSED, Stage
from core.referral.visit import Columns, Settled, settle
from core.referral.words import Urgency

KEEPS_REASON = frozenset({"hold", "ask_cancel"})
"""Steps whose reason holds for the referral as long as it stands there, as an end's reason holds for good."""
ANYBODY = "any clinician"


@dataclass(frozen=True, slots=True)
class Told:
    """An event that the step makes."""

    kind: Kind
    facts: dict[str, Any]
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """Everything there is to write: the referral's new columns, what happens to its visits, a report, the events in
    order, from which its clock follows, and when the patient turned out to have died."""

    columns: Columns
    visit: Settled
    report: Columns | None
    events: tuple[Told, ...]
    died_on: date | None = None

    def numbered(self, **made: int | None) -> tuple[Told, ...]:
        """The events, the first of them with the numbers that visit and report were given when they were written."""
        known = {name: number for name, number in made.items() if number is not None}
        return replace(self.events[0], facts=self.events[0].facts | known), *self.events[1:]


@dataclass(frozen=True, slots=True)
class Move:
    """Where a step leads and how pressing it is there."""

    step: Step
    before: Stage
    target: Stage
    urgency: Urgency
    stays_held: bool

    @property
    def moves(self) -> bool:
        """Whether the stage changes."""
        return self.target is not self.before


def decide(actor: Actor, now: Current, step: Step, given: Answers, around: Around) -> Change:
    """What the step means for a referral as it stands; who may take it and what it needs was asked before."""
    move = _move(now, step, given, around)
    visit = settle(now, step, given, move.target, around)
    report = report_of(actor, now, step, given, around)
    signed_by = report["signed_by"] if report else ""
    return Change(
        columns=_columns(move, given, around) | ({"visit": visit.state} if visit.state else {}),
        visit=visit,
        report=report,
        events=_events(now, move, given, around, by_itself=actor.internal, signed_by=signed_by),
        died_on=_died_on(around),
    )


def _move(now: Current, step: Step, given: Answers, around: Around) -> Move:
    """A reason can end what the step alone would not; whatever moves a referral on takes it off hold."""
    target = step.target or now.stage
    if around.reason and around.reason.ends_referral and target not in CLOSED:
        target = Stage.CANCELLED
    stays_held = now.held and target is now.stage and step.kind is not Kind.REFERRAL_RESUMED
    urgency = (given.urgency if Ask.URGENCY in step.needs else None) or now.urgency
    return Move(step, now.stage, target, urgency, stays_held)


def _columns(move: Move, given: Answers, around: Around) -> Columns:
    columns: Columns = {"stage": move.target, "urgency": move.urgency} | _reason(move, around)
    if move.moves:
        columns |= {"stage_since_at": around.at, "closed_at": around.at if move.target in CLOSED else None}
        columns |= {"flagged_at": None, "sub_status_id": None}
    if move.step.decision is not None:
        columns["decision"] = move.step.decision
    if Ask.UNTIL in move.step.needs:
        return columns | {"held_until_on": given.until_on}
    return columns if move.stays_held else columns | {"held_until_on": None}


def _reason(move: Move, around: Around) -> Columns:
    """Why it is on hold, to be cancelled or closed; a confirmed cancellation keeps the reason it was asked for."""
    if around.reason and (move.target in CLOSED or move.step.name in KEEPS_REASON):
        return {"reason_id": around.reason.id}
    goes_on = move.moves or move.step.kind is Kind.REFERRAL_RESUMED
    return {"reason_id": None} if goes_on and move.step.name != "confirm_cancel" else {}


def _events(
    now: Current, move: Move, given: Answers, around: Around, *, by_itself: bool, signed_by: str
) -> tuple[Told, ...]:
    """What happened; and that it ended the referral, where the step by itself does not."""
    step, reason, asked = move.step, around.reason, move.step.asks
    facts = {
        "step": step.name,
        "from": now.stage,
        "to": move.target,
        "direction": now.direction,
        "urgency": move.urgency,
        "reason": reason.code if reason else None,
        "silent": bool(reason and reason.stops_messages),
        "for_outside": is_record(step, now.direction),
        "before": now.urgency,
        "cancelled_by": given.cancelled_by if Ask.WHOM in asked else None,
        "behalf": given.on_behalf_id if around.behalf else None,
        "signer": given.signer_id if around.signer else None,
        "provider": given.provider_id if around.provider else None,
        "by_itself": by_itself or None,
        "late": (now.over_at is not None and now.over_at <= around.at) or None,
    }
    kept = {name: fact for name, fact in facts.items() if fact is not None}
    words = _words(now, step, given, around) | {"signed_by": signed_by}
    first = Told(step.kind, kept, words)
    if move.target is step.target or step.target is None:
        return (first,)
    return first, Told(Kind.REFERRAL_CANCELLED, {"step": step.name, "from": step.target, "to": move.target}, {})


def _words(now: Current, step: Step, given: Answers, around: Around) -> dict[str, str]:
    """What the timeline and the messages say; erasable. Only what the step asks for is taken from the answers."""
    starts_at, until_on, urgency = given.starts_at, given.until_on, given.urgency
    said = {
        Ask.APPOINTMENT: {"starts_at": clock.spoken(starts_at, around.zone) if starts_at else ""},
        Ask.SUMMARY: {"summary": given.summary, "recommendations": given.recommendations},
        Ask.OUTCOME: {name: getattr(given, name) for name in OUTCOME},
        Ask.UNTIL: {"until_on": clock.spoken_day(until_on, _day(around)) if until_on else ""},
        Ask.URGENCY: {
            "before": now.urgency.label,
            "after": urgency.label if urgency else "",
            "decided_by": given.decided_by,
        },
        Ask.SIGNER: {"signer": around.signer or ANYBODY},
    }
    words = {"comment": given.comment, "reason": around.reason.label if around.reason else ""}
    words |= {"provider": around.provider, "behalf": around.behalf}
    return words | {name: word for ask in step.asks for name, word in said.get(ask, {}).items()}


def _died_on(around: Around) -> date | None:
    died = around.reason is not None and around.reason.patient_died
    return _day(around) if died else None


def _day(around: Around) -> date:
    """The day it is at the site."""
    return clock.local(around.at, around.zone).date()
