"""The milestones of one referral, worked out from its row, its visits, its reports and what happened to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core import clock
from core.audit import Kind
from core.insight.clocks import clocks
from core.insight.histogram import bucket
from core.insight.measures import AT_SHORT_NOTICE
from core.months import month_at, month_of
from core.referral.run import Happened
from core.referral.stage import CLOSED, Direction, Stage
from data.tables.insight import COUNTS, WORTH

S = Stage
TREATED = frozenset({S.ACCEPTED, S.WAITLISTED, S.BOOKED, S.IN_TREATMENT, S.REPORTED, S.COMPLETED})
"""Who comes here was accepted."""
ANSWERED = TREATED | {S.ACKNOWLEDGED, S.NEEDS_INFORMATION, S.DECLINED, S.REDIRECTED}
"""Who comes here was acknowledged, whether by a step of that name or by what followed."""
_NONE = dict.fromkeys(COUNTS, 0)
_WORTHLESS = {**dict.fromkeys(WORTH, 0), "valued_month": 0}
UNCOUNTED = frozenset({S.DRAFT, S.ENTERED_IN_ERROR})
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """Everything there is to know of a referral: rows as they stand, and its events in order."""

    row: Any
    visits: Sequence[Any]
    reports: Sequence[Any]
    past: Sequence[Happened]


def milestones(known: Known) -> Row | None:
    """The row to keep; none for what never counts. The same rows and events give the same, whenever it is asked."""
    r = known.row
    if r.stage in UNCOUNTED:
        return None
    received_on = clock.local(r.received_at, r.time_zone).date()
    days = {name: _days(r, received_on, at) for name, at in _reached(known).items()}
    counts = _NONE | _way(known, days) | _visits(known) | _clocks(known)
    worth = _worth(known)
    return {
        "referral_id": r.id,
        "month": month_of(received_on),
        "received_on": received_on,
        **_dimensions(r),
        **counts,
        **worth,
        **{f"days_{name}": given for name, given in days.items()},
        "stays": [list(stay) for stay in _stays(known)],
    }


def _dimensions(r: Any) -> Row:
    other = {Direction.INBOUND: r.referrer_provider_id, Direction.OUTBOUND: r.recipient_provider_id}
    same = {name: getattr(r, name) for name in ("site_id", "direction", "source", "specialty", "funding")}
    return same | {"provider_id": other.get(r.direction) or 0, "campaign_id": r.campaign_id or 0}


def _reached(known: Known) -> dict[str, datetime | None]:
    """When it was acknowledged, when first booked, and when the first visit was that was attended."""
    return {
        "acknowledged": _came_to(known, ANSWERED),
        "booked": min((visit.booked_at for visit in known.visits), default=None),
        "attended": min((visit.starts_at for visit in known.visits if visit.state == "attended"), default=None),
    }


def _came_to(known: Known, stages: frozenset[Stage]) -> datetime | None:
    """When somebody first took it there; that it was opened again is nobody's answer."""
    past = (each for each in known.past if each.kind != Kind.REFERRAL_REOPENED)
    return next((each.at for each in past if each.facts.get("to") in stages), None)


def _days(r: Any, received_on: date, at: datetime | None) -> int | None:
    """Local days since it was received; what was noted before that took none."""
    if at is None:
        return None
    return max((clock.local(at, r.time_zone).date() - received_on).days, 0)


def _way(known: Known, days: dict[str, int | None]) -> Row:
    """How far it came, what it still waits for, and how it ended."""
    r, outbound = known.row, known.row.direction == Direction.OUTBOUND
    reached = {name: given is not None for name, given in days.items()}
    accepted = _came_to(known, TREATED) is not None
    ended = {stage: r.stage == stage for stage in ("completed", "declined", "redirected", "cancelled", "lost")}
    waiting = {f"waiting_{name}": r.stage not in CLOSED and not there for name, there in reached.items()}
    told = {"received": True, **reached, "accepted": accepted, **ended, **waiting}
    told["turned_down"] = not accepted and (ended["declined"] or ended["redirected"])
    back = any(each.kind == "final" and each.written_at > r.received_at for each in known.reports)
    told |= {"sent": outbound, "looped": outbound and back}
    return {name: int(given) for name, given in told.items()}


def _visits(known: Known) -> Row:
    """Each appointment by what became of it; one that was moved is still ahead or counted as what it became."""
    kinds = [_kind(visit) for visit in known.visits]
    several = ("visits_attended", "visits_missed", "visits_cancelled", "visits_cancelled_late")
    return {name: kinds.count(name) for name in several}


def _kind(visit: Any) -> str:
    late = visit.cancelled_by == "patient" and visit.ended_at and visit.ended_at > visit.starts_at - AT_SHORT_NOTICE
    return f"visits_{visit.state}" + ("_late" if visit.state == "cancelled" and late else "")


def _clocks(known: Known) -> Row:
    told = clocks(known.past)
    return {
        "clocks_met": told.met,
        "clocks_late": told.late,
        "acknowledged_in_time": int(told.acknowledged is True),
        "acknowledgements_due": int(told.acknowledged is not None),
    }


def _worth(known: Known) -> Row:
    """What the latest final report says its work is worth."""
    final = [each for each in known.reports if each.kind == "final"]
    if not final or final[-1].value is None:
        return _WORTHLESS
    month = month_at(final[-1].written_at, known.row.time_zone)
    return {"valued": 1, "value": int(final[-1].value * 100), "valued_month": month}


def _stays(known: Known) -> Iterator[tuple[str, int, int]]:
    """Each stay at an open stage that has ended: the stage, the month it ended in, and how long it was. A stage that
    was left in the moment in which it was reached is none."""
    at, since = str(Stage.SENT), known.row.received_at
    for each in known.past:
        to = each.facts.get("to", at)
        if to == at:
            continue
        if at not in CLOSED and each.at > since:
            yield at, month_at(each.at, known.row.time_zone), bucket(each.at - since)
        at, since = to, each.at
