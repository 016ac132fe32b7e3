"""What a batch of events means for alerts: since when somebody did something, and which reasons are over."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, select, update

from core.access import machine
from core.alert.raising import settle
from core.audit import Kind
from core.referral.run import ANEW
from data.base import Moment
from data.prepared import Prepared
from data.tables import appointment, referral

SETTLING = machine("job:react")
LOOKED = {Kind.DOCUMENT_OPENED, Kind.REFERRAL_EXPORTED}
"""What people do that brings nothing on."""


def follow(db: Connection, events: Sequence[Any]) -> None:
    """After the events of one batch, rows as they are stored."""
    about = move_on(db, events)
    if about:
        ended = {row.subject_id: row.id for row in about if ends(row.kind, row.facts)}
        settle(db, SETTLING, sorted({row.subject_id for row in about}), ended)


def ends(kind: str, facts: Mapping[str, Any]) -> bool:
    """Whether with this event what was due on a referral is done, begins anew, or is no longer late."""
    moved = "step" in facts and facts.get("from") != facts.get("to")
    return moved or kind in ANEW or kind == Kind.REFERRAL_IN_TIME


def move_on(db: Connection, events: Sequence[Any]) -> list[Any]:
    """Keep since when somebody did something; which of the events are about referrals, and not about alerts.

    One statement for all of them, in the order of their ids: nobody waits for each other in a ring.
    """
    about = [row for row in events if row.subject == "referral" and not row.kind.startswith("alert:")]
    active = {row.subject_id: row.occurred_at for row in about if is_activity(row)}
    if active:
        _MOVED.write_all(db, [{"which": number, "at": at} for number, at in sorted(active.items())])
    return about


def is_activity(row: Any) -> bool:
    """A person did something, or the referral took a step, whoever brought it."""
    return "step" in row.facts or (row.actor.startswith("account:") and row.kind not in LOOKED)


def _moved() -> Any:
    """A visit that is booked is waited for: quiet is counted from then. Only who has one is looked up."""
    c, a, at = referral.c, appointment.c, bindparam("at", type_=Moment)
    ahead = select(func.max(a.starts_at)).where(a.referral_id == c.id, a.state == "booked", a.starts_at > at)
    waits = func.coalesce(ahead.scalar_subquery(), at, type_=Moment)
    since = case((c.visit == "booked", waits), else_=at)
    return update(referral).where(c.id == bindparam("which")).values(active_at=since, stalled_at=None)


_MOVED = Prepared(_moved())
