"""When a rule's time comes: so long after or before an anchor, in hours, days or days on which the site is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core import clock
from core.audit import Kind as K
from core.directory import Calendar
from core.errors import Refusal
from core.sla import OpenTime
from core.spoken import Spoken

LONGEST = {"hours": 24 * 60, "days": 730, "open_days": 500}
FARTHEST = timedelta(days=3 * 366)


class Unit(Spoken):
    """What the wait is counted in."""

    HOURS = "hours", "hours"
    DAYS = "days", "days"
    OPEN_DAYS = "open_days", "open days"


class Late(Spoken):
    """What becomes of referrals whose time is already over when a rule is added or changed."""

    SKIP = "skip", "Leave alone those whose time is already over"
    AT_ONCE = "at_once", "Act at once on those whose time is already over"


class Base(Spoken):
    """Which moment an anchor is."""

    HAPPENED = "happened", "when it happened"
    RECEIVED = "received", "when it was received"
    VISIT = "visit", "when the visit begins"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Something that a time can be counted from: set by events of some kinds, undone by others.

    `before` says that one can also wait up to it, `over` that it stands when the referral is closed.
    """

    name: str
    label: str
    set_by: frozenset[K]
    undone_by: frozenset[K]
    base: Base = Base.HAPPENED
    before: bool = False
    over: bool = False


EXITS = frozenset({K.REFERRAL_DECLINED, K.REFERRAL_REDIRECTED, K.REFERRAL_CANCELLED, K.REFERRAL_LOST,
                   K.REFERRAL_CORRECTED})  # fmt: skip
CLOSES = EXITS | {K.REFERRAL_COMPLETED}
AGAIN = frozenset({K.REFERRAL_REOPENED})
BOOKS = frozenset({K.REFERRAL_BOOKED, K.REFERRAL_REBOOKED})
UNBOOKS = frozenset({K.REFERRAL_MISSED, K.REFERRAL_APPOINTMENT_CANCELLED})
SEES = frozenset({K.REFERRAL_ATTENDED, K.REFERRAL_VISIT_NOTED})
REPORTS = frozenset({K.REFERRAL_REPORTED})
SEEN = SEES | REPORTS | frozenset({K.REFERRAL_MISSED})
ANSWERS = frozenset({K.REFERRAL_ACKNOWLEDGED, K.REFERRAL_INFORMATION_ASKED, K.REFERRAL_ACCEPTED, K.REFERRAL_WAITLISTED})
ARRIVES = frozenset({K.REFERRAL_RECEIVED, K.REFERRAL_SENT})


def _on(name: str, label: str, *set_by: K, undone_by: frozenset[K] = frozenset(), **more: Any) -> Anchor:
    return Anchor(name, label, frozenset(set_by), undone_by | CLOSES | AGAIN, **more)


_TABLE = (
    _on("received", "it was received or sent", *ARRIVES, base=Base.RECEIVED),
    _on("acknowledged", "it was acknowledged", K.REFERRAL_ACKNOWLEDGED),
    _on("information_asked", "information was asked for", K.REFERRAL_INFORMATION_ASKED,
        undone_by=frozenset({K.REFERRAL_INFORMATION_GIVEN, K.REFERRAL_ACCEPTED})),
    _on("accepted", "it was accepted", K.REFERRAL_ACCEPTED),
    _on("waitlisted", "it was put on the waiting list", K.REFERRAL_WAITLISTED),
    _on("booked", "the appointment was made", *BOOKS, undone_by=UNBOOKS),
    Anchor("appointment", "the appointment", BOOKS, UNBOOKS | EXITS, base=Base.VISIT, before=True, over=True),
    _on("missed", "the patient did not come", K.REFERRAL_MISSED, undone_by=BOOKS),
    _on("visit_cancelled", "the appointment was cancelled", K.REFERRAL_APPOINTMENT_CANCELLED, undone_by=BOOKS),
    _on("unbooked", "it was sent and no visit was booked", K.REFERRAL_SENT, undone_by=SEEN | BOOKS),
    _on("unanswered", "it was sent and nobody answered", K.REFERRAL_SENT, undone_by=SEEN | BOOKS | ANSWERS),
    _on("unreported", "the patient came and no report followed", *SEES, undone_by=BOOKS | REPORTS),
    _on("attended", "the patient came", K.REFERRAL_ATTENDED, K.REFERRAL_VISIT_NOTED),
    _on("reported", "the report was sent", K.REFERRAL_REPORTED),
    _on("held", "it was put on hold", K.REFERRAL_HELD, undone_by=frozenset({K.REFERRAL_RESUMED})),
    _on("assigned", "its owner was set", K.REFERRAL_ASSIGNED),
    _on("at_risk", "its deadline came near", K.REFERRAL_AT_RISK),
    _on("breached", "its deadline was missed", K.REFERRAL_BREACHED),
    _on("stalled", "nobody had done anything for days", K.REFERRAL_STALLED),
    _on("flagged", "it was flagged at risk", K.REFERRAL_FLAGGED, undone_by=frozenset({K.REFERRAL_UNFLAGGED})),
    Anchor("completed", "it was completed", frozenset({K.REFERRAL_COMPLETED}), AGAIN, over=True),
    Anchor("closed", "it was closed in any way", CLOSES, AGAIN, over=True),
)  # fmt: skip
ANCHORS: Mapping[str, Anchor] = {anchor.name: anchor for anchor in _TABLE}
"""The closed list of what a time can be counted from."""


