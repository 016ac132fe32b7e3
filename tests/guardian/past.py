"""Invented pasts: the life of a referral as its events tell it, without a database or with one."""

import math
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert

from core.access import Actor
from core.guardian.case import DAY, Born, Told
from core.referral.run import Run
from core.sla import How
from core.work import work
from data.tables import event, referral
from tests import make

START = datetime(2026, 1, 5, 9, tzinfo=UTC).timestamp()
WAYS = ("inbound", "outbound")
AT_ONCE = 20_000


class FiveDays:
    """Every deadline breaks after five days, and stands still on hold."""

    def due(self, born: Born, urgency: str, clock: Run) -> float:  # noqa: ARG002
        last = clock.spans[-1]
        return math.inf if last.how is How.HELD else last.at.timestamp() + 5 * DAY


def born(number: int = 1, **given: Any) -> Born:
    told = {
        "site_id": 1,
        "direction": "inbound",
        "specialty": "implant",
        "source": "provider",
        "referrer": 7,
        "recipient": None,
        "received": START,
    }
    return Born(number, **(told | given))


def begun(number: int = 1, day: float = 0, **facts: Any) -> Told:
    return Told(START + day * DAY, number, "referral:received", {"urgency": "routine", "owned": True, **facts})


def step(day: float, kind: str, to: str, number: int = 1, starts: float | None = None, **facts: Any) -> Told:
    starts_at = None if starts is None else START + starts * DAY
    return Told(START + day * DAY, number, f"referral:{kind}", {"step": kind, "to": to, **facts}, starts_at)


def lives(rng: random.Random, number: int, first: int = 0) -> tuple[list[Born], list[Told]]:
    """Some that are accepted and booked at once, some that wait too long and are lost: outbound ones more often."""
    known, events = [], []
    for n in range(first + 1, first + number + 1):
        day, way = rng.uniform(0, 280), rng.choice(WAYS)
        slow = rng.random() < (0.55 if way == "outbound" else 0.08)
        known.append(born(n, direction=way, received=START + day * DAY))
        events += [begun(n, day), step(day + 1, "accepted", "accepted", n)]
        if slow:
            events += [step(day + 20, "lost", "lost", n)]
            continue
        booked, seen = day + 1 + rng.uniform(0.2, 4), day + 12
        events += [step(booked, "booked", "booked", n, starts=seen), step(seen + 0.1, "attended", "in_treatment", n)]
        events += [step(seen + 2, "reported", "reported", n), step(seen + 3, "completed", "completed", n)]
    return known, sorted(events, key=lambda told: told.at)


def stored(owner: Actor, sites: Sequence[int], number: int, until: datetime, seed: int = 3) -> None:
    """The same in the database, ended a little before a moment: rows as they stand, and the events that led there."""
    rng = random.Random(seed)
    patient_id = make.patient("Rose Tyler", at=sites[0])
    known, events = lives(rng, number)
    shift = until.timestamp() - (START + 280 * DAY)
    last = {told.referral_id: told for told in events if told.at + shift <= until.timestamp()}
    rows = [
        _row(each, last[each.id], sites[each.id % len(sites)], patient_id, owner, shift)
        for each in known
        if each.id in last
    ]
    with work() as db:
        db.execute(insert(referral), rows)
        told = _events(events, shift, {row["id"]: row["site_id"] for row in rows}, until)
        while some := list(islice(told, AT_ONCE)):
            db.execute(insert(event), some)


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _row(each: Born, last: Told, site_id: int, patient_id: int, owner: Actor, shift: float) -> dict[str, Any]:
    stage = last.facts.get("to", "sent")
    at = _moment(last.at + shift)
    over = stage in {"lost", "completed"}
    return {
        "id": each.id,
        "reference": f"B-2026-{each.id:06d}-X",
        "journey": f"{each.id:032x}",
        "direction": each.direction,
        "stage": stage,
        "stage_since_at": at,
        "site_id": site_id,
        "patient_id": patient_id,
        "source": each.source,
        "kind": "treat",
        "specialty": each.specialty,
        "urgency": "routine",
        "reason": "Implant, lower right",
        "may_share": True,
        "received_at": _moment(each.received + shift),
        "recorded_at": _moment(each.received + shift),
        "due_at": at + timedelta(days=12),
        "closed_at": at if over else None,
        "owner_id": owner.account_id,
    }


def _events(events: Sequence[Told], shift: float, sites: dict[int, int], until: datetime) -> Iterator[dict[str, Any]]:
    for told in events:
        if told.referral_id in sites and told.at + shift <= until.timestamp():
            yield {
                "kind": told.kind,
                "occurred_at": _moment(told.at + shift),
                "actor": "test",
                "subject": "referral",
                "subject_id": told.referral_id,
                "site_id": sites[told.referral_id],
                "facts": dict(told.facts),
                "text_hash": "",
            }
