"""Whom the answers to a step point to: practices and people by their names, empty where nobody could be meant."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, Connection, Table, and_, select, true

from core.access import Permission, staff
from core.directory import provider_name, unfit
from core.errors import Lacking
from core.referral.answers import Answers
from core.referral.current import Current
from core.referral.lifecycle import Ask, Step, is_record
from core.referral.stage import Direction
from data.tables import account, account_site, clinician


def pointed_to(db: Connection, now: Current, step: Step, given: Answers) -> dict[str, str]:
    """Only what the step asks for is looked up. What an outside party decides is nobody of ours to decide."""
    visit, own = Ask.APPOINTMENT in step.asks, Ask.BEHALF in step.asks and not is_record(step, now.direction)
    return {
        "provider": _practice(db, given.provider_id) if Ask.PROVIDER in step.asks else "",
        "clinician": _name(db, clinician, given.clinician_id, lambda: treats(now)) if visit else "",
        "behalf": _name(db, clinician, given.on_behalf_id, lambda: _works_at(now.site_id)) if own else "",
        "signer": _name(db, account, given.signer_id, lambda: _signs(now)) if Ask.SIGNER in step.asks else "",
    }


def _practice(db: Connection, number: int | None) -> str:
    """How it is called; refused where nobody may be referred to it."""
    if why := unfit(db, number):
        raise Lacking({"provider": why})
    return provider_name(db, number)


def _signs(now: Current) -> ColumnElement[bool]:
    return staff(Permission.REPORT_SIGN, account_site.c.site_id == now.site_id)


def treats(now: Current) -> ColumnElement[bool]:
    """Clinicians on the side that receives the referral."""
    if now.direction is Direction.OUTBOUND:
        return clinician.c.provider_id == now.recipient_provider_id
    return _works_at(now.site_id)


def refers(now: Current) -> ColumnElement[bool]:
    """Clinicians on the side that sent it."""
    if now.direction is Direction.INBOUND:
        return clinician.c.provider_id == now.referrer_provider_id
    return _works_at(now.from_site_id or now.site_id)


def clinician_name(db: Connection, number: int | None, fits: ColumnElement[bool] | None = None) -> str:
    """How a clinician is called; nothing for none, or for one who does not fit."""
    return _name(db, clinician, number, lambda: true() if fits is None else fits)


def _works_at(site_id: int) -> ColumnElement[bool]:
    return and_(clinician.c.site_id == site_id, clinician.c.left_on.is_(None))


def _name(db: Connection, table: Table, number: int | None, fits: Callable[[], ColumnElement[bool]]) -> str:
    if number is None:
        return ""
    return db.execute(select(table.c.name).where(table.c.id == number, fits())).scalar_one_or_none() or ""
