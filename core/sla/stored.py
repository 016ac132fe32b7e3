"""Deadlines at rest: read for those that are due, and the shipped ones brought up to this version."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Connection, Select, delete, insert, select, update

from core.sla.policy import Policies, Policy, Scope
from core.sla.what import Unit, Warn
from data.prepared import prepared
from data.tables import deadline

SHIPPED = Path(__file__).parents[2] / "data" / "defaults" / "deadlines.yaml"
UNTOUCHED = 1
"""The version of a deadline that no manager edited."""


def policies(db: Connection, what: str = "") -> Policies:
    """Every deadline, or those for one thing."""
    return Policies(policy_of(row) for row in _stored(what).rows(db))


@prepared
def _stored(what: str) -> Select[Any]:
    wanted = select(deadline).where(deadline.c.what == what) if what else select(deadline)
    return wanted.order_by(deadline.c.id)


def policy_of(row: Any) -> Policy:
    """A row as a policy."""
    scope = Scope(
        what=row.what,
        direction=row.direction,
        urgency=row.urgency,
        specialty=row.specialty,
        provider_id=row.provider_id,
        site_id=row.site_id,
    )
    return Policy(
        scope=scope,
        amount=row.amount,
        unit=Unit(row.unit),
        warn_amount=row.warn_amount,
        warn_unit=Warn(row.warn_unit),
        pauses_waiting=row.pauses_waiting,
        pauses_held=row.pauses_held,
        shipped=row.shipped,
        version=row.version,
        id=row.id,
    )


def row_of(policy: Policy) -> dict[str, Any]:
    """What is kept of a policy; its version counts itself."""
    scope = policy.scope
    named = {name: getattr(scope, name) for name in ("what", "direction", "urgency", "specialty")}
    kept = {name: getattr(policy, name) for name in ("amount", "unit", "warn_amount", "warn_unit")}
    stands = {"pauses_waiting": policy.pauses_waiting, "pauses_held": policy.pauses_held, "shipped": policy.shipped}
    places = {"provider_id": scope.provider_id, "site_id": scope.site_id, "scope": scope.spelt}
    return named | kept | stands | places


def load_shipped(db: Connection) -> None:
    """Add new shipped deadlines, renew those nobody edited, and take away unedited ones no longer shipped."""
    c = deadline.c
    kept = {row.scope: row for row in db.execute(select(c.scope, c.version, c.shipped))}
    shipped = {policy.scope.spelt: row_of(policy) for policy in shipped_policies()}
    for scope, row in shipped.items():
        if scope not in kept:
            db.execute(insert(deadline).values(row))
        elif kept[scope].shipped and kept[scope].version == UNTOUCHED:
            db.execute(update(deadline).where(c.scope == scope).values(row))
    gone = [scope for scope, row in kept.items() if row.shipped and row.version == UNTOUCHED and scope not in shipped]
    db.execute(delete(deadline).where(c.scope.in_(gone)))


def shipped_policies() -> Iterator[Policy]:
    """As data/defaults/deadlines.yaml has them."""
    written = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    usual = written.pop("usual")
    for what, own in written.items():
        told = usual | own
        amount, _, unit = told["warn"].partition(" ")
        for urgency, days in told["days"].items():
            yield Policy(
                scope=Scope(what=what, urgency=urgency),
                amount=days,
                warn_amount=int(amount),
                warn_unit=Warn(unit),
                pauses_waiting=told["waiting"],
                pauses_held=told["held"],
                shipped=True,
            )
