"""Referrals that a practice has had from us, written as rows: what became of each is given, the rest is invented."""

from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert

from core import clock
from core.work import work
from data.tables import appointment, referral, report

_numbers = count(1)


def sent(to: int | None, *, site: int, patient: int, days_ago: float = 100, **given: Any) -> int:
    """One for oral surgery, a hundred days ago. `booked` and `seen` are days after it, `missed` counts visits."""
    at = clock.now() - timedelta(days=days_ago)
    booked, seen = given.pop("booked", None), given.pop("seen", None)
    missed, reported = given.pop("missed", 0), given.pop("reported", False)
    number = next(_numbers)
    row = {
        "reference": f"T-{number}", "journey": f"{number}", "direction": "outbound", "stage": "sent",
        "stage_since_at": at, "site_id": site, "patient_id": patient, "source": "colleague",
        "recipient_provider_id": to, "kind": "evaluate_treat", "specialty": "oral_surgery", "urgency": "routine",
        "reason": "Wisdom tooth", "may_share": True, "received_at": at, "recorded_at": at, "due_at": clock.NEVER,
    } | given  # fmt: skip
    with work() as db:
        key = db.execute(insert(referral).values(row).returning(referral.c.id)).scalar_one()
        visits = [("missed", at + timedelta(days=1))] * missed
        if booked is not None:
            visits.append(("attended" if seen is not None else "booked", at + timedelta(days=seen or booked + 7)))
        for state, starts in visits:
            made = at + timedelta(days=booked if booked is not None else 0)
            told = {"referral_id": key, "starts_at": starts, "state": state, "booked_at": made}
            db.execute(insert(appointment).values(told))
        if reported:
            written = {"referral_id": key, "kind": "final", "summary": "Done", "written_at": clock.now()}
            db.execute(insert(report).values(written))
    return int(key)
