"""What a deadline would come to: which one wins for a referral, why, and when it would be due and at risk."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from core import clock
from core.access import Actor, Permission
from core.directory import calendar
from core.errors import NotFound
from core.sla.clock import Span, clock_of
from core.sla.open_time import OpenTime
from core.sla.policy import Choice, Scope, why
from core.sla.stored import policies
from core.work import reading
from data.tables import provider, site


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The deadline that wins and why, and the moments it leads to, on the wall clock of `zone`."""

    choice: Choice
    why: str
    due_at: datetime
    warn_at: datetime | None
    zone: str


def due_at(db: Connection, scope: Scope, since: datetime) -> datetime:
    """When something that has waited since then is due; clock.NEVER where no deadline is set for it."""
    choice = policies(db, scope.what).choose(scope)
    if choice is None:
        return clock.NEVER
    return clock_of((Span(since),), choice.policy, OpenTime(calendar(db, scope.site_id or 0))).due_at


def foresee(actor: Actor, scope: Scope, since: datetime) -> Foreseen:
    """What would be due for such a referral at one of the actor's sites from then on."""
    actor.must(Permission.WORKFLOW_EDIT, at=scope.site_id)
    with reading() as db:
        choice = policies(db, scope.what).choose(scope)
        if choice is None:
            raise NotFound("No deadline is set for this, so it is never due.")
        hours = OpenTime(calendar(db, scope.site_id or 0))
        read = clock_of((Span(since),), choice.policy, hours)
        return Foreseen(choice, told_why(db, choice), read.due_at, read.warn_at, hours.calendar.time_zone)


def told_why(db: Connection, choice: Choice) -> str:
    """Why it wins, with the names of the site and the practice that it names."""
    named = [each.scope for each in (choice.policy, *choice.before)]
    sites = {each.site_id for each in named if each.site_id}
    practices = {each.provider_id for each in named if each.provider_id}
    return why(choice, _names(db, site, sites), _names(db, provider, practices))


def _names(db: Connection, table: Any, ids: Collection[int]) -> dict[int, str]:
    wanted = select(table.c.id, table.c.name).where(table.c.id.in_(ids))
    return {row.id: row.name for row in db.execute(wanted)} if ids else {}
