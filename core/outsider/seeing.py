"""What a patient sees of their referral: where it stands, what comes next, the appointment, and who to turn to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from core import clock
from core.access import Actor, my_referrals
from core.errors import NotFound
from core.outsider.coming import PATIENT, must_be
from core.outsider.way import HAPPENED, Point, points
from core.outsider.wishing import WISHES, Wished, open_wish
from core.referral import Direction, Stage
from core.referral.current import READ, Current
from core.work import reading
from data.tables import appointment, clinician, event, patient, patient_name, provider, referral, site

WAY = (Stage.SENT, Stage.ACCEPTED, Stage.BOOKED, Stage.IN_TREATMENT, Stage.COMPLETED)
BESIDE = {
    Stage.DRAFT: Stage.SENT,
    Stage.ACKNOWLEDGED: Stage.SENT,
    Stage.NEEDS_INFORMATION: Stage.SENT,
    Stage.WAITLISTED: Stage.ACCEPTED,
    Stage.MISSED: Stage.ACCEPTED,
    Stage.APPOINTMENT_CANCELLED: Stage.ACCEPTED,
    Stage.REPORTED: Stage.IN_TREATMENT,
}
DIED, OVER = "died", "over"
"""What is said where somebody has died, and where the hour of the appointment has passed."""


@dataclass(frozen=True, slots=True)
class Place:
    """A practice as patients need it."""

    name: str
    phone: str
    email: str
    address: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """The one that is booked; where it is."""

    id: int
    starts_at: datetime
    minutes: int
    booked_at: datetime
    uid: str
    moves: int
    at: Place

    @property
    def over(self) -> bool:
        """Whether its time has passed."""
        return self.starts_at + timedelta(minutes=self.minutes) <= clock.now()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sees:
    """All that the page shows. `told` is the code of its words; the way is empty where a referral has left it. `here`
    is our practice, `there` the one outside that sees the patient, if one does."""

    now: Current
    name: str
    told: str
    way: tuple[Point, ...]
    visit: Appointment | None
    held_until: date | None
    here: Place
    there: Place | None
    zone: str
    wishes: tuple[str, ...]
    asked: Wished | None


def sees(actor: Actor) -> Sees:
    """The one referral that its patient came about."""
    must_be(actor, PATIENT)
    with reading() as db:
        row = db.execute(_WHOLE.where(my_referrals(actor))).mappings().one_or_none()
        if row is None:
            raise NotFound("There is nothing behind this link any more.")
        now = Current.of({column.key: row[column.key] for column in READ})
        happened = db.execute(HAPPENED.where(event.c.subject_id == now.id)).all()
        return _seen(db, row, now, happened)


def _seen(db: Connection, row: Any, now: Current, happened: Iterable[Any]) -> Sees:
    here = Place(row["site"], row["site_phone"], row["site_email"], _address(row, "site"))
    outside = now.direction is Direction.OUTBOUND
    there = Place(row["there"], row["there_phone"], "", _address(row, "there")) if outside and row["there"] else None
    visit = None if row["died_on"] else _visit(db, now, there or here)
    gone = bool(row["died_on"]) or BESIDE.get(now.stage, now.stage) not in WAY
    return Sees(
        now=now,
        name=row["name"],
        told=DIED if row["died_on"] else OVER if visit and visit.over else now.stage,
        way=() if gone else tuple(points(now, happened, WAY, BESIDE)),
        visit=visit,
        held_until=None if gone else now.held_until_on,
        here=here,
        there=there,
        zone=row["zone"],
        wishes=() if row["died_on"] else _wishes(now, visit),
        asked=None if gone else open_wish(happened),
    )


def _wishes(now: Current, visit: Appointment | None) -> tuple[str, ...]:
    """Nobody cancels what is over."""
    over = visit is not None and visit.over
    return tuple(name for name, each in WISHES.items() if now.stage in each.stages and not (over and name == "cancel"))


def _visit(db: Connection, now: Current, at: Place) -> Appointment | None:
    c = appointment.c
    if now.stage is not Stage.BOOKED:
        return None
    wanted = select(c.id, c.starts_at, c.minutes, c.booked_at, c.uid, c.moves)
    booked = wanted.where(c.referral_id == now.id, c.state == "booked").order_by(c.starts_at.desc()).limit(1)
    row = db.execute(booked).one_or_none()
    return Appointment(**row._mapping, at=at) if row else None


def _address(row: Any, whose: str) -> str:
    parts = (row[f"{whose}_{part}"] for part in ("address", "town", "postcode"))
    return ", ".join(" ".join(part.split()) for part in parts if part and part.strip())


def _whole() -> Any:
    c = referral.c
    places = [site.c[name].label(f"site_{name}") for name in ("phone", "email", "address", "town", "postcode")]
    there = [
        func.coalesce(provider.c[name], "").label(f"there_{name}") for name in ("phone", "address", "town", "postcode")
    ]
    return (
        select(
            *READ,
            *places,
            *there,
            patient_name.label("name"),
            patient.c.died_on,
            site.c.name.label("site"),
            site.c.time_zone.label("zone"),
            func.coalesce(provider.c.name, clinician.c.name, "").label("there"),
        )
        .join(patient, patient.c.id == c.patient_id)
        .join(site, site.c.id == c.site_id)
        .outerjoin(provider, provider.c.id == c.recipient_provider_id)
        .outerjoin(clinician, clinician.c.id == c.recipient_clinician_id)
    )


_WHOLE = _whole()
