"""The referrals of one practice outside, as far as that practice may know of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, or_, select

from core import clock, months
from core.access import Actor, at_my_sites
from core.directory import Specialty
from core.referral import Direction, Stage, label
from core.referral.diary import FARTHEST
from core.report.period import at_midnight
from core.report.scope import Place
from core.workflow import standing
from data.tables import appointment, patient, referral, report, site

UNCOUNTED = (Stage.DRAFT, Stage.ENTERED_IN_ERROR)
VISITS = {"attended": "seen", "missed": "missed", "cancelled": "cancelled"}


@dataclass(frozen=True, slots=True)
class Theirs:
    """One referral of theirs; days are those of the site that works on it. Nothing clinical, no value."""

    reference: str
    theirs: str
    initials: str
    specialty: str
    received_on: date
    stage: str
    visit: str
    reported: str
    seen: bool
    booked: bool
    may_share: bool
    new: bool


def theirs(db: Connection, actor: Actor, place: Place, month_on: date) -> list[Theirs]:
    """What came in the month, and what is still on its way or ended in it, by the calendar of each site."""
    c, month = referral.c, months.month_of(month_on)
    begins = at_midnight(month_on, "UTC") - FARTHEST
    ends = at_midnight(months.first_day(months.moved(month, 1)), "UTC") + FARTHEST
    wanted = _asked().where(
        c.referrer_provider_id == place.scope.provider_id,
        c.direction == Direction.INBOUND,
        c.stage.not_in(UNCOUNTED),
        c.received_at < ends,
        or_(c.received_at >= begins, c.closed_at.is_(None), c.closed_at >= begins),
        at_my_sites(actor, c.site_id),
        *([c.site_id == place.scope.site_id] if place.scope.site_id else []),
    )
    flow = standing(db)
    return [
        _one(row, label(Stage(row.stage), Direction.OUTBOUND, flow, row.site_id), month)
        for row in db.execute(wanted)
        if _is_of(row, month)
    ]


def initials(given: str, family: str) -> str:
    """T. O.; of people with one name one letter."""
    return " ".join(f"{part[0]}." for part in (given.strip(), family.strip()) if part)


def day(on: date) -> str:
    """3 Nov 2026."""
    return f"{on.day} {on:%b %Y}"


def _asked() -> Any:
    c, v = referral.c, appointment.c
    latest = func.row_number().over(partition_by=v.referral_id, order_by=v.id.desc()).label("n")
    visit = select(v.referral_id, v.starts_at, v.state, latest).subquery()
    reported = select(func.max(report.c.written_at)).where(report.c.referral_id == c.id, report.c.kind == "final")
    seen = select(v.id).where(v.referral_id == c.id, v.state == "attended").exists()
    return (
        select(c.reference, c.their_reference, c.specialty, c.received_at, c.closed_at, c.stage, c.site_id, c.may_share)
        .add_columns(site.c.time_zone, patient.c.given_name, patient.c.family_name)
        .add_columns(visit.c.starts_at, visit.c.state.label("visit"))
        .add_columns(reported.scalar_subquery().label("reported_at"), seen.label("seen"))
        .join(site, site.c.id == c.site_id)
        .join(patient, patient.c.id == c.patient_id)
        .outerjoin(visit, (visit.c.referral_id == c.id) & (visit.c.n == 1))
        .order_by(c.received_at, c.id)
    )


def _is_of(row: Any, month: int) -> bool:
    """Whether it had come by the end of a month and was not over before it."""
    came = months.month_at(row.received_at, row.time_zone)
    over = months.month_at(row.closed_at, row.time_zone) if row.closed_at else month
    return came == month or came < month <= over


def _one(row: Any, stage: str, month: int) -> Theirs:
    def local(moment: Any) -> date:
        return clock.local(moment, row.time_zone).date()

    visit = f"{VISITS.get(row.visit, '')} {day(local(row.starts_at))}".strip() if row.starts_at else ""
    return Theirs(
        reference=row.reference,
        theirs=row.their_reference,
        initials=initials(row.given_name, row.family_name),
        specialty=Specialty(row.specialty).label,
        received_on=local(row.received_at),
        stage=stage,
        visit=visit,
        reported=day(local(row.reported_at)) if row.reported_at else "",
        seen=bool(row.seen),
        booked=row.starts_at is not None,
        may_share=row.may_share,
        new=months.month_at(row.received_at, row.time_zone) == month,
    )
