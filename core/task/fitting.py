"""Which tasks fit what is wanted, as conditions and in an order that the indexes hold."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, tuple_, union, union_all

from core.access import Actor, at_my_sites
from core.field import folded
from core.patient import found_ids
from core.task.held import visible
from core.task.keep import OPEN
from core.task.wanted import Wanted
from core.work import NOW
from data.base import Moment
from data.find import found
from data.tables import task

Condition = ColumnElement[bool]
IS_OPEN = task.c.state == OPEN
ALONE = ("referral", "patient", "site")
ORDERS = {"asleep": (task.c.wakes_at, False), "done": (task.c.ended_at, True)}
"""The column a view is sorted by where that is not when a task is due, and whether the latest come first."""
MOST_PLACES = 120
"""With more sites than this the order is made from all rows at once."""


def awake() -> Condition:
    """Not put off, or back again by now."""
    c = task.c
    return or_(c.wakes_at.is_(None), c.wakes_at <= NOW)


def overdue() -> Condition:
    """Due by now."""
    return task.c.due_at <= NOW


def waiting(actor: Actor) -> Condition:
    """What is open and not put off, the actor's own or nobody's at their sites."""
    owned = or_(task.c.owner_id.is_(None), task.c.owner_id == actor.account_id)
    return and_(IS_OPEN, awake(), owned, at_my_sites(actor, task.c.site_id))


def order(wanted: Wanted) -> tuple[Any, bool]:
    """The column a list is sorted by, and whether the latest come first."""
    return ORDERS.get(wanted.view, (task.c.due_at, False))


def in_order(wanted: Wanted) -> tuple[Any, Any]:
    """What a query of them is ordered by."""
    column, latest = order(wanted)
    return (column.desc(), task.c.id.desc()) if latest else (column, task.c.id)


def fitting(actor: Actor, wanted: Wanted) -> list[Condition]:
    """What makes a task one that the actor may see and asks for."""
    c = task.c
    asked: list[tuple[object, Callable[[], Condition]]] = [
        (wanted.site, lambda: c.site_id == wanted.site),
        (wanted.owner, lambda: c.owner_id.is_(None) if wanted.owner == "pool" else c.owner_id == int(wanted.owner)),
        (wanted.priority, lambda: c.priority == wanted.priority),
        (wanted.subject, lambda: c.subject.not_in(ALONE) if wanted.subject == "other" else c.subject == wanted.subject),
        (wanted.typed, lambda: c.id.in_(_looked_up(wanted.typed))),
    ]
    return [visible(actor), *_viewed(actor, wanted.view), *(condition() for given, condition in asked if given)]


def first(actor: Actor, wanted: Wanted, limit: int) -> Select[Any]:
    """The ids of the first few that fit, from where the list goes on.

    Each site is asked for its own first few, because no index holds several in one order; a person's own tasks have an
    index of their own, and what is searched for by words is few anyway.
    """
    column, latest = order(wanted)
    conditions = fitting(actor, wanted)
    if wanted.after:
        here, there = tuple_(column, task.c.id), tuple_(literal(wanted.after[0], Moment()), wanted.after[1])
        conditions.append(here < there if latest else here > there)
    few = select(task.c.id).where(*conditions).order_by(*in_order(wanted)).limit(limit)
    places = [] if wanted.typed or wanted.site or wanted.view == "mine" or actor.internal else sorted(actor.sites)
    if not 1 < len(places) <= MOST_PLACES:
        return few
    each = union_all(*(select(few.where(task.c.site_id == one).subquery().c.id) for one in places)).subquery()
    return select(task.c.id).where(task.c.id.in_(select(each.c.id))).order_by(*in_order(wanted)).limit(limit)


def _viewed(actor: Actor, view: str) -> list[Condition]:
    c = task.c
    if view == "done":
        return [c.ended_at.is_not(None), c.state != OPEN]
    if view == "asleep":
        return [IS_OPEN, c.wakes_at.is_not(None), c.wakes_at > NOW]
    narrow: dict[str, list[Condition]] = {
        "mine": [c.owner_id == (actor.account_id or 0)],
        "pool": [c.owner_id.is_(None)],
        "overdue": [overdue()],
    }
    return [IS_OPEN, awake(), *narrow.get(view, [])]


def _looked_up(typed: str) -> Any:
    """By the beginnings of words of its title or of the patient's, each by its own index."""
    ways = (found(task, folded(typed).split()), task.c.patient_id.in_(found_ids(typed)))
    return union(*(select(task.c.id).where(way) for way in ways))
