"""What the milestones of several referrals are worked out from, read with a fixed number of statements."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, Table, bindparam, select

from core.insight.milestones import Known
from core.referral.run import KINDS, Happened
from data.prepared import Prepared, prepared
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


SOME: BindParameter[int] = bindparam("ids", expanding=True)
_ROWS, _PAST = Prepared(ROWS.where(r.id.in_(SOME))), Prepared(PAST.where(e.subject_id.in_(SOME)))


def known(db: Connection, ids: Collection[int]) -> Iterator[Known]:
    """Each referral with all that belongs to it."""
    some = list(ids)
    visits, reports = _of(db, appointment, VISITS, some), _of(db, report, REPORTS, some)
    past = _past(db, some)
    for row in _ROWS.rows(db, ids=some):
        yield Known(row, visits.get(row.id, ()), reports.get(row.id, ()), past.get(row.id, ()))


def _of(db: Connection, table: Table, columns: Sequence[str], ids: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in _belonging(table, columns).rows(db, ids=ids):
        found.setdefault(row.referral_id, []).append(row)
    return found


@prepared
def _belonging(table: Table, columns: Sequence[str]) -> Select[Any]:
    c = table.c
    return select(c.referral_id, *(c[name] for name in columns)).where(c.referral_id.in_(SOME)).order_by(c.id)


def _past(db: Connection, ids: list[int]) -> dict[int, list[Happened]]:
    """What happened to each, in order."""
    found: dict[int, list[Happened]] = {}
    for number, kind, at, to, step, late in _PAST.rows(db, ids=ids):
        found.setdefault(number, []).append(Happened(kind, at, {"to": to, "step": step, "late": late} if to else {}))
    return found
