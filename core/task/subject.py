"""What a task can be about when somebody adds it, and which of the actor's sites is to do it."""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import Connection, select

from core.access import Actor, Permission, my_patients, my_referrals
from core.audit import About
from core.errors import Lacking, NotAllowed, NotFound
from data.tables import patient, patient_site, referral

CHOOSE = "Choose the site that is to do it."


def about(db: Connection, actor: Actor, subject: str, subject_id: int | None, site_id: int | None) -> About:
    """Where its events belong; refused where the actor may not do tasks or does not see what it is about."""
    actor.must(Permission.TASK_DO, at=site_id)
    if subject not in _FOUND:
        raise NotFound("A task is about a referral, a patient or a site.")
    return _FOUND[subject](db, actor, subject_id, site_id)


def _referral(db: Connection, actor: Actor, subject_id: int | None, site_id: int | None) -> About:
    c = referral.c
    found = select(c.site_id, c.from_site_id, c.patient_id).where(c.id == subject_id, my_referrals(actor))
    row = db.execute(found).one_or_none()
    if row is None:
        raise NotFound("There is no such referral at your sites.")
    return About("referral", subject_id or 0, _there(actor, (row.site_id, row.from_site_id), site_id), row.patient_id)


def _patient(db: Connection, actor: Actor, subject_id: int | None, site_id: int | None) -> About:
    if db.execute(select(patient.c.id).where(patient.c.id == subject_id, my_patients(actor))).first() is None:
        raise NotFound("There is no such patient at your sites.")
    known = select(patient_site.c.site_id).where(patient_site.c.patient_id == subject_id)
    return About("patient", subject_id or 0, _there(actor, db.execute(known).scalars().all(), site_id), subject_id)


def _site(_db: Connection, actor: Actor, _subject_id: int | None, site_id: int | None) -> About:
    here = _there(actor, sorted(actor.sites), site_id)
    return About("site", here, here)


_FOUND: dict[str, Callable[[Connection, Actor, int | None, int | None], About]] = {
    "referral": _referral,
    "patient": _patient,
    "site": _site,
}


def _there(actor: Actor, places: Collection[Any], site_id: int | None) -> int:
    """The site that was named, or the first that comes into question; where several do, somebody has to say."""
    mine = [place for place in places if place and actor.may(Permission.TASK_DO, at=place)]
    if not mine:
        raise NotAllowed("Your role does not allow this here. Ask your practice manager if you need it.")
    if site_id is None and len(mine) == 1:
        return int(mine[0])
    if site_id is None or site_id not in mine:
        raise Lacking({"site": CHOOSE})
    return site_id