@dataclass(frozen=True, slots=True)
class Timing:
    """So many units after an anchor, or before it; `every` comes again each time as much has passed."""

    amount: int
    unit: Unit
    anchor: Anchor
    before: bool = False
    late: Late = Late.SKIP
    every: bool = False

    def due_at(self, anchor_at: datetime, calendar: Calendar, nth: int = 1) -> datetime:
        """When it comes, on the wall clock of the site; in open days at their end after, at their beginning before."""
        amount = self.amount * nth
        if self.unit is Unit.HOURS:
            return anchor_at + timedelta(hours=-amount if self.before else amount)
        if self.unit is Unit.DAYS:
            return clock.local(anchor_at, calendar.time_zone) + timedelta(days=-amount if self.before else amount)
        if self.before:
            return _days_before(amount, anchor_at, calendar)
        return OpenTime(calendar).day_end(amount, anchor_at)

    def next_at(self, anchor_at: datetime, calendar: Calendar, after: datetime) -> datetime:
        """The first of its times after a moment; of one that comes once that time, whenever it is."""
        nth = 1
        while self.every and self.due_at(anchor_at, calendar, nth) <= after:
            nth += 1
        return self.due_at(anchor_at, calendar, nth)

    def stored(self) -> dict[str, Any]:
        """As a row keeps it."""
        side = "before" if self.before else "after"
        kept = {side: self.amount, "unit": str(self.unit), "anchor": self.anchor.name, "late": str(self.late)}
        return kept | ({"every": True} if self.every else {})


def timing(label: str, stored: Any) -> Timing:
    """From its stored form; Refusal says what in it cannot be."""
    if not isinstance(stored, dict) or len(set(stored) & {"after", "before"}) != 1:
        raise Refusal(f"The rule “{label}” does not say how long after or before what it is to act.")
    before = "before" in stored
    amount, anchor = stored["before" if before else "after"], ANCHORS.get(stored.get("anchor", ""))
    unit, late = stored.get("unit", "days"), stored.get("late", "skip")
    if anchor is None or unit not in set(Unit) or late not in set(Late):
        raise Refusal(f"The rule “{label}” counts its time from something that does not exist. Choose from the list.")
    if not isinstance(amount, int) or isinstance(amount, bool) or not 1 <= amount <= LONGEST[unit]:
        most = f"{LONGEST[unit]:,} {Unit(unit).label}"
        raise Refusal(f"The rule “{label}” waits too short or too long: from 1 to {most}.")
    if before and not anchor.before:
        raise Refusal(f"The rule “{label}” cannot act before {anchor.label}: nobody knows that beforehand.")
    if stored.get("every", False) not in (False, True) or (stored.get("every") and before):
        raise Refusal(f"The rule “{label}” can come again and again after something, and not before it.")
    return Timing(amount, Unit(unit), anchor, before, Late(late), bool(stored.get("every")))


def _days_before(days: int, moment: datetime, calendar: Calendar) -> datetime:
    """The beginning of opening on the nth open day before the local day of the moment."""
    zone = ZoneInfo(calendar.time_zone)
    day = moment.astimezone(zone).date()
    left, first = days, day - FARTHEST
    while left and day > first:
        day -= timedelta(days=1)
        left -= bool(calendar.open_on(day))
    opens = calendar.open_on(day)[0][0] if calendar.open_on(day) else 0
    return (datetime.combine(day, time()) + timedelta(minutes=opens)).replace(tzinfo=zone)
