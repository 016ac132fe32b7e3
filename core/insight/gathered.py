"""What the milestones of several referrals are worked out from, read with a fixed number of statements."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, select

from core.insight.milestones import Known
from core.referral.run import KINDS, Happened
from data.tables import appointment, event, referral, report, site

r = referral.c
ROWS = select(
    r.id, r.stage, r.direction, r.site_id, r.source, r.specialty, r.funding,
    r.referrer_provider_id, r.recipient_provider_id, r.campaign_id, r.received_at, site.c.time_zone,
).join(site, site.c.id == r.site_id)  # fmt: skip
VISITS = ("starts_at", "state", "booked_at", "ended_at", "cancelled_by")
REPORTS = ("kind", "value", "written_at")
e = event.c
PAST = (
    select(e.subject_id, e.kind, e.occurred_at, *(e.facts[name].as_string() for name in ("to", "step", "late")))
    .where(e.subject == "referral", e.kind.in_(KINDS))
    .order_by(e.id)
)
"""Of the facts, the three that count: all of them would take as long to read as the rest."""


def known(db: Connection, ids: Collection[int]) -> Iterator[Known]:
    """Each referral with all that belongs to it."""
    visits, reports = _of(db, appointment, VISITS, ids), _of(db, report, REPORTS, ids)
    past = _past(db, ids)
    for row in db.execute(ROWS.where(r.id.in_(ids))):
        yield Known(row, visits.get(row.id, ()), reports.get(row.id, ()), past.get(row.id, ()))


def _of(db: Connection, table: Table, columns: Sequence[str], ids: Collection[int]) -> dict[int, list[Any]]:
    wanted = select(table.c.referral_id, *(table.c[name] for name in columns)).order_by(table.c.id)
    found: dict[int, list[Any]] = {}
    for row in db.execute(wanted.where(table.c.referral_id.in_(ids))):
        found.setdefault(row.referral_id, []).append(row)
    return found


def _past(db: Connection, ids: Collection[int]) -> dict[int, list[Happened]]:
    """What happened to each, in order."""
    found: dict[int, list[Happened]] = {}
    for number, kind, at, to, step, late in db.execute(PAST.where(e.subject_id.in_(ids))):
        found.setdefault(number, []).append(Happened(kind, at, {"to": to, "step": step, "late": late} if to else {}))
    return found
