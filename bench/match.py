"""python -m bench.match: how long a match takes where many were referred to many, as a median."""

import os
import statistics
import tempfile
import time
from datetime import timedelta
from random import Random

from sqlalchemy import insert

from core import clock, directory
from core.access import machine
from core.directory import Offer, Wish
from core.settings import settings
from core.work import work
from data.migrate import migrate
from data.tables import appointment, referral
from tests import make

PROVIDERS, REFERRALS, TRIES = 40, 20_000, 15
"""Those that offer one specialty, and what they were sent for it in a year."""


def main() -> None:
    """Fill a database of its own, then ask."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("BATON_DATA_DIR", folder)
        migrate(settings().database_url)
        wish = Wish(site_id=_fill(), specialty="oral_surgery")
        taken = [_timed(wish) for _ in range(TRIES)]
        print(f"{PROVIDERS} providers, {REFERRALS:,} referrals: {statistics.median(taken):.1f} ms")  # noqa: T201 - a bench speaks


def _fill() -> int:
    dice, site = Random(1), make.site()  # noqa: S311 - a game, not a secret
    patient = make.patient(at=site)
    to = [make.provider(offers=(Offer("oral_surgery", capacity=90),)) for _ in range(PROVIDERS)]
    rows = [_row(number, dice, site, patient, to) for number in range(1, REFERRALS + 1)]
    visits = [_visit(number, dice, row) for number, row in enumerate(rows, start=1)]
    with work() as db:
        db.execute(insert(referral), rows)
        db.execute(insert(appointment), visits)
    return site


def _row(number: int, dice: Random, site: int, patient: int, to: list[int]) -> dict[str, object]:
    at = clock.now() - timedelta(days=dice.uniform(0, 360))
    return {
        "id": number, "reference": f"B-{number}", "journey": f"{number}", "direction": "outbound", "stage": "booked",
        "stage_since_at": at, "site_id": site, "patient_id": patient, "source": "colleague", "kind": "evaluate_treat",
        "recipient_provider_id": dice.choice(to), "specialty": "oral_surgery", "urgency": "routine", "reason": "Tooth",
        "may_share": True, "received_at": at, "recorded_at": at, "due_at": clock.NEVER, "decision": "accepted",
    }  # fmt: skip


def _visit(number: int, dice: Random, row: dict[str, object]) -> dict[str, object]:
    at = row["received_at"] + timedelta(days=dice.uniform(1, 60))  # type: ignore[operator]  # a moment
    return {"referral_id": number, "starts_at": at, "booked_at": at, "state": dice.choice(["attended", "missed"])}


def _timed(wish: Wish) -> float:
    begun = time.perf_counter()
    directory.matches(machine("bench"), wish)
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
