"""One step of the lifecycle in the ledger: state, visit, report, deadline, event, as core.referral.advance has them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from core import clock
from core.access import Actor
from core.audit import About, Kind
from core.demo.course import Move
from core.demo.group import Site
from core.demo.ledger import Ledger, Row
from core.referral import CLOSED, Answers, Ask, Direction, Stage, Step, Urgency, is_record
from core.referral.lifecycle import follow
from core.referral.reasons import Reason


class Subject(Protocol):
    """What a step needs to know of the referral, and changes."""

    row: Row
    about: About
    site: Site
    booked: Row | None
    due: tuple[Stage, Urgency, datetime, datetime | None]


def take_step(ledger: Ledger, reasons: Mapping[str, Reason], on: Subject, move: Move) -> None:
    """At the time of the move, which the clock must tell."""
    row, given = on.row, move.given
    stage, urgency = Stage(row["stage"]), Urgency(row["urgency"])
    step = follow(stage, move.step)
    reason = reasons[given.reason] if Ask.REASON in step.needs else None
    target = step.target or stage
    appointment, visit = _visit(ledger, on, step, given, reason, target)
    written = _report(ledger, move.actor, on, step, given)
    _change(on, step, given, reason, target)
    row |= {"visit": visit} if visit else {}
    row["version"] += 1
    if reason and reason.patient_died:
        _died(ledger, on.about.patient_id or 0)
    facts = {
        "step": step.name,
        "from": stage,
        "to": target,
        "direction": row["direction"],
        "urgency": row["urgency"],
        "reason": reason.code if reason else None,
        "silent": bool(reason and reason.stops_messages),
        "appointment": appointment,
        "report": written,
        "for_outside": is_record(step, Direction(row["direction"])),
        "before": urgency,
    }
    kept = {name: fact for name, fact in facts.items() if fact is not None}
    ledger.record(move.at, move.actor, step.kind, on.about, kept, **_words(on.site.zone, urgency, given, reason))


def _visit(
    ledger: Ledger, on: Subject, step: Step, given: Answers, reason: Reason | None, target: Stage
) -> tuple[int | None, str]:
    if Ask.APPOINTMENT in step.needs:
        _end_visit(on, "rescheduled", None)
        on.booked = ledger.add(
            "appointment",
            referral_id=on.row["id"],
            starts_at=given.starts_at,
            minutes=given.minutes,
            site_id=None if on.row["direction"] == Direction.OUTBOUND else on.site.id,
            clinician_id=given.clinician_id,
            state="booked",
            reason_id=None,
            booked_at=clock.now(),
            ended_at=None,
            asked_at=None,
        )
        return on.booked["id"], "booked"
    state = step.visit or ("cancelled" if target in CLOSED else "attended" if target is Stage.REPORTED else "")
    ended = _end_visit(on, state, reason.id if reason and step.visit else None) if state else None
    return ended, state if ended else ""


def _end_visit(on: Subject, state: str, reason_id: int | None) -> int | None:
    if (visit := on.booked) is None:
        return None
    visit |= {"state": state, "reason_id": reason_id, "ended_at": clock.now()}
    on.booked = None
    return int(visit["id"])


def _report(ledger: Ledger, actor: Actor, on: Subject, step: Step, given: Answers) -> int | None:
    asked = {*step.needs, *step.offers}
    if not given.summary or not asked & {Ask.SUMMARY, Ask.OUTCOME}:
        return None
    row = ledger.add(
        "report",
        referral_id=on.row["id"],
        kind="final" if Ask.OUTCOME in asked else "interim",
        summary=given.summary,
        recommendations=given.recommendations,
        value=given.value,
        recall_on=given.recall_on,
        signed_by=given.signed_by or actor.name,
        written_at=clock.now(),
    )
    return int(row["id"])


def _change(on: Subject, step: Step, given: Answers, reason: Reason | None, target: Stage) -> None:
    row, at = on.row, clock.now()
    moved, held = target is not row["stage"], row["held_until_on"] is not None
    urgency = (given.urgency if Ask.URGENCY in step.needs else None) or Urgency(row["urgency"])
    row |= {"stage": target, "urgency": urgency}
    if moved:
        row |= {"stage_since_at": at, "closed_at": at if target in CLOSED else None}
    if step.decision is not None:
        row["decision"] = step.decision
    if target in CLOSED or step.name == "hold":
        row["reason_id"] = reason.id if reason else None
    if Ask.UNTIL in step.needs:
        row["held_until_on"] = given.until_on
    elif moved or not held or step.kind is Kind.REFERRAL_RESUMED:
        row["held_until_on"] = None
        on.due = (target, urgency, at, given.starts_at)


def _died(ledger: Ledger, patient_id: int) -> None:
    row = ledger.rows["patient"][patient_id - 1]
    row |= {"died_on": clock.now().date(), "version": row["version"] + 1, "changed_at": clock.now()}


def _words(zone: str, before: Urgency, given: Answers, reason: Reason | None) -> dict[str, Any]:
    return {
        "comment": given.comment,
        "reason": reason.label if reason else "",
        "starts_at": clock.spoken(given.starts_at, zone) if given.starts_at else "",
        "summary": given.summary,
        "recommendations": given.recommendations,
        "signed_by": given.signed_by,
        "until_on": clock.spoken_day(given.until_on) if given.until_on else "",
        "before": before.label if given.urgency else "",
        "after": given.urgency.label if given.urgency else "",
    }
