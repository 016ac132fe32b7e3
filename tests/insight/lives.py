"""What is counted of each referral once more: slow and plain, from rows and events as they lie there, by definition.

Nothing here is shared with core.insight, and nothing is worked out by the database.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from core.work import reading

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOT_COUNTED = {"draft", "entered_in_error"}
CLOSED = {"completed", "declined", "redirected", "cancelled", "lost", "entered_in_error"}
NO_ANSWER = {"draft", "sent", "cancel_requested", "lost", "cancelled", "entered_in_error"}
"""Stages that are reached without a word from the recipient."""
ACCEPTED = {
    "accepted", "waitlisted", "booked", "missed", "appointment_cancelled", "in_treatment", "reported", "completed",
}  # fmt: skip
DUE = {
    "sent": "acknowledge",
    "acknowledged": "decide",
    "needs_information": "information",
    "accepted": "first_contact",
    "waitlisted": "waiting",
    "missed": "first_contact",
    "appointment_cancelled": "first_contact",
    "in_treatment": "report",
    "cancel_requested": "close",
    "reported": "close",
}
"""What has to be done at each stage; a booked visit is no deadline."""
BEGINS_AGAIN = {"referral:urgency_set", "referral:wait_reviewed", "referral:visit_noted", "referral:rebooked"}
"""What starts a clock anew although the referral stays where it is; only a review of the wait was due itself."""
SAID = {"referral:breached": True, "referral:in_time": False}
ENDS_UNDONE = {"ask_cancel", "lose", "correct"}
NOTICE = timedelta(hours=24)
LEADS = ("acknowledged", "booked", "attended")
MEASURES = (
    "received", "acknowledged", "accepted", "booked", "attended", "completed", "sent", "looped",
    "turned_down", "declined", "redirected", "cancelled", "lost",
    "waiting_acknowledged", "waiting_booked", "waiting_attended",
    "visits_attended", "visits_missed", "visits_cancelled", "visits_cancelled_late", "clocks_met", "clocks_late",
    "acknowledged_in_time", "acknowledgements_due",
)  # fmt: skip
"""What is counted in the month in which a referral was received; work is valued in the month of its report."""


@dataclass(slots=True)
class Life:
    """One referral that counts: where it belongs, what is counted of it, how long it took, and how long it stayed."""

    id: int
    of: dict[str, Any]
    received_on: date
    counts: dict[str, int]
    days: dict[str, int]
    value: int | None = None
    valued_month: int | None = None
    stays: list[tuple[str, int, float]] = field(default_factory=list)

    def fits(self, filters: Mapping[str, Any]) -> bool:
        """Whether it is one of those that are asked for; a filter is a value or a set of them, None asks nothing."""
        for name, wanted in filters.items():
            if wanted is None or wanted == "" or (isinstance(wanted, frozenset) and not wanted):
                continue
            if self.of[name] not in (wanted if isinstance(wanted, frozenset) else {wanted}):
                return False
        return True


def every_life() -> list[Life]:
    """All that count, in the order of their numbers."""
    zones = {row["id"]: ZoneInfo(row["time_zone"]) for row in _rows("site")}
    visits, reports, events = _by_referral("appointment"), _by_referral("report"), _events()
    found = []
    for row in _rows("referral"):
        if row["stage"] not in NOT_COUNTED:
            mine = (visits.get(row["id"], []), reports.get(row["id"], []), events.get(row["id"], []))
            found.append(_life(row, zones[row["site_id"]], *mine))
    return found


def _life(row: Any, zone: ZoneInfo, visits: list[Any], reports: list[Any], events: list[Any]) -> Life:
    received_on = _day(row["received_at"], zone)
    of = {
        "month": _month(received_on),
        "site": row["site_id"],
        "direction": row["direction"],
        "source": row["source"],
        "specialty": row["specialty"],
        "funding": row["funding"],
        "provider": _outside(row),
        "campaign": row["campaign_id"] or 0,
    }
    life = Life(row["id"], of, received_on, dict.fromkeys(MEASURES, 0), {})
    life.counts["received"] = 1
    _count_the_funnel(life, row, visits, events)
    _count_the_end(life, row, reports)
    _count_waiting(life, row)
    _count_visits(life, visits)
    _count_clocks(life, events)
    _take_times(life, zone, visits, events)
    _value(life, reports, zone)
    life.stays = _stays(row, events, zone)
    return life


def _outside(row: Any) -> int:
    theirs = {"inbound": row["referrer_provider_id"], "outbound": row["recipient_provider_id"]}
    return theirs.get(row["direction"]) or 0


def _answers(events: list[Any]) -> list[Any]:
    """The events that say that the recipient did something about it; reopening it is no answer."""
    told = [one for one in events if one["facts"].get("to", "sent") not in NO_ANSWER]
    return [one for one in told if one["kind"] != "referral:reopened"]


def _count_the_funnel(life: Life, row: Any, visits: list[Any], events: list[Any]) -> None:
    if _answers(events):
        life.counts["acknowledged"] = 1
    for one in events:
        if one["facts"].get("to") in ACCEPTED:
            life.counts["accepted"] = 1
    for visit in visits:
        life.counts["booked"] = 1
        if visit["state"] == "attended":
            life.counts["attended"] = 1
    if row["stage"] == "completed":
        life.counts["completed"] = 1


def _count_the_end(life: Life, row: Any, reports: list[Any]) -> None:
    if row["stage"] in {"lost", "redirected", "declined", "cancelled"}:
        life.counts[row["stage"]] = 1
    if row["stage"] in {"declined", "redirected"} and not life.counts["accepted"]:
        life.counts["turned_down"] = 1
    if row["direction"] == "outbound":
        life.counts["sent"] = 1
        for report in reports:
            if report["kind"] == "final" and report["written_at"] > row["received_at"]:
                life.counts["looped"] = 1


def _count_waiting(life: Life, row: Any) -> None:
    for what in LEADS:
        if row["closed_at"] is None and not life.counts[what]:
            life.counts[f"waiting_{what}"] = 1


def _count_visits(life: Life, visits: list[Any]) -> None:
    for visit in visits:
        if visit["state"] in {"attended", "missed"}:
            life.counts[f"visits_{visit['state']}"] += 1
        if visit["state"] == "cancelled":
            short = _moment(visit["ended_at"]) > _moment(visit["starts_at"]) - NOTICE
            late = short and visit["cancelled_by"] == "patient"
            life.counts["visits_cancelled_late" if late else "visits_cancelled"] += 1


@dataclass(slots=True, eq=False)
class _Clock:
    """What has to be done, whether it was said to be late, and whether it was done or fell away."""

    what: str
    late: bool = False
    done: bool = False


def _count_clocks(life: Life, events: list[Any]) -> None:
    """A clock is late where that was said and not taken back, also while it runs, or where a step says that it came too
    late before anybody said so; else it is met once its step is done, and in neither number where nobody has to do it
    any more."""
    stage, aside = "sent", None
    clocks = [_Clock("acknowledge")]
    for one in events:
        to = one["facts"].get("to", stage)
        if one["kind"] in SAID:
            clocks[-1].late = SAID[one["kind"]]
        elif to != stage:
            clocks[-1].late = clocks[-1].late or "late" in one["facts"]
            aside = _move_on(clocks, aside, to, one)
            stage = to
        elif one["kind"] in BEGINS_AGAIN:
            clocks[-1].late = clocks[-1].late or "late" in one["facts"]
            clocks[-1].done = one["kind"] == "referral:wait_reviewed"
            clocks.append(_Clock(clocks[-1].what))
    for clock in clocks:
        if clock.what and (clock.late or clock.done):
            life.counts["clocks_late" if clock.late else "clocks_met"] += 1
    asked = [clock for clock in clocks if clock.what == "acknowledge" and (clock.late or clock.done)]
    life.counts["acknowledgements_due"] = 1 if asked else 0
    life.counts["acknowledged_in_time"] = 1 if asked and not any(clock.late for clock in asked) else 0


def _move_on(clocks: list[_Clock], aside: _Clock | None, to: str, by: Any) -> _Clock | None:
    """While others are asked, the decision is set aside: taken up again where they answer, else it ended as well."""
    running = clocks[-1]
    if to == "needs_information" and running.what == "decide":
        clocks.append(_Clock("information"))
        return running
    falls_away = _falls_away(by)
    running.done = not falls_away
    if aside and aside.what == DUE.get(to):
        clocks.remove(aside)
        clocks.append(aside)
        return None
    if aside:
        aside.done = not falls_away
    clocks.append(_Clock(DUE.get(to, "")))
    return None


def _falls_away(by: Any) -> bool:
    """Cancelled, lost or wrong: also where the reason of some other step ends the referral."""
    step = by["facts"].get("step")
    return step in ENDS_UNDONE or (by["kind"] == "referral:cancelled" and step != "confirm_cancel")


def _take_times(life: Life, zone: ZoneInfo, visits: list[Any], events: list[Any]) -> None:
    moments = {
        "acknowledged": [one["occurred_at"] for one in _answers(events)],
        "booked": [visit["booked_at"] for visit in visits],
        "attended": [visit["starts_at"] for visit in visits if visit["state"] == "attended"],
    }
    for what, at in moments.items():
        if at:
            life.days[what] = max((_day(min(at), zone) - life.received_on).days, 0)


def _value(life: Life, reports: list[Any], zone: ZoneInfo) -> None:
    finals = [report for report in reports if report["kind"] == "final"]
    if finals and finals[-1]["value"] is not None:
        life.value = round(float(finals[-1]["value"]) * 100)
        life.valued_month = _month(_day(finals[-1]["written_at"], zone))


def _stays(row: Any, events: list[Any], zone: ZoneInfo) -> list[tuple[str, int, float]]:
    found, stage, since = [], "sent", row["received_at"]
    for one in events:
        to = one["facts"].get("to", stage)
        if to == stage:
            continue
        if stage not in CLOSED and one["occurred_at"] > since:
            hours = (one["occurred_at"] - since) / 3_600_000_000
            found.append((stage, _month(_day(one["occurred_at"], zone)), hours))
        stage, since = to, one["occurred_at"]
    return found


def _moment(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=micros)


def _day(micros: int, zone: ZoneInfo) -> date:
    """The day on the wall clock of the site."""
    return _moment(micros).astimezone(zone).date()


def _month(day: date) -> int:
    return day.year * 100 + day.month


def _rows(table: str) -> list[dict[str, Any]]:
    """As they lie there: moments are microseconds since 1970."""
    with reading() as db:
        wanted = text(f"SELECT * FROM {table} ORDER BY id")
        return [dict(row) for row in db.execute(wanted).mappings()]


def _by_referral(table: str) -> dict[int, list[Any]]:
    return _grouped(_rows(table), lambda row: row["referral_id"])


def _events() -> dict[int, list[Any]]:
    mine = [row for row in _rows("event") if row["subject"] == "referral"]
    for row in mine:
        row["facts"] = row["facts"] if isinstance(row["facts"], dict) else json.loads(row["facts"])
    return _grouped(mine, lambda row: row["subject_id"])


def _grouped(rows: Iterable[Any], key: Callable[[Any], int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
