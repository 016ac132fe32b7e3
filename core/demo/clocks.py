"""What the jobs process told of deadlines while the history went on, and how each clock stands at its end."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from core import clock
from core.access import machine
from core.audit import Kind
from core.demo.ledger import Entry, Ledger
from core.demo.scribe import Written
from core.referral import Urgency
from core.referral.current import Current
from core.referral.deadline import VISIT, clock_columns, scope_of
from core.referral.falling_due import KIND, clock_event
from core.referral.run import KINDS, Course, Happened, begun
from core.sla import LEVELS, Clock, State, Timing, clock_of, timing_now

TELLING = machine("job:clocks")
LOOKED_AT = {*KINDS, Kind.REFERRAL_ASSIGNED}
Fell = tuple[datetime, State, Clock]
Alert = tuple[datetime, Entry]
"""Something told of a clock, and when that fell due, which for what was recorded late is earlier."""


def tell(db: Connection, ledger: Ledger, written: Iterable[Written], now: datetime) -> None:
    """Add it to the ledger where it belongs, and bring the clock of every referral up to now."""
    timing, past = timing_now(db), _by_referral(ledger)
    alerts = [alert for each in written for alert in _life(timing, each, past[each.row["id"]], now)]
    alerts.sort(key=lambda alert: (alert[1].at, alert[0], alert[1].about.subject_id))
    ledger.entries = sorted([*ledger.entries, *(entry for _, entry in alerts)], key=lambda entry: entry.at)


def _by_referral(ledger: Ledger) -> Mapping[int, list[Entry]]:
    found: dict[int, list[Entry]] = defaultdict(list)
    for entry in ledger.entries:
        if entry.about.subject == "referral" and entry.kind in LOOKED_AT:
            found[entry.about.subject_id].append(entry)
    return found


def _life(timing: Timing, each: Written, past: list[Entry], now: datetime) -> Iterator[Alert]:
    """From one event to the next, and from the last until now."""
    given = [entry.facts["before"] for entry in past if entry.kind == Kind.REFERRAL_ASSIGNED]
    course, then = begun(each.row["received_at"]), Current.of(each.row)
    then = replace(then, owner_id=given[0]) if given else then
    since = each.row["recorded_at"]
    for entry, until in zip(past, [*(later.at for later in past[1:]), now], strict=True):
        course = course.after(Happened(entry.kind, entry.at, entry.facts))
        told: dict[str, Any] = {"urgency": then.urgency, "owner": then.owner_id} | entry.facts
        then = replace(then, stage=course.stage, urgency=Urgency(told["urgency"]), owner_id=told["owner"])
        since = max(since, entry.at)
        for fell_due_at, level, read in _fell_due(timing, course, then, until):
            alert = _alert(timing, each, then, read, level, max(fell_due_at, since))
            course = course.after(Happened(alert.kind, alert.at, alert.facts))
            yield fell_due_at, alert
    with clock.telling(now):
        visit_at = each.booked["starts_at"] if each.booked else None
        scope = scope_of(then, course.run.what)
        each.row |= clock_columns(timing, scope, course.run, then.held_until_on, visit_at)


def _fell_due(timing: Timing, course: Course, then: Current, until: datetime) -> Iterator[Fell]:
    """What there was to tell before that moment and was not told yet."""
    what = course.run.what
    choice = timing.choice(scope_of(then, what)) if what not in {"", VISIT} else None
    if choice is None:
        return
    read = clock_of(course.run.spans, choice.policy, timing.hours(then.site_id))
    told = LEVELS.index(course.run.told)
    moments = ((read.warn_at, State.AT_RISK), (read.due_at, State.BREACHED))
    for at, level in () if read.paused else moments:
        if at and at < until and LEVELS.index(level) > told:
            yield at, level, read


def _alert(timing: Timing, each: Written, then: Current, read: Clock, level: State, at: datetime) -> Entry:
    """What the jobs process told at that moment."""
    with clock.telling(at):
        told = clock_event(timing, then, KIND[level], read.due_at, each.site.zone)
    return Entry(told.kind, at, TELLING.ref, told.about, told.facts, told.words)
