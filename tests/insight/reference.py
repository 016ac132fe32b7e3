"""Every figure of insight once more: one referral after the other is looked at, and counted in a loop."""

from collections.abc import Iterable
from math import ceil
from typing import Any

from tests.insight.lives import LEADS, MEASURES, Life

RATES = {
    "acknowledged": ("acknowledged", ("received",)),
    "accepted": ("accepted", ("received",)),
    "booking": ("booked", ("received",)),
    "attendance": ("attended", ("received",)),
    "completion": ("completed", ("received",)),
    "closed_loop": ("looped", ("sent",)),
    "acknowledgement": ("acknowledged_in_time", ("acknowledgements_due",)),
    "acceptance": ("accepted", ("accepted", "turned_down")),
    "no_show": ("visits_missed", ("visits_attended", "visits_missed")),
    "late_cancellation": ("visits_cancelled_late", ("visits_attended", "visits_missed", "visits_cancelled_late")),
    "sla": ("clocks_met", ("clocks_met", "clocks_late")),
    "lost": ("lost", ("received",)),
    "redirected": ("redirected", ("received",)),
}
"""Which share each rate is, and of what."""


def cells(
    of: Iterable[Life], since: int, until: int, by: Iterable[str] = (), **filters: Any
) -> dict[tuple[Any, ...], dict[str, int]]:
    """The sums by what they are split by; months from `since` up to `until`, without it."""
    by, found = tuple(by), {}
    for life in of:
        if not life.fits(filters):
            continue
        if since <= life.of["month"] < until:
            sums = found.setdefault(_key(life, by), _nothing())
            for name, count in life.counts.items():
                sums[name] += count
        if life.valued_month is not None and since <= life.valued_month < until:
            sums = found.setdefault(_key(life, by, month=life.valued_month), _nothing())
            sums["valued"] += 1
            sums["value"] += life.value or 0
    return found


def of_all(of: Iterable[Life], since: int, until: int) -> dict[str, int]:
    """The sums of all of them together, also of none."""
    return cells(of, since, until).get((), _nothing())


def leads(
    of: Iterable[Life], since: int, until: int, by: Iterable[str] = (), **filters: Any
) -> dict[tuple[Any, ...], dict[str, tuple[int, int | None, int | None, int]]]:
    """For each lead time how many, the median, the ninth decile and how many still wait."""
    by, days, waiting = tuple(by), {}, {}
    for life in of:
        if not (life.fits(filters) and since <= life.of["month"] < until):
            continue
        key = _key(life, by)
        for what in LEADS:
            waiting.setdefault(key, dict.fromkeys(LEADS, 0))[what] += life.counts[f"waiting_{what}"]
            if what in life.days:
                days.setdefault((key, what), []).append(life.days[what])
    return {
        key: {
            what: (
                len(days.get((key, what), [])),
                nearest_rank(days.get((key, what), []), 0.5),
                nearest_rank(days.get((key, what), []), 0.9),
                still[what],
            )
            for what in LEADS
        }
        for key, still in waiting.items()
    }


def dwell(of: Iterable[Life], since: int, until: int, **filters: Any) -> dict[tuple[int, str], list[float]]:
    """The hours of each stay that ended in these months, sorted, by site and stage."""
    found: dict[tuple[int, str], list[float]] = {}
    for life in of:
        if life.fits(filters):
            for stage, month, hours in life.stays:
                if since <= month < until:
                    found.setdefault((life.of["site"], stage), []).append(hours)
    return {key: sorted(hours) for key, hours in found.items()}


def nearest_rank(values: Iterable[Any], part: float) -> Any:
    """The smallest value that at least this part of all do not exceed; None of nothing."""
    ordered = sorted(values)
    return ordered[max(ceil(round(part * len(ordered), 9)), 1) - 1] if ordered else None


def _key(life: Life, by: tuple[str, ...], **instead: Any) -> tuple[Any, ...]:
    return tuple((life.of | instead)[name] for name in by)


def _nothing() -> dict[str, int]:
    return dict.fromkeys([*MEASURES, "valued", "value"], 0)
