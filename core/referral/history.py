"""What became of a referral so far: its visits, and what was reported of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Connection, bindparam, func, select

from core.access import Actor, Permission
from core.referral.report import OUTCOME
from core.referral.words import CancelledBy
from data.base import Number
from data.prepared import Prepared
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
    return tuple(Visit(*row) for row in _VISITS.rows(db, of=referral_id))


_v = appointment.c
_VISITS = Prepared(
    select(
        *(_v.id, _v.starts_at, _v.minutes, _v.state, func.coalesce(clinician.c.name, "").label("clinician")),
        *(func.coalesce(reason.c.label, "").label("reason"), _v.cancelled_by, _v.booked_at, _v.ended_at),
        *(_v.moves, _v.uid),
    )
    .outerjoin(clinician, clinician.c.id == _v.clinician_id)
    .outerjoin(reason, reason.c.id == _v.reason_id)
    .where(_v.referral_id == bindparam("of", type_=Number))
    .order_by(_v.starts_at.desc(), _v.id.desc())
)


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
