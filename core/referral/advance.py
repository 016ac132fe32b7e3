"""How a step changes a referral, inside the caller's transaction: state, appointment, report, deadline, event."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, update

from core import clock
from core.access import Actor
from core.audit import Kind, record
from core.directory import provider_name, site_zone
from core.errors import NotAllowed
from core.patient import mark_died
from core.referral.answers import Answers, check
from core.referral.current import Current
from core.referral.deadline import due_at, review_at
from core.referral.lifecycle import Ask, Step, is_record, parties
from core.referral.reasons import Reason, named
from core.referral.stage import CLOSED, Stage
from core.referral.visit import settle_visit, write_report
from core.referral.words import Urgency
from data.tables import referral


def advance(db: Connection, actor: Actor, now: Current, step: Step, given: Answers) -> None:
    """Take a step that the table allows from here; refusals say what is missing or who may."""
    may_take(actor, now, step)
    reason = named(db, step.name, given.reason) if Ask.REASON in step.needs else None
    check(step, now, given, reason)
    target = _target(now, step, reason)
    appointment, visit = settle_visit(db, now, step, given, reason, target)
    written = write_report(db, actor, now.id, step, given)
    changes = _changes(db, now, step, given, reason, target) | ({"visit": visit} if visit else {})
    db.execute(update(referral).where(referral.c.id == now.id).values(version=now.version + 1, **changes))
    if reason and reason.patient_died:
        mark_died(db, now.patient_id, clock.now().date())
    facts = {
        "step": step.name,
        "from": now.stage,
        "to": target,
        "direction": now.direction,
        "urgency": changes.get("urgency", now.urgency),
        "reason": reason.code if reason else None,
        "silent": bool(reason and reason.stops_messages),
        "appointment": appointment,
        "report": written,
        "for_outside": is_record(step, now.direction),
        "before": now.urgency,
    }
    words = _words(db, now, given, reason)
    record(db, actor, step.kind, now.about, {k: v for k, v in facts.items() if v is not None}, **words)
    if target is not step.target and step.target is not None:
        record(
            db,
            actor,
            Kind.REFERRAL_CANCELLED,
            now.about,
            {"step": step.name, "from": step.target, "to": target},
        )


def may_take(actor: Actor, now: Current, step: Step) -> None:
    """The role at one of the referral's sites, and the side of the referral that the actor's site is on."""
    at_site = actor.may(step.permission, at=now.site_id)
    at_from = now.from_site_id is not None and actor.may(step.permission, at=now.from_site_id)
    if not (at_site or at_from):
        actor.must(step.permission, at=now.site_id)
    if step.party not in parties(now.direction, at_site=at_site, at_from_site=at_from):
        side = "receiving" if at_from else "referring"
        raise NotAllowed(f"“{step.label}” is for the {side} site. Write a note to ask them.")


def _target(now: Current, step: Step, reason: Reason | None) -> Stage:
    target = step.target or now.stage
    if reason and reason.ends_referral and target not in CLOSED:
        return Stage.CANCELLED
    return target


def _changes(
    db: Connection, now: Current, step: Step, given: Answers, reason: Reason | None, target: Stage
) -> dict[str, Any]:
    at = clock.now()
    moved = target is not now.stage
    urgency = (given.urgency if Ask.URGENCY in step.needs else None) or now.urgency
    changes: dict[str, Any] = {"stage": target, "urgency": urgency}
    if moved:
        changes |= {
            "stage_since_at": at,
            "closed_at": at if target in CLOSED else None,
            "held_until_on": None,
        }
    if step.decision is not None:
        changes["decision"] = step.decision
    if target in CLOSED or step.name == "hold":
        changes["reason_id"] = reason.id if reason else None
    return changes | _due(db, now, step, given, target, urgency, at)


def _due(
    db: Connection, now: Current, step: Step, given: Answers, target: Stage, urgency: Urgency, at: datetime
) -> dict[str, Any]:
    if Ask.UNTIL in step.needs and given.until_on:
        return {"held_until_on": given.until_on, "due_at": review_at(db, now.site_id, given.until_on)}
    if now.held and target is now.stage and step.kind is not Kind.REFERRAL_RESUMED:
        return {}
    return {"held_until_on": None, "due_at": due_at(db, now.site_id, target, urgency, at, given.starts_at)}


def _words(db: Connection, now: Current, given: Answers, reason: Reason | None) -> dict[str, str]:
    """What the timeline and the messages say; erasable."""
    zone = site_zone(db, now.site_id)
    return {
        "comment": given.comment.strip(),
        "reason": reason.label if reason else "",
        "starts_at": clock.spoken(given.starts_at, zone) if given.starts_at else "",
        "summary": given.summary.strip(),
        "recommendations": given.recommendations.strip(),
        "signed_by": given.signed_by.strip(),
        "until_on": clock.spoken_day(given.until_on) if given.until_on else "",
        "before": now.urgency.label if given.urgency else "",
        "after": given.urgency.label if given.urgency else "",
        "decided_by": given.decided_by.strip(),
        "provider": provider_name(db, given.provider_id) or "",
    }
