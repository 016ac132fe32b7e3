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
from core.referral.deadline import Due
from core.referral.lifecycle import Ask, Step, is_record
from core.referral.report import report_of
from core.referral.stage import CLOSED, Stage
from core.referral.visit import Columns, Settled, settle
from core.referral.words import Urgency


@dataclass(frozen=True, slots=True)
class Told:
    """An event that the step makes."""

    kind: Kind
    facts: dict[str, Any]
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """Everything there is to write: the referral's new columns, what happens to its visits, a report, what its
    deadline counts from if that changes, the events in order, and when the patient turned out to have died."""

    columns: Columns
    visit: Settled
    report: Columns | None
    due: Due | None
    events: tuple[Told, ...]
    died_on: date | None = None

    def numbered(self, **made: int | None) -> tuple[Told, ...]:
        """The events, the first of them with the numbers that visit and report were given when they were written."""
        known = {name: number for name, number in made.items() if number is not None}
        return replace(self.events[0], facts=self.events[0].facts | known), *self.events[1:]


def decide(actor: Actor, now: Current, step: Step, given: Answers, around: Around) -> Change:
    """What the step means for a referral as it stands; who may take it and what it needs was asked before."""
    target = _target(now, step, around)
    visit = settle(now, step, given, target, around)
    urgency = (given.urgency if Ask.URGENCY in step.needs else None) or now.urgency
    return Change(
        columns=_columns(now, step, target, urgency, around)
        | _held(now, step, given, target)
        | ({"visit": visit.state} if visit.state else {}),
        visit=visit,
        report=report_of(actor, now.id, step, given, around.at),
        due=_due(now, step, given, target, urgency, around),
        events=_events(now, step, given, target, urgency, around),
        died_on=_died_on(around),
    )


def _target(now: Current, step: Step, around: Around) -> Stage:
    target = step.target or now.stage
    if around.reason and around.reason.ends_referral and target not in CLOSED:
        return Stage.CANCELLED
    return target


def _columns(now: Current, step: Step, target: Stage, urgency: Urgency, around: Around) -> Columns:
    columns: Columns = {"stage": target, "urgency": urgency}
    if target is not now.stage:
        columns |= {"stage_since_at": around.at, "closed_at": around.at if target in CLOSED else None}
    if step.decision is not None:
        columns["decision"] = step.decision
    if target in CLOSED or step.name == "hold":
        columns["reason_id"] = around.reason.id if around.reason else None
    return columns


def _held(now: Current, step: Step, given: Answers, target: Stage) -> Columns:
    if Ask.UNTIL in step.needs:
        return {"held_until_on": given.until_on}
    return {} if _stays_held(now, step, target) else {"held_until_on": None}


def _stays_held(now: Current, step: Step, target: Stage) -> bool:
    """Whatever moves a referral on takes it off hold."""
    return now.held and target is now.stage and step.kind is not Kind.REFERRAL_RESUMED


def _due(now: Current, step: Step, given: Answers, target: Stage, urgency: Urgency, around: Around) -> Due | None:
    if Ask.UNTIL in step.needs:
        return Due(target, urgency, around.at, until_on=given.until_on)
    return None if _stays_held(now, step, target) else Due(target, urgency, around.at, given.starts_at)


def _events(
    now: Current, step: Step, given: Answers, target: Stage, urgency: Urgency, around: Around
) -> tuple[Told, ...]:
    """What happened; and that it ended the referral, where the step by itself does not."""
    reason = around.reason
    facts = {
        "step": step.name,
        "from": now.stage,
        "to": target,
        "direction": now.direction,
        "urgency": urgency,
        "reason": reason.code if reason else None,
        "silent": bool(reason and reason.stops_messages),
        "for_outside": is_record(step, now.direction),
        "before": now.urgency,
    }
    kept = {name: fact for name, fact in facts.items() if fact is not None}
    first = Told(step.kind, kept, _words(now, given, around))
    if target is step.target or step.target is None:
        return (first,)
    return first, Told(Kind.REFERRAL_CANCELLED, {"step": step.name, "from": step.target, "to": target}, {})


def _words(now: Current, given: Answers, around: Around) -> dict[str, str]:
    """What the timeline and the messages say; erasable."""
    return {
        "comment": given.comment.strip(),
        "reason": around.reason.label if around.reason else "",
        "starts_at": clock.spoken(given.starts_at, around.zone) if given.starts_at else "",
        "summary": given.summary.strip(),
        "recommendations": given.recommendations.strip(),
        "signed_by": given.signed_by.strip(),
        "until_on": clock.spoken_day(given.until_on) if given.until_on else "",
        "before": now.urgency.label if given.urgency else "",
        "after": given.urgency.label if given.urgency else "",
        "decided_by": given.decided_by.strip(),
        "provider": around.provider,
    }


def _died_on(around: Around) -> date | None:
    died = around.reason is not None and around.reason.patient_died
    return clock.local(around.at, around.zone).date() if died else None
