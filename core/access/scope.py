"""What a person may see, as conditions that every query adds."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true

from core.access.actor import Actor
from core.access.permission import Permission
from core.access.role import MAY
from data.tables import account, account_site, patient, patient_site, referral


def at_my_sites(actor: Actor, column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Rows whose site is one of the actor's; machines see all."""
    return true() if actor.internal else column.in_(sorted(actor.sites))


def my_referrals(actor: Actor) -> ColumnElement[bool]:
    """Referrals that one of the actor's sites works on, or sent to a colleague; of somebody outside the one they came
    about."""
    if actor.outside:
        return referral.c.id == actor.outside.referral_id
    return or_(at_my_sites(actor, referral.c.site_id), at_my_sites(actor, referral.c.from_site_id))


def my_patients(actor: Actor) -> ColumnElement[bool]:
    """Patients known at one of the actor's sites; a record that was merged into another is nobody's."""
    here = patient.c.merged_into_id.is_(None)
    if actor.internal:
        return here
    known = and_(patient_site.c.patient_id == patient.c.id, patient_site.c.site_id.in_(sorted(actor.sites)))
    return and_(here, exists().where(known))


def one_patient(patient_id: int | ColumnElement[int]) -> Select[tuple[int]]:
    """The ids of all records that are one patient now: theirs, and those that were merged into it."""
    return select(patient.c.id).where(or_(patient.c.id == patient_id, patient.c.merged_into_id == patient_id))


def staff(permission: Permission, at: ColumnElement[bool]) -> ColumnElement[bool]:
    """Accounts of people who may still come in, whose role allows it, and who work where `at` says of account_site."""
    c = account.c
    roles = [role for role, allowed in MAY.items() if permission in allowed]
    works = c.id.in_(select(account_site.c.account_id).where(at))
    return and_(c.disabled_at.is_(None), c.role.in_(roles), or_(c.every_site, works))
