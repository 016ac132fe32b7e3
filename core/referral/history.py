"""What became of a referral so far: its visits, and what was reported of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Connection, func, select

from core.access import Actor, Permission
from core.referral.report import OUTCOME
from core.referral.words import CancelledBy
from data.tables import account, appointment, clinician, reason, report

LATE = timedelta(days=1)
"""Whoever cancels later than this before the visit left no time to give it to somebody else."""


@dataclass(frozen=True, slots=True)
class Visit:
    """An appointment with what became of it."""

    id: int
    starts_at: datetime
    minutes: int
    state: str
    clinician: str
    reason: str
    cancelled_by: str
    booked_at: datetime
    ended_at: datetime | None
    moves: int
    uid: str

    @property
    def late_notice(self) -> bool:
        """Whether it was cancelled or moved when it was too late for somebody else."""
        if self.ended_at is None or self.state not in {"cancelled", "rescheduled"}:
            return False
        return timedelta() <= self.starts_at - self.ended_at < LATE

    @property
    def canceller(self) -> str:
        """Who cancelled it, as it is said."""
        return CancelledBy(self.cancelled_by).label if self.cancelled_by else ""


@dataclass(frozen=True, slots=True)
class Report:
    """What the recipient found and did; empty texts for people who may not read clinical notes."""

    id: int
    kind: str
    summary: str
    diagnosis: str
    findings: str
    treatment: str
    recommendations: str
    value: Decimal | None
    recall_on: date | None
    signed_by: str
    written_by: str
    written_at: datetime

    @property
    def readable(self) -> bool:
        """Whether this reader sees what it says."""
        return bool(self.summary or self.diagnosis or self.treatment)


def visits(db: Connection, referral_id: int) -> tuple[Visit, ...]:
    """All of them, the latest first."""
    c = appointment.c
    rows = db.execute(
        select(
            *(c.id, c.starts_at, c.minutes, c.state, func.coalesce(clinician.c.name, "")),
            *(func.coalesce(reason.c.label, ""), c.cancelled_by, c.booked_at, c.ended_at, c.moves, c.uid),
        )
        .outerjoin(clinician, clinician.c.id == c.clinician_id)
        .outerjoin(reason, reason.c.id == c.reason_id)
        .where(c.referral_id == referral_id)
        .order_by(c.starts_at.desc(), c.id.desc())
    )
    return tuple(Visit(*row) for row in rows)


def reports(db: Connection, actor: Actor, referral_id: int, sites: Iterable[int | None]) -> tuple[Report, ...]:
    """All of them, the latest first; what they say only for people who may read clinical notes at one of the sites."""
    clinical = any(actor.may(Permission.CLINICAL_READ, at=at) for at in sites if at)
    texts = ("summary", *OUTCOME)
    c = report.c
    rows = db.execute(
        select(
            *(c.id, c.kind, *(c[name] for name in texts), c.value, c.recall_on),
            *(c.signed_by, func.coalesce(account.c.name, "").label("written_by"), c.written_at),
        )
        .outerjoin(account, account.c.id == c.written_by_id)
        .where(c.referral_id == referral_id)
        .order_by(c.id.desc())
    )
    hidden = {} if clinical else {**dict.fromkeys(texts, ""), "value": None}
    return tuple(Report(**(dict(row) | hidden)) for row in rows.mappings())
