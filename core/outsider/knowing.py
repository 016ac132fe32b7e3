"""The second fact: whoever comes with a patient's link says when the patient was born before anything is shown.

A date of birth is one of some thirty thousand. So tries are counted for each link and each network and soon have
to wait, and after twenty that were wrong the link is over: whoever guesses at it has one chance in a thousand.
"""

import hmac
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from core import clock, link
from core.access import outsider
from core.audit import About, Kind, record
from core.errors import NotNow
from core.link import Opened, Purpose
from core.link.opening import OVER
from core.outsider.coming import Guest
from core.people.door import network
from core.people.guessing import one_at_a_time, to_wait
from core.work import reading, work
from data.tables import event, patient, patient_name, referral, sign_in_attempt
from data.tables import link as held

OF_LINK, FROM_HERE = 5, 20
"""How many wrong ones a link and a network have before they have to wait."""
MOST = 20
"""After so many wrong ones a link is over."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a patient's link who has not said who they are. `language` is the one they were written to in;
    who cannot be `asked` has no date of birth here, and has to telephone."""

    link: Opened
    patient_id: int
    language: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it was the date; else for how many seconds no further one is looked at."""

    right: bool
    wait: int = 0


def called(token: str, address: str = "") -> Caller:
    """Whoever holds this token, as long as it is good."""
    found = link.standing(token, Purpose.PATIENT, address)
    p = patient.c
    asked = select(p.id, p.language, p.born_on).join(referral, referral.c.patient_id == p.id)
    with reading() as db:
        row = db.execute(asked.where(referral.c.id == found.subject_id)).one_or_none()
    if row is None:
        raise NotNow(OVER)
    return Caller(found, row.id, row.language, row.born_on is not None)


def known(caller: Caller) -> Guest:
    """The patient, once they have said who they are; that the link was used is noted."""
    link.touch(caller.link)
    with reading() as db:
        name = db.execute(select(patient_name).where(patient.c.id == caller.patient_id)).scalar_one()
    actor = outsider(f"patient:{caller.patient_id}", name, caller.link.subject_id, caller.link.audience)
    return Guest(actor, caller.link.id)


def say_born(caller: Caller, born_on: date, address: str = "") -> Verdict:
    """Whether this is when the patient was born; each wrong one counts, and none is looked at during a wait."""
    tries = {f"born:{caller.link.id}": OF_LINK, f"born:{network(address)}": FROM_HERE}
    with work() as db:
        for mark in tries:
            one_at_a_time(db, mark)
        if wait := max(to_wait(db, mark, free) for mark, free in tries.items()):
            return Verdict(right=False, wait=wait)
        if _matches(db, caller.patient_id, born_on):
            return Verdict(right=True)
        rows = [{"username": "", "address": mark, "attempted_at": clock.now(), "succeeded": False} for mark in tries]
        db.execute(insert(sign_in_attempt), rows)
        _refused(db, caller)
        return Verdict(right=False, wait=max(to_wait(db, mark, free) for mark, free in tries.items()))


def _matches(db: Connection, patient_id: int, born_on: date) -> bool:
    """Compared in the same time whichever part of it is wrong."""
    known = db.execute(select(patient.c.born_on).where(patient.c.id == patient_id)).scalar_one_or_none()
    return known is not None and hmac.compare_digest(known.isoformat(), born_on.isoformat())


def _refused(db: Connection, caller: Caller) -> None:
    """Told on the referral's timeline; one too many ends the link."""
    about, facts = _about(db, caller), {"link": caller.link.id}
    somebody = outsider(f"stranger:{caller.link.id}", "", caller.link.subject_id, caller.link.audience)
    record(db, somebody, Kind.LINK_REFUSED, about, facts, name=caller.link.name)
    if _wrong_so_far(db, caller) >= MOST:
        db.execute(update(held).where(held.c.id == caller.link.id).values(withdrawn_at=clock.now()))
        record(db, somebody, Kind.LINK_SHUT, about, facts, name=caller.link.name)


def _about(db: Connection, caller: Caller) -> About:
    at = db.execute(select(referral.c.site_id).where(referral.c.id == caller.link.subject_id)).scalar_one()
    return About("referral", caller.link.subject_id, at, caller.patient_id)


def _wrong_so_far(db: Connection, caller: Caller) -> int:
    c = event.c
    of_this: ColumnElement[Any] = c.facts["link"].as_integer() == caller.link.id
    told = c.subject == "referral", c.subject_id == caller.link.subject_id, c.kind == Kind.LINK_REFUSED
    return int(db.execute(select(func.count()).where(*told, of_this)).scalar_one())
