"""Which referrals fit what is wanted, as conditions and in an order that the indexes hold."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union,
    union_all,
)

from core import clock
from core.access import Actor, at_my_sites, my_referrals
from core.directory import found_providers
from core.field import folded
from core.patient import found_ids
from core.referral.behind import in_figure
from core.referral.reference import read
from core.referral.stage import CLOSED, Direction
from core.referral.tags import bearing
from core.referral.wanted import Wanted
from core.settings import settings
from core.sla import State
from core.work import NOW, called
from data.base import Moment, Number
from data.find import among, found
from data.tables import custom_value, referral

ORDERS = {
    "due": (referral.c.due_at, False),
    "received": (referral.c.received_at, True),
    "moved": (referral.c.stage_since_at, True),
}
"""The column a list is sorted by, and whether the latest come first."""
ENDS = (referral.c.referrer_provider_id, referral.c.recipient_provider_id)
MOST_PLACES = 120
"""With more sites than this the list is walked in its order, passing over what is elsewhere, which is little."""
AFTER = ("after_at", "after_id")
"""What the two parts of the place where a list goes on are called in a statement."""

Condition = ColumnElement[bool]


def fitting(actor: Actor, wanted: Wanted) -> list[Condition]:
    """What makes a referral one that the actor may see and asks for, whatever its stage."""
    return [*_within(actor, wanted), *_narrowed(actor, wanted)]


def _within(actor: Actor, wanted: Wanted) -> list[Condition]:
    """Whose referrals they are; a figure counts them where they are worked on, and only there."""
    c = referral.c
    inside = wanted.direction in {None, Direction.INTERNAL} and not wanted.here and not wanted.measure
    conditions = [my_referrals(actor) if inside else at_my_sites(actor, c.site_id)]
    if wanted.direction:
        conditions.append(c.direction == wanted.direction)
    if wanted.site:
        here = c.site_id == wanted.site
        conditions.append(or_(here, c.from_site_id == wanted.site) if inside else here)
    return conditions


def _passed(actor: Actor, wanted: Wanted) -> list[Condition]:
    """The same for what is walked in the order of the list, or found by its words: what no index holds, or databases
    gather and sort all there is at those sites."""
    c, ways = referral.c, [wanted.direction] if wanted.direction else []
    ends = (
        [c.site_id]
        if wanted.direction not in {None, Direction.INTERNAL} or wanted.here
        else [c.site_id, c.from_site_id]
    )
    mine = or_(*(at_my_sites(actor, func.coalesce(end, 0)) for end in ends))
    there = [or_(*(func.coalesce(end, 0) == wanted.site for end in ends))] if wanted.site else []
    return [mine, *there, *(c.direction == way for way in ways)]


def _narrowed(actor: Actor, wanted: Wanted) -> list[Condition]:
    """Everything but whose referrals they are."""
    c = referral.c
    received = () if wanted.measure else _between(c.received_at, wanted.received_from, wanted.received_until)
    asked: list[tuple[object, Any]] = [
        (wanted.urgency, lambda: c.urgency == wanted.urgency),
        (wanted.specialty, lambda: c.specialty == wanted.specialty),
        (wanted.owner, lambda: _owned(actor, wanted.owner)),
        (wanted.due, lambda: due_within(wanted.due)),
        *received,
        *_between(c.stage_since_at, wanted.moved_from, wanted.moved_until),
        (wanted.sub_status, lambda: c.sub_status_id == wanted.sub_status),
        (wanted.source, lambda: c.source == wanted.source),
        (wanted.funding, lambda: c.funding == wanted.funding),
        (wanted.provider, lambda: or_(*(end == wanted.provider for end in ENDS))),
        (wanted.campaign, lambda: c.campaign_id == wanted.campaign),
        (wanted.measure, lambda: in_figure(actor, wanted)),
        (wanted.tag, lambda: c.id.in_(bearing(wanted.tag))),
        (wanted.typed.strip(), lambda: _looked_up(*_found(wanted.typed))),
        (wanted.practice.strip(), lambda: _looked_up(*_ends(wanted.practice))),
    ]
    said = [c.id.in_(_saying(field_id, text)) for field_id, text in wanted.custom]
    return [condition() for given, condition in asked if given] + said


def _between(at: ColumnElement[Any], since: date | None, until: date | None) -> list[tuple[object, Any]]:
    """From the first of these days until the end of the last."""
    return [
        (since, lambda: at >= called(lambda: midnight(since or date.min))),
        (until, lambda: at < called(lambda: midnight((until or date.min) + timedelta(days=1)))),
    ]


def standing(stage: str) -> list[Condition]:
    """What makes a referral stand at a stage, or among the open, the closed or any."""
    c = referral.c
    if stage == "any":
        return []
    if stage == "closed":
        return [c.closed_at.is_not(None)]
    if stage == "open":
        return [c.closed_at.is_(None)]
    return [c.stage == stage] if stage in CLOSED else [c.stage == stage, c.closed_at.is_(None)]


def due_within(due: str) -> Condition:
    """One of DUES as the words beside a referral say it; the week ends on Sunday at the group's own place."""
    c, runs = referral.c, referral.c.clock != State.PAUSED
    return {
        "late": and_(c.due_at < NOW, runs),
        "risk": and_(c.due_at >= NOW, c.warn_at <= NOW),
        "week": and_(c.due_at >= NOW, c.due_at < called(lambda: midnight(_monday())), runs),
        "paused": c.clock == State.PAUSED,
        "held": c.held_until_on.is_not(None),
        "flagged": c.flagged_at.is_not(None),
    }[due]


