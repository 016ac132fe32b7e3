"""What people do with alerts: say that they have it, which stops the climb and is seen by everybody."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, or_, select, update

from core import clock, field
from core.access import Actor, Permission, at_my_sites
from core.audit import About, Kind, record
from core.errors import NotFound, NotNow
from core.work import work
from data.tables import account, alert, alert_told, referral


def acknowledge(actor: Actor, alert_id: int, note: str = "") -> None:
    """Take it on, with a note if they like: nobody further up is told."""
    note = field.paragraph(note, most=1000, what="The note")
    with work() as db:
        now = _open(db, actor, alert_id)
        values = {"acknowledged_at": clock.now(), "acknowledged_by_id": actor.account_id, "note": note}
        db.execute(update(alert).where(alert.c.id == alert_id).values(**values, next_at=None))
        about = About("referral", now.referral_id, now.site_id, now.patient_id)
        record(db, actor, Kind.ALERT_ACKNOWLEDGED, about, {"alert": alert_id}, what=now.what, comment=note)


def in_sight(actor: Actor) -> ColumnElement[bool]:
    """Alerts of the actor's sites."""
    return at_my_sites(actor, alert.c.site_id)


def mine(actor: Actor) -> ColumnElement[bool]:
    """Alerts at the actor's sites of which they were told, or whose referral is their own."""
    told = exists().where(alert_told.c.alert_id == alert.c.id, alert_told.c.account_id == actor.account_id)
    return or_(told, alert.c.referral_id.in_(select(referral.c.id).where(referral.c.owner_id == actor.account_id)))


def _open(db: Connection, actor: Actor, alert_id: int) -> Any:
    """The alert, held, while it waits for somebody."""
    actor.must(Permission.REFERRAL_COUNT)
    if actor.account_id is None:
        raise NotNow("Only a person can take on an alert.")
    c = alert.c
    wanted = (
        select(c.referral_id, c.site_id, c.what, c.acknowledged_at, c.settled_at, account.c.name, referral.c.patient_id)
        .join(referral, referral.c.id == c.referral_id)
        .outerjoin(account, account.c.id == c.acknowledged_by_id)
        .where(c.id == alert_id, in_sight(actor))
        .with_for_update(of=alert)
    )
    row = db.execute(wanted).one_or_none()
    if row is None:
        raise NotFound("There is no such alert at your sites.")
    if row.settled_at:
        raise NotNow("This alert is settled: what it was about is done.")
    if row.acknowledged_at:
        raise NotNow(f"{row.name} has it already.")
    return row
