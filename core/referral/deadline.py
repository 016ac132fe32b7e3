"""When the next action on a referral is due and at risk, and when somebody has to look at its clock again."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from core import clock
from core.referral.current import Current
from core.referral.draft import Draft
from core.referral.run import Run
from core.referral.stage import STAGES, Direction, Stage
from core.sla import LEVELS, Scope, State, Timing, clock_of

NINE = time(9)
VISIT = STAGES[Stage.BOOKED].deadline


def review_at(timing: Timing, site_id: int, until_on: date) -> datetime:
    """Nine in the morning of the day to which a referral is held, on the site's wall clock."""
    return datetime.combine(until_on, NINE, ZoneInfo(timing.zone(site_id)))


def scope_of(now: Current | Draft, what: str) -> Scope:
    """What a deadline is looked up for."""
    outside = {Direction.OUTBOUND: now.recipient_provider_id, Direction.INBOUND: now.referrer_provider_id}
    return Scope(
        what=what,
        direction=now.direction.value,
        urgency=now.urgency.value,
        specialty=now.specialty,
        provider_id=outside.get(now.direction),
        site_id=now.site_id,
    )


def clock_columns(
    timing: Timing, scope: Scope, run: Run, until_on: date | None = None, visit_at: datetime | None = None
) -> dict[str, Any]:
    """The columns of a referral that say how the run of its clock stands just now."""
    site_id = scope.site_id or 0
    review = review_at(timing, site_id, until_on) if until_on else None
    choice = timing.choice(scope) if run.what and run.what != VISIT else None
    if review and (choice is None or choice.policy.pauses_held):
        return {"due_at": review, "warn_at": None, "clock": State.PAUSED, "wakes_at": review}
    if choice is None:
        due_at = visit_at or run.spans[-1].at if run.what == VISIT else clock.NEVER
        return {"due_at": due_at, "warn_at": None, "clock": State.NONE, "wakes_at": None}
    read = clock_of(run.spans, choice.policy, timing.hours(site_id))
    level = min(run.told, read.state(clock.now()), key=LEVELS.index)
    return {
        "due_at": read.due_at,
        "warn_at": read.warn_at,
        "clock": level,
        "wakes_at": wakes_at(level, read.warn_at, read.due_at, review),
    }


def wakes_at(level: State, warn_at: datetime | None, due_at: datetime, review: datetime | None) -> datetime | None:
    """The next moment at which something has to be told of a clock, or a hold to be ended."""
    ahead = {State.RUNNING: warn_at or due_at, State.AT_RISK: due_at}.get(level)
    return min((at for at in (ahead, review) if at), default=None)