def _place(at: datetime, number: int) -> Any:
    return tuple_(bindparam(AFTER[0], at, Moment()), bindparam(AFTER[1], number, Number))


def in_order(wanted: Wanted) -> tuple[Any, ...]:
    """What a query of them is ordered by."""
    column, latest = ORDERS[wanted.sorting]
    return (column.desc(), referral.c.id.desc()) if latest else (column, referral.c.id)


def first(actor: Actor, wanted: Wanted, limit: int) -> Select[Any]:
    """The ids of the first few that fit, from where the list goes on.

    Each place, or each way to find what is typed, is asked for its own first few, because no index holds several in one
    order.
    """
    typed = wanted.typed.strip()
    few = _few(actor, replace(wanted, typed=""), limit)
    if typed:
        few, places = few.where(*_passed(actor, wanted)), _found(typed)
    else:
        places = [] if wanted.searches or wanted.measure else _places(actor, wanted)
    if len(places) > MOST_PLACES:
        return few.where(*_passed(actor, wanted))
    if len(places) < 2:
        return few.where(*_within(actor, wanted))
    each = union_all(*(select(few.where(place).subquery().c.id) for place in places)).subquery()
    return (
        select(referral.c.id)
        .where(referral.c.id.in_(select(each.c.id)))
        .order_by(*in_order(wanted))
        .limit(_at_most(limit))
    )


def _few(actor: Actor, wanted: Wanted, limit: int) -> Select[Any]:
    """In order, wherever they are."""
    column, latest = ORDERS[wanted.sorting]
    conditions = [*_narrowed(actor, wanted), *standing(wanted.stage)]
    if wanted.after:
        here, there = tuple_(column, referral.c.id), _place(*wanted.after)
        conditions.append(here < there if latest else here > there)
    return select(referral.c.id).where(*conditions).order_by(*in_order(wanted)).limit(_at_most(limit))


def _at_most(limit: int) -> Any:
    """Spelt out, so that PostgreSQL plans for few rows whatever else is given."""
    return literal_column(str(int(limit)))


def _places(actor: Actor, wanted: Wanted) -> list[Condition]:
    """Where those referrals are, one condition for each run of an index; none for a machine, which sees them all."""
    c = referral.c
    sites = [] if actor.internal else sorted(actor.sites & {wanted.site} if wanted.site else actor.sites)
    ways = [wanted.direction] if wanted.direction else list(Direction)
    working = [and_(c.site_id == site, c.direction == way) for site in sites for way in ways]
    sent = [and_(c.from_site_id == site, c.direction == Direction.INTERNAL) for site in sites]
    return working + (sent if Direction.INTERNAL in ways and not wanted.here else [])


def _owned(actor: Actor, owner: str) -> Condition:
    c = referral.c
    named = {"me": c.owner_id == (actor.account_id or 0), "pool": c.owner_id.is_(None)}
    return named[owner] if owner in named else c.owner_id == int(owner)


def _found(typed: str) -> list[Condition]:
    """By either reference, or by the beginnings of words of the patient, of the practice at the other end, or of what
    it says in one of the group's own fields."""
    c = referral.c
    ours, theirs = read(typed) or "", typed.strip()
    said = select(custom_value.c.referral_id).where(found(custom_value, folded(typed).split()))
    of_patient = among(c.patient_id, found_ids(typed))
    return [of_patient, c.reference == ours, c.their_reference == theirs, *_ends(typed), among(c.id, said)]


def _saying(field_id: int, text: str) -> Select[Any]:
    """The ids of those that say just this in one of the group's own fields."""
    v = custom_value.c
    return select(v.referral_id).where(v.field_id == field_id, v.value == text)


def _looked_up(*ways: Condition) -> Condition:
    """What is found one way or another, each by its own index: all ways in one condition would be a scan."""
    return among(referral.c.id, union(*(select(referral.c.id).where(way) for way in ways)))


def _ends(typed: str) -> tuple[Condition, Condition]:
    """The practice that refers, and the one that receives."""
    practices = found_providers(typed)
    return among(referral.c.referrer_provider_id, practices), among(referral.c.recipient_provider_id, practices)


def midnight(on: date) -> datetime:
    """When a day begins at the group's own place."""
    return datetime.combine(on, time(), settings().time_zone)


def _monday() -> date:
    """The first day of the week to come."""
    today = clock.local(clock.now(), settings().time_zone.key).date()
    return today + timedelta(days=7 - today.weekday())
