"""Take a step inside the caller's transaction: ask whether it may be, read around it, decide, write."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from core import clock
from core.access import Actor, Outside, Permission
from core.audit import Kind, record
from core.errors import NotAllowed
from core.patient import mark_died
from core.referral import approvals, demands
from core.referral.answers import Answers, check
from core.referral.around import Around, Booked
from core.referral.assignment import keep_owned
from core.referral.current import Current
from core.referral.deadline import clock_columns, scope_of
from core.referral.decide import Change, decide
from core.referral.lifecycle import Ask, Party, Step, is_record, needed, parties, sides
from core.referral.like import like_it, tell_both
from core.referral.reach import pointed_to
from core.referral.reasons import named
from core.referral.run import WAITING, Happened, bare, course, histories
from core.referral.stage import CLOSED
from core.referral.standing import standing
from core.referral.visit import Columns
from core.sla import Timing
from core.task import added, drop_added
from data.prepared import Prepared
from data.tables import appointment, referral, report

WITH_IT = "Closed with the referral"
PARTIES = {"recipient": Party.RECIPIENT, "referrer": Party.INITIATOR}
"""The sides that somebody outside can be on."""
GOES_ON = frozenset({Kind.REFERRAL_HELD, Kind.REFERRAL_RESUMED})
"""After these the same clock goes on, or stands still, as its history has it."""


def advance(
    db: Connection, actor: Actor, now: Current, step: Step, given: Answers, approver: Actor | None = None
) -> int:
    """Take a step that the table allows from here; refusals say what is missing or who may. A step that the group
    wants approved is only asked for, until there is an `approver`.

    Where it ends the referral, it answers how many tasks that people added are left open.
    """
    may_take(actor, now, step)
    flow, timing = standing(db)
    given = given.tidied()
    demands.refuse_hidden(flow, now, step)
    wanted = demands.lacking(db, now, demands.asked_of(actor, flow, now, step))
    around = _around(db, actor, now, step, given, timing.zone(now.site_id))
    check(step, now, given, around, demands.missing(flow, wanted, given.fills))
    now = _filled(db, actor, now, wanted, given)
    if approver is None and not actor.outside and (line := approvals.line(db, flow, now, step, given)):
        approvals.ask(db, actor, now, step, given, line)
        return 0
    change = decide(actor, now, step, given, around)
    with clock.telling(around.at):
        approvals.outdate(db, actor, now)
        _write(db, actor, now, around, change, approver, timing)
    if around.like:
        tell_both(db, actor, now.about, now.reference, around.like, given.again)
    if now.stage in CLOSED:
        keep_owned(db, actor, now)
    return _left(db, actor, now, given) if change.columns["stage"] in CLOSED else 0


def _filled(db: Connection, actor: Actor, now: Current, wanted: Sequence[str], given: Answers) -> Current:
    """With what the group insists on written down first: it holds whatever becomes of the step."""
    if not demands.fill(db, actor, now, wanted, given.fills):
        return now
    db.execute(update(referral).where(referral.c.id == now.id).values(version=now.version + 1))
    return replace(now, version=now.version + 1)


def _left(db: Connection, actor: Actor, now: Current, given: Answers) -> int:
    """Rules close what rules opened; what people added ends only if somebody says so."""
    if given.close_tasks:
        drop_added(db, actor, now.about, WITH_IT)
    return added(db, now.about)


def may_take(actor: Actor, now: Current, step: Step) -> None:
    """The role at one of the referral's sites, and the side of it that the actor's site is on. Whoever came by a link
    takes the steps of their own side, which are noted for them otherwise."""
    if actor.outside:
        _must_be_theirs(actor.outside, now, step)
        return
    if step.own and is_record(step, now.direction):
        raise NotAllowed(f"“{step.label}” is for our own work. Note what the other practice tells you.")
    permission = needed(step, now.direction)
    at_site, at_from = _where(actor, now, permission)
    if not (at_site or at_from):
        actor.must(permission, at=now.site_id)
    if step.party not in parties(now.direction, at_site=at_site, at_from_site=at_from):
        side = "receiving" if at_from else "referring"
        raise NotAllowed(f"“{step.label}” is for the {side} site. Write a note to ask them.")


def _must_be_theirs(outside: Outside, now: Current, step: Step) -> None:
    theirs = step.party is PARTIES.get(outside.audience) and is_record(step, now.direction)
    if outside.referral_id != now.id or step.own or not theirs:
        raise NotAllowed(f"“{step.label}” is not for you to say. Write to us instead.")


def sides_of(actor: Actor, now: Current, step: Step) -> frozenset[Party]:
    """Whose reasons for a step this person can give."""
    at_site, at_from = _where(actor, now, needed(step, now.direction))
    return sides(step, now.direction, at_site=at_site, at_from_site=at_from)


def _where(actor: Actor, now: Current, permission: Permission) -> tuple[bool, bool]:
    """Whether they may do this where it is worked on, and where it was sent from."""
    at_from = now.from_site_id is not None and actor.may(permission, at=now.from_site_id)
    return actor.may(permission, at=now.site_id), at_from


def _around(db: Connection, actor: Actor, now: Current, step: Step, given: Answers, zone: str) -> Around:
    why = named(db, step.name, given.reason, sides_of(actor, now, step)) if Ask.REASON in step.asks else None
    return Around(
        at=clock.now(),
        zone=zone,
        booked=_booked(db, now),
        reason=why,
        uid=secrets.token_hex(16),
        like=like_it(db, actor, now) if Ask.AGAIN in step.asks else None,
        enclosed=is_record(step, now.direction) and demands.reported_on_paper(db, now, step),
        **pointed_to(db, now, step, given),
    )


def _booked(db: Connection, now: Current) -> Booked | None:
    row = _BOOKED.one(db, of=now.id)
    return Booked(*row.values()) if row else None


_BOOKED = Prepared(
    select(*(appointment.c[name] for name in ("id", "starts_at", "uid", "moves"))).where(
        appointment.c.referral_id == bindparam("of"), appointment.c.state == "booked"
    )
)
_CHANGED = Prepared(update(referral).where(referral.c.id == bindparam("of")))


def _write(
    db: Connection, actor: Actor, now: Current, around: Around, change: Change, approver: Actor | None, timing: Timing
) -> None:
    made = {"appointment": _visits(db, around.booked, change), "report": _insert(db, report, change.report)}
    columns = change.columns | _clock(db, now, around, change, timing)
    _CHANGED.write(db, of=now.id, version=now.version + 1, **columns)
    if change.died_on:
        mark_died(db, now.patient_id, change.died_on)
    for told in change.numbered(**made):
        approved = {"approved_by": approver.account_id} if approver else {}
        words = {"approver": approver.name} if approver else {}
        record(db, actor, told.kind, now.about, told.facts | approved, **told.words, **words)


def _clock(db: Connection, now: Current, around: Around, change: Change, timing: Timing) -> Columns:
    """How its clock stands after what happened, where that changes anything; read back only where it goes on."""
    goes_on = now.stage in WAITING or {told.kind for told in change.events} & GOES_ON
    before = course(now, histories(db, [now.id]).get(now.id, ())) if goes_on else bare(now)
    after = before
    for told in change.events:
        after = after.after(Happened(told.kind, around.at, told.facts))
    if after == before:
        return {}
    then = replace(now, urgency=change.columns["urgency"])
    until_on = change.columns.get("held_until_on", now.held_until_on)
    return clock_columns(timing, scope_of(then, after.run.what), after.run, until_on, _visit_at(around, change))


def _visit_at(around: Around, change: Change) -> datetime | None:
    """When the visit is that is booked from then on."""
    if change.visit.opened:
        return change.visit.opened["starts_at"]  # type: ignore[no-any-return]
    return around.booked.starts_at if around.booked and not change.visit.ended else None


def _visits(db: Connection, booked: Booked | None, change: Change) -> int | None:
    """The visit that the step was about."""
    if change.visit.ended and booked:
        db.execute(update(appointment).where(appointment.c.id == booked.id).values(change.visit.ended))
    if change.visit.opened:
        return _insert(db, appointment, change.visit.opened)
    return booked.id if change.visit.ended and booked else None


def _insert(db: Connection, table: Any, row: dict[str, Any] | None) -> int | None:
    return int(db.execute(insert(table).values(row).returning(table.c.id)).scalar_one()) if row else None
