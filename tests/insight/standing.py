"""Referrals that stand somewhere, as rows: any stage, age and deadline, some on hold, some between our own sites."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from core import clock
from core.referral import CLOSED, Direction, Stage
from core.work import reading, work
from data.tables import referral
from tests import make
from tests.cast import Cast

STAGES = [stage for stage in Stage if stage is not Stage.DRAFT]
"""Drafts lie on the desk and are no rows here."""
SOURCES, SPECIALTIES, FUNDINGS = ("provider", "patient"), ("implant", "endodontics"), ("nhs", "private", "")


def put(cast: Cast, *given: dict[str, Any]) -> list[dict[str, Any]]:
    """Write rows, each as it is given and else as it goes without saying; answers them as they are kept."""
    patient_id = make.patient(at=cast.leeds)
    now = clock.now()
    usual = {
        "direction": Direction.INBOUND,
        "stage": Stage.SENT,
        "site_id": cast.leeds,
        "from_site_id": None,
        "patient_id": patient_id,
        "source": "provider",
        "kind": "treat",
        "specialty": "implant",
        "urgency": "routine",
        "reason": "Implant, lower right",
        "may_share": True,
        "stage_since_at": now,
        "received_at": now,
        "recorded_at": now,
        "due_at": now + timedelta(days=3),
        "warn_at": now + timedelta(days=2),
        "clock": "running",
        "held_until_on": None,
        "owner_id": None,
        "closed_at": None,
        "funding": "",
        "referrer_provider_id": None,
        "recipient_provider_id": None,
    }
    begin = len(every()) + 1
    rows = [
        usual | {"reference": f"B-2026-{n:06}-X", "journey": f"{n:032x}"} | row for n, row in enumerate(given, begin)
    ]
    with work() as db:
        db.execute(insert(referral), rows)
    return every()


def every() -> list[dict[str, Any]]:
    """All rows as they are, without a condition."""
    with reading() as db:
        return [dict(row) for row in db.execute(select(referral)).mappings()]


def anything(cast: Cast, dice: random.Random, number: int) -> Iterator[dict[str, Any]]:
    """So many of which nothing is known before."""
    elm, oak = make.provider(), make.provider()
    owners = [None, *(one.account_id for one in (cast.ana, cast.ben, cast.mia, cast.dev))]
    for _ in range(number):
        way, since = dice.choice(list(Direction)), _some_time(dice)
        stage, site = dice.choice(STAGES), dice.choice((cast.leeds, cast.york, cast.hull))
        held = dice.random() < 0.15 and stage not in CLOSED
        due = clock.now() + timedelta(hours=dice.uniform(-200, 200))
        yield {
            "direction": way,
            "stage": stage,
            "stage_since_at": since,
            "received_at": since - timedelta(days=dice.uniform(0, 10)),
            "closed_at": since if stage in CLOSED else None,
            "site_id": site,
            "from_site_id": dice.choice((cast.leeds, cast.york, cast.hull)) if way is Direction.INTERNAL else None,
            "referrer_provider_id": dice.choice((elm, oak)) if way is Direction.INBOUND else None,
            "recipient_provider_id": dice.choice((elm, oak)) if way is Direction.OUTBOUND else None,
            "source": dice.choice(SOURCES),
            "specialty": dice.choice(SPECIALTIES),
            "funding": dice.choice(FUNDINGS),
            "due_at": clock.NEVER if stage in CLOSED else due,
            "warn_at": dice.choice((None, due - timedelta(hours=dice.uniform(1, 90)))),
            "clock": "paused" if held and dice.random() < 0.7 else "running",
            "held_until_on": (clock.now() + timedelta(days=9)).date() if held else None,
            "owner_id": dice.choice(owners),
        }


def _some_time(dice: random.Random) -> datetime:
    """Within the last months, now and then at a midnight sharp."""
    at = clock.now() - timedelta(days=dice.uniform(0, 100))
    return at.replace(hour=0, minute=0, second=0, microsecond=0) if dice.random() < 0.2 else at
