"""Where a referral stands, as a party outside may know it: what they sent or were sent, and nothing beyond it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from core import clock
from core.access import Actor, my_referrals
from core.directory import Specialty, answered
from core.errors import NotFound
from core.outsider.coming import PRACTICES, must_be
from core.outsider.way import HAPPENED, points
from core.outsider.words import BESIDE, OWN, SAID, STANDS, TO_THEM, WAY
from core.referral import Request, Step, Urgency, steps_for
from core.referral.current import Current
from core.referral.needed import spoken
from core.referral.reasons import Reason, in_force
from core.work import reading
from core.workflow import standing
from data.tables import appointment, clinician, event, patient, patient_name, referral, site


@dataclass(frozen=True, slots=True)
class Passed:
    """A stage on its way: behind it (`past`), with the day it was reached if it was, or where it stands `here`."""

    label: str
    on: str
    past: bool
    here: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Something that happened: by the reader (`own`) or by the other side."""

    at: str
    sentence: str
    comment: str
    own: bool


@dataclass(frozen=True, slots=True)
class Stands:
    """All that the page shows. `steps` are what the reader may do about it now, the likely ones first."""

    now: Current
    audience: str
    their_reference: str
    patient: str
    born_on: date | None
    specialty: str
    request: str
    urgency: str
    teeth: str
    reason: str
    answers: tuple[tuple[str, str], ...]
    clinician: str
    site: str
    phone: str
    email: str
    zone: str
    sentence: str
    visit: str
    held_until: str
    way: tuple[Passed, ...]
    said: tuple[Said, ...]
    steps: tuple[Step, ...]

    @property
    def closed(self) -> bool:
        """Whether there is nothing more to say."""
        return not self.steps


def stands(actor: Actor) -> Stands:
    """The one referral that somebody outside came about."""
    outside = must_be(actor, PRACTICES)
    with reading() as db:
        row = db.execute(_WHOLE.where(my_referrals(actor))).mappings().one_or_none()
        if row is None:
            raise NotFound("There is nothing behind this link any more.")
        now, receives = Current.of(dict(row)), outside.audience == "recipient"
        happened = db.execute(HAPPENED.where(event.c.subject_id == now.id)).all()
        visit = clock.spoken(row["visit_at"], row["zone"]) if row["visit_at"] else ""
        return Stands(
            now=now,
            audience=outside.audience,
            specialty=Specialty(row["specialty"]).label,
            request=Request(row["kind"]).label,
            urgency=Urgency(row["urgency"]).label,
            teeth=row["teeth"].replace(",", ", "),
            reason=row["reason"] if receives else "",
            answers=_answers(db, row) if receives else (),
            clinician=row["to"] if receives else row["by"],
            sentence=STANDS[now.stage][0 if receives else 1],
            visit=visit,
            held_until=clock.spoken_day(now.held_until_on) if now.held_until_on else "",
            way=tuple(_way(now, happened, row["zone"])),
            said=tuple(_said(actor, happened, row["zone"])),
            steps=steps_for(actor, now, standing(db)),
            **{name: row[name] for name in _SHOWN},
        )


_SHOWN = ("their_reference", "patient", "born_on", "site", "phone", "email", "zone")


def reasons_for(actor: Actor, step: Step) -> list[Reason]:
    """The reasons that somebody outside can give for one of their steps."""
    must_be(actor, PRACTICES)
    with reading() as db:
        return in_force(db, step.name, {step.party})


def _answers(db: Connection, row: Any) -> tuple[tuple[str, str], ...]:
    """What the receiving practice asks for, as it was answered."""
    return tuple((asked.label, spoken(asked, text)) for asked, text in answered(db, row["answers"]))


def _way(now: Current, happened: Iterable[Any], zone: str) -> Iterable[Passed]:
    for each in points(now, happened, list(WAY), BESIDE):
        yield Passed(WAY[each.stage], _day(each.at, zone) if each.at else "", each.past, each.here)


def _said(actor: Actor, happened: Iterable[Any], zone: str) -> Iterable[Said]:
    for told in happened:
        own = told.actor == actor.ref
        if told.kind not in SAID or (told.kind in OWN and not own):
            continue
        words = told.words or {}
        comment = words.get("comment") or words.get("summary") or "" if own or told.kind in TO_THEM else ""
        known = {"starts_at": words.get("starts_at", ""), "title": words.get("title") or words.get("paper", "")}
        yield Said(
            clock.spoken(told.occurred_at, zone),
            SAID[told.kind].format(**known),
            comment,
            own,
        )


def _day(moment: datetime, zone: str) -> str:
    there = clock.local(moment, zone)
    return f"{there.day} {there:%b}"


def _whole() -> Any:
    c, by, to = referral.c, clinician.alias(), clinician.alias()
    booked = select(func.max(appointment.c.starts_at)).where(
        appointment.c.referral_id == c.id, appointment.c.state == "booked"
    )
    return (
        select(
            referral,
            patient_name.label("patient"),
            patient.c.born_on,
            site.c.name.label("site"),
            site.c.phone,
            site.c.email,
            site.c.time_zone.label("zone"),
            func.coalesce(by.c.name, "").label("by"),
            func.coalesce(to.c.name, "").label("to"),
            booked.scalar_subquery().label("visit_at"),
        )
        .join(patient, patient.c.id == c.patient_id)
        .join(site, site.c.id == c.site_id)
        .outerjoin(by, by.c.id == c.referrer_clinician_id)
        .outerjoin(to, to.c.id == c.recipient_clinician_id)
    )


_WHOLE = _whole()
