"""A lively past at three sites, written as rows and counted as reactions count it, and a plain look at those rows."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select

from core import clock, insight, referral
from core.access import Actor, Role
from core.work import reading, work
from data.tables import appointment, event, report
from data.tables import referral as table
from tests import make
from tests.cast import Cast

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
UNCOUNTED = ("draft", "entered_in_error")
_numbers = count(1)
NAMES = ("Elm Road", "<b>Birch</b>", "雲 歯科", "Ōtley & Sons")


@dataclass(frozen=True, slots=True)
class Raw:
    """One referral as its rows say, without anything of the house's own counting."""

    id: int
    site: int
    direction: str
    provider: int | None
    specialty: str
    stage: str
    received_on: date
    booked_on: date | None
    attended: int
    missed: int
    looped: bool


def manager(cast: Cast, *sites: int) -> Actor:
    """Mia, answering for these sites."""
    return replace(cast.mia, role=Role.MANAGER, sites=frozenset(sites))


def lives(cast: Cast, number: int, seed: int = 5) -> list[int]:
    """That many referrals in the two years before NOW, each as far as dice let it come; the ids of the practices."""
    dice = random.Random(seed)
    providers = [make.provider(name) for name in NAMES]
    sites = [cast.leeds, cast.york, cast.hull]
    patient = make.patient("Iris Okafor", at=cast.leeds)
    for _ in range(number):
        outbound = dice.random() < 0.4
        one(
            dice.choices(sites, (5, 3, 1))[0],
            patient,
            NOW - timedelta(days=dice.randint(3, 720), minutes=dice.randint(0, 1400)),
            dice.choice(WAYS),
            to=dice.choices(providers, (6, 3, 2, 1))[0] if outbound else None,
            by=None if outbound else dice.choices(providers, (6, 3, 2, 1))[0],
            specialty=dice.choice(("endodontics", "implant", "oral_surgery")),
            pace=dice.randint(0, 30),
        )
    counted()
    return providers


def came_of(new: referral.NewCampaign, who: Actor, every: int) -> int:
    """A campaign of which every so manieth of them came."""
    campaign = referral.add_campaign(who, new)
    with work() as db:
        db.execute(table.update().where(table.c.id % every == 0).values(campaign_id=campaign))
    counted()
    return campaign


ENDS = {"lost", "declined", "completed"}
KINDS = {"in_treatment": "attended"}
WAYS = (
    ("acknowledged",),
    ("acknowledged", "lost"),
    ("acknowledged", "declined"),
    ("acknowledged", "accepted"),
    ("acknowledged", "accepted", "booked"),
    ("acknowledged", "accepted", "booked", "missed"),
    ("acknowledged", "accepted", "booked", "in_treatment"),
    ("acknowledged", "accepted", "booked", "in_treatment", "reported", "completed"),
    ("acknowledged", "accepted", "booked", "in_treatment", "reported", "completed"),
)


def one(
    site: int, patient: int, at: datetime, way: Sequence[str] = (), *,
    to: int | None = None, by: int | None = None, specialty: str = "implant", pace: int = 1,
) -> int:  # fmt: skip
    """One referral that went this way, a step every few days: its row, its visit, its report and what happened."""
    reached = {"sent": at} | {stage: at + timedelta(days=pace * n) for n, stage in enumerate(way, 1)}
    stage, since = list(reached.items())[-1]
    row = {
        "direction": "outbound" if to else "inbound", "stage": stage, "stage_since_at": since, "site_id": site,
        "patient_id": patient, "source": "provider", "recipient_provider_id": to, "referrer_provider_id": by,
        "kind": "treat", "specialty": specialty, "urgency": "routine", "reason": "Pain on biting", "may_share": True,
        "received_at": at, "recorded_at": at, "due_at": clock.NEVER, "closed_at": since if stage in ENDS else None,
    }  # fmt: skip
    with work() as db:
        number = next(_numbers)
        told = {"reference": f"T-{number}", "journey": f"{number}"}
        key: int = db.execute(insert(table).values(row | told).returning(table.c.id)).scalar_one()
        _visit(db, key, reached, stage, timedelta(days=pace))
        for reached_stage, when in list(reached.items())[1:]:
            _tell(db, key, site, reached_stage, when)
    return key


def _visit(db: Connection, number: int, reached: dict[str, datetime], stage: str, later: timedelta) -> None:
    if "booked" in reached:
        state = stage if stage in {"booked", "missed"} else "attended"
        visit = {"starts_at": reached["booked"] + later, "state": state, "booked_at": reached["booked"]}
        db.execute(insert(appointment).values(referral_id=number, **visit))
    if "reported" in reached:
        written = {"kind": "final", "summary": "Done", "written_at": reached["reported"]}
        db.execute(insert(report).values(referral_id=number, **written))


def counted() -> None:
    """Every referral, as the reactions to what happened count it."""
    with work() as db:
        insight.count_anew(db, db.execute(select(table.c.id)).scalars().all())


def _tell(db: Connection, number: int, site: int, stage: str, at: datetime) -> None:
    told = {"kind": f"referral:{KINDS.get(stage, stage)}", "occurred_at": at, "actor": "test", "subject": "referral"}
    row = {"subject_id": number, "site_id": site, "facts": {"to": stage}, "text_hash": ""}
    db.execute(insert(event).values(told | row))


def raw(sites: Sequence[int]) -> list[Raw]:
    """Everything that counts at these sites, row by row."""
    return list(_raw(sites))


def months(rows: Sequence[Raw], since: date, until: date, **same: Any) -> list[Raw]:
    """Those received from one day until before another, and alike in these."""
    kept = [one for one in rows if since <= one.received_on < until]
    return [one for one in kept if all(getattr(one, name) == value for name, value in same.items())]


def _raw(sites: Sequence[int]) -> Iterator[Raw]:
    with reading() as db:
        visits = db.execute(select(appointment)).all()
        final = {row.referral_id for row in db.execute(select(report).where(report.c.kind == "final"))}
        for row in db.execute(select(table).order_by(table.c.id)):
            mine = [visit for visit in visits if visit.referral_id == row.id]
            states = [visit.state for visit in mine]
            if row.site_id in sites and row.stage not in UNCOUNTED:
                yield Raw(
                    id=row.id,
                    site=row.site_id,
                    direction=row.direction,
                    provider=row.recipient_provider_id or row.referrer_provider_id,
                    specialty=row.specialty,
                    stage=row.stage,
                    received_on=row.received_at.astimezone(LONDON).date(),
                    booked_on=min((visit.booked_at.astimezone(LONDON).date() for visit in mine), default=None),
                    attended=states.count("attended"),
                    missed=states.count("missed"),
                    looped=row.direction == "outbound" and row.id in final,
                )
