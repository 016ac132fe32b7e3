"""When a deadline breaks and when it is at risk: pure, from how its clock ran, what is allowed, and when it is open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.clock import NEVER
from core.sla.open_time import OpenTime
from core.sla.policy import Policy
from core.sla.what import State, Unit, Warn


class How(StrEnum):
    """What a referral does while its clock runs, or might stand still."""

    RUNNING = "running"
    WAITING = "waiting"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment on, until the next span."""

    at: datetime
    how: How = How.RUNNING


@dataclass(frozen=True, slots=True)
class Clock:
    """When it breaks and when it is at risk. While it is paused neither comes nearer, so it breaks never."""

    due_at: datetime
    warn_at: datetime | None
    paused: bool = False

    def state(self, now: datetime) -> State:
        """How it stands."""
        if self.due_at <= now:
            return State.BREACHED
        if self.paused:
            return State.PAUSED
        return State.AT_RISK if self.warn_at and self.warn_at <= now else State.RUNNING


def clock_of(spans: Sequence[Span], policy: Policy, hours: OpenTime) -> Clock:
    """The clock after these spans, the first of which runs. What is left at a pause goes on after it; a deadline that
    broke, or warned, before a pause stays broken or warned."""
    begun = spans[0].at
    margin: timedelta | None = None
    left, warned = _allowed(policy), None
    for since, until in _running(spans, policy):
        due = _due(left, since, hours)
        margin = _margin(policy, begun, due, hours) if margin is None else margin
        warn = warned or max(_warning(policy, margin, due, begun, hours), since)
        if until is None or due <= until:
            return Clock(due, warn)
        warned = warn if warn <= until else None
        left = hours.days_between(until, due) if isinstance(left, int) else left - hours.between(since, until)
    return Clock(NEVER, warned, paused=True)


def _running(spans: Sequence[Span], policy: Policy) -> Iterator[tuple[datetime, datetime | None]]:
    """From when until when it ran; None where it runs still."""
    since: datetime | None = None
    for span in spans:
        stands = (span.how is How.WAITING and policy.pauses_waiting) or (span.how is How.HELD and policy.pauses_held)
        if stands and since is not None:
            yield since, span.at
            since = None
        elif not stands and since is None:
            since = span.at
    if since is not None:
        yield since, None


def _allowed(policy: Policy) -> int | timedelta:
    return policy.amount if policy.unit is Unit.DAYS else timedelta(hours=policy.amount)


def _due(left: int | timedelta, since: datetime, hours: OpenTime) -> datetime:
    return hours.day_end(left, since) if isinstance(left, int) else hours.after(since, left)


def _margin(policy: Policy, since: datetime, due: datetime, hours: OpenTime) -> timedelta:
    """The open time before it breaks in which it is at risk; a percentage is one of the whole time as it began."""
    if policy.warn_unit is Warn.PERCENT:
        return hours.between(since, due) * (100 - policy.warn_amount) / 100
    return timedelta(hours=policy.warn_amount)


def _warning(policy: Policy, margin: timedelta, due: datetime, since: datetime, hours: OpenTime) -> datetime:
    if policy.warn_unit is Warn.DAYS:
        return hours.day_before(due, policy.warn_amount, since)
    return hours.before(due, margin, since)
