"""The moments of the past at which a rule would have been judged: events of its kind, or times that would have come."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from sqlalchemy import Connection, select

from core import clock
from core.access import Actor, at_my_sites
from core.audit import About, Kind
from core.directory import calendar
from core.rule.facts import Happened
from core.rule.model import Rule
from core.rule.timing import Base, Timing, Unit
from data.tables import appointment, event, referral

BATCH = 500
FAR_AHEAD = timedelta(days=366)
"""How long before a visit it may have been booked."""


def moments(db: Connection, actor: Actor, rule: Rule, since: datetime, most: int) -> list[Happened]:
    """At the actor's sites, in the order in which they came; the latest of them where there are too many."""
    found = _times(db, actor, rule, since) if rule.timing else _events(db, actor, rule, since, most)
    return sorted(found, key=lambda one: (one.occurred_at, one.id))[-most:]


def _events(db: Connection, actor: Actor, rule: Rule, since: datetime, most: int) -> list[Happened]:
    c = event.c
    wanted = select(event).where(c.kind == rule.when, c.occurred_at >= since, at_my_sites(actor, c.site_id))
    rows = db.execute(wanted.order_by(c.id.desc()).limit(most))
    return [_happened(row) for row in rows if rule.acts_at(row.site_id)]


def _happened(row: Any) -> Happened:
    about = About(row.subject, row.subject_id, row.site_id, row.patient_id)
    return Happened(row.id, row.kind, row.occurred_at, about, row.facts, {}, row.actor)


def _times(db: Connection, actor: Actor, rule: Rule, since: datetime) -> Iterator[Happened]:
    """The times that would have come: set, moved and undone by what happened, as they are when the rule is there."""
    timing: Timing = rule.timing  # type: ignore[assignment]
    anchor, c = timing.anchor, event.c
    ago = since - (FAR_AHEAD if timing.before else _longest(timing))
    asked = [c.kind.in_(anchor.set_by | anchor.undone_by), c.occurred_at >= ago, c.subject == "referral"]
    by_referral: dict[int, list[Any]] = defaultdict(list)
    for row in db.execute(select(event).where(*asked, at_my_sites(actor, c.site_id)).order_by(c.id)):
        if rule.acts_at(row.site_id):
            by_referral[row.subject_id].append(row)
    counted = _Counted(db, timing, by_referral)
    for rows in by_referral.values():
        yield from (one for one in _come(rows, counted) if one.occurred_at >= since)


def _longest(timing: Timing) -> timedelta:
    """Open days are at least one in a week of holidays."""
    return timedelta(hours=timing.amount) if timing.unit is Unit.HOURS else timedelta(days=timing.amount * 7)


class _Counted:
    """What the times are counted from, read for all of them at once, and the calendars they are counted in."""

    def __init__(self, db: Connection, timing: Timing, by_referral: Mapping[int, Sequence[Any]]) -> None:
        self.timing = timing
        self.due_at = cache(lambda site_id, at, nth: timing.due_at(at, self.calendar(site_id), nth))
        self.calendar = cache(lambda site_id: calendar(db, site_id))
        visits = {row.facts.get("appointment") for rows in by_referral.values() for row in rows} - {None}
        read = {
            Base.RECEIVED: (referral.c.id, referral.c.received_at, by_referral),
            Base.VISIT: (appointment.c.id, appointment.c.starts_at, visits),
        }.get(timing.anchor.base)
        self._at = dict(_moments_of(db, *read)) if read else {}

    def times(self, row: Any, at: datetime, until: datetime) -> Iterator[datetime]:
        """When it comes, up to a moment: once, or again and again."""
        for nth in count(1):
            comes = max(self.due_at(row.site_id, at, nth), row.occurred_at)
            if comes > until or (self.timing.before and at <= comes):
                return
            yield comes
            if not self.timing.every:
                return

    def moment(self, row: Any) -> datetime | None:
        """What a time is counted from that this event sets."""
        base = self.timing.anchor.base
        if base is Base.VISIT:
            return self._at.get(row.facts.get("appointment"))
        return self._at.get(row.subject_id) if base is Base.RECEIVED else row.occurred_at


def _moments_of(db: Connection, number: Any, moment: Any, ids: Iterable[int]) -> Iterator[Any]:
    wanted = sorted(ids)
    for first in range(0, len(wanted), BATCH):
        yield from db.execute(select(number, moment).where(number.in_(wanted[first : first + BATCH])))


def _come(rows: Sequence[Any], counted: _Counted) -> Iterator[Happened]:
    """Of one referral: a time that was set comes unless it is moved or undone before; the same does not come twice."""
    set_by, came, now = counted.timing.anchor.set_by, set[datetime](), clock.now()
    row: Any = None
    for then in (*rows, None):
        until = then.occurred_at if then else now
        if row is not None and (at := counted.moment(row)) and at not in came:
            for comes in counted.times(row, at, until):
                came.add(at)
                yield _come_at(row, comes)
        row = then if then and then.kind in set_by else None


def _come_at(row: Any, at: datetime) -> Happened:
    about = About("referral", row.subject_id, row.site_id, row.patient_id)
    return Happened(row.id, Kind.RULE_DUE, at, about, {}, {})
