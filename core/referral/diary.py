"""The diary: the visits of a local day at one's sites and of our patients elsewhere, and months in numbers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from core import clock
from core.access import Actor, Permission, at_my_sites, my_referrals
from core.directory import Specialty
from core.referral.ics import Entry
from core.referral.stage import Direction, Stage, label
from core.referral.words import Urgency
from core.settings import settings
from core.work import reading
from core.workflow import REVISION, Workflow, as_of
from data.tables import appointment, clinician, patient, patient_name, provider, referral, site

FARTHEST = timedelta(hours=14)
"""No wall clock on Earth is farther from UTC."""
MOVED = "rescheduled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which visits: those at one site, with one clinician of ours; empty means any."""

    site: int | None = None
    clinician: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One appointment in the diary. `place` is our site, or the practice our patient goes to; `why` is the request."""

    id: int
    referral_id: int
    reference: str
    starts_at: datetime
    minutes: int
    zone: str
    state: str
    patient: str
    specialty: str
    why: str
    teeth: str
    needs: str
    urgency: Urgency
    stage: str
    place: str
    outside: bool
    clinician: str
    uid: str
    moves: int

    @property
    def day(self) -> date:
        """Its day on the wall clock of the site."""
        return clock.local(self.starts_at, self.zone).date()

    @property
    def over(self) -> bool:
        """Whether its local day has come, so that it can be said what came of it."""
        return self.day <= clock.local(clock.now(), self.zone).date()

    def entry(self) -> Entry:
        """As a colleague's calendar keeps it: who and where, with the way to the rest."""
        return Entry(
            uid=self.uid or f"visit-{self.id}",
            moves=self.moves,
            starts_at=self.starts_at,
            minutes=self.minutes,
            headline=f"{self.patient}, {self.reference}",
            place=self.place,
            stamped_at=clock.now(),
            link=f"{settings().public_url}/referral?id={self.referral_id}",
            cancelled=self.state == "cancelled",
        )


def diary(actor: Actor, on: date, wanted: Wanted = Wanted()) -> list[Visit]:
    """The visits of a day on each site's own wall clock, in order of time; moved ones stand where they are now."""
    return [one for one in _between_days(actor, on, on + timedelta(days=1), wanted) if one.day == on]


def today(actor: Actor, wanted: Wanted = Wanted()) -> list[Visit]:
    """The visits of the day that it is at each site now, in order of time: where clocks differ, days may."""
    utc = clock.now().astimezone(UTC).date()
    near = _between_days(actor, utc - timedelta(days=1), utc + timedelta(days=2), wanted)
    return [one for one in near if one.day == clock.local(clock.now(), one.zone).date()]


def booked(actor: Actor, referral_id: int) -> Visit | None:
    """The visit of a referral that is still to come, or whose outcome nobody has said yet."""
    actor.must(Permission.REFERRAL_READ)
    c = appointment.c
    wanted = _visits().where(c.referral_id == referral_id, c.state == "booked", my_referrals(actor))
    with reading() as db:
        row = db.execute(wanted).mappings().one_or_none()
        return _visit(row, as_of(db, row["workflow"])) if row else None


def month(actor: Actor, first: date, wanted: Wanted = Wanted()) -> dict[date, int]:
    """How many visits stand on each day of the month that begins on `first`; cancelled ones do not."""
    actor.must(Permission.REFERRAL_READ)
    c, after = appointment.c, (first + timedelta(days=31)).replace(day=1)
    counted = (
        select(c.starts_at, site.c.time_zone, func.count())
        .join(referral, referral.c.id == c.referral_id)
        .join(site, site.c.id == referral.c.site_id)
        .where(*_between(actor, first, after), *_fitting(wanted), c.state != "cancelled")
        .group_by(c.starts_at, site.c.time_zone)
    )
    days: Counter[date] = Counter()
    with reading() as db:
        for starts_at, zone, n in db.execute(counted):
            days[clock.local(starts_at, zone).date()] += n
    return {day: n for day, n in sorted(days.items()) if first <= day < after}


def _between_days(actor: Actor, first: date, after: date, wanted: Wanted) -> list[Visit]:
    """At least those of these days, wherever that is; some of the days beside them come along."""
    actor.must(Permission.REFERRAL_READ)
    c = appointment.c
    asked = _visits().where(*_between(actor, first, after), *_fitting(wanted))
    with reading() as db:
        rows = db.execute(asked.order_by(c.starts_at, c.id)).mappings().all()
        flow = as_of(db, rows[0]["workflow"] if rows else None)
    return [_visit(row, flow) for row in rows]


def _between(actor: Actor, first: date, after: date) -> Iterable[ColumnElement[bool]]:
    """From local midnight to local midnight wherever that is; visits outside stand at no site of ours."""
    c = appointment.c
    begin, end = (datetime.combine(day, time(), UTC) for day in (first, after))
    at = or_(at_my_sites(actor, c.site_id), c.site_id.is_(None))
    return at, c.starts_at >= begin - FARTHEST, c.starts_at < end + FARTHEST, my_referrals(actor), c.state != MOVED


def _fitting(wanted: Wanted) -> list[ColumnElement[bool]]:
    c = appointment.c
    conditions = []
    if wanted.site:
        conditions.append(or_(c.site_id == wanted.site, and_(c.site_id.is_(None), referral.c.site_id == wanted.site)))
    if wanted.clinician:
        conditions.append(c.clinician_id == wanted.clinician)
    return conditions


def _visits() -> Any:
    c, r = appointment.c, referral.c
    theirs = clinician.alias()
    return (
        select(
            c.id, c.referral_id, r.reference, c.starts_at, c.minutes, site.c.time_zone.label("zone"), c.state,
            patient_name.label("patient"), r.specialty, r.reason.label("why"), r.teeth, r.needs, r.urgency, r.stage,
            r.direction, site.c.name.label("site"), provider.c.name.label("provider"),
            func.coalesce(clinician.c.name, theirs.c.name, "").label("clinician"), c.uid, c.moves, r.site_id, REVISION,
        )
        .join(referral, r.id == c.referral_id)
        .join(patient, patient.c.id == r.patient_id)
        .join(site, site.c.id == r.site_id)
        .outerjoin(provider, provider.c.id == r.recipient_provider_id)
        .outerjoin(clinician, clinician.c.id == c.clinician_id)
        .outerjoin(theirs, theirs.c.id == r.recipient_clinician_id)
    )  # fmt: skip


def _visit(row: Any, flow: Workflow) -> Visit:
    shown = {name: value for name, value in row.items() if name in Visit.__slots__}
    direction, ours, theirs = Direction(row["direction"]), row["site"], row["provider"]
    outside = direction is Direction.OUTBOUND
    shown |= {
        "specialty": Specialty(row["specialty"]).label,
        "urgency": Urgency(row["urgency"]),
        "stage": label(Stage(row["stage"]), direction, flow, row["site_id"]),
        "place": (theirs or ours) if outside else ours,
        "outside": outside,
    }
    return Visit(**shown)
