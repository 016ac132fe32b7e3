"""Which referrals have stood longest where they stand: by name for those who see records, else where and how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from core.access import Actor, Permission
from core.insight.asked import Asked
from core.insight.waiting import standing
from core.referral import Direction, Row, Stage, label
from core.referral.board import rows, rows_of
from core.referral.fitting import due_within
from core.work import reading
from core.workflow import REVISION, Workflow, as_of
from data.prepared import prepared
from data.tables import referral, site

MOST = 10
IN_ORDER = (referral.c.stage_since_at, referral.c.id)


@dataclass(frozen=True, slots=True)
class Nameless:
    """One of them, for those who see numbers and no records."""

    site: str
    zone: str
    stage: Stage
    stage_label: str
    since_at: datetime
    late: bool
    held: bool


def longest(actor: Actor, asked: Asked) -> list[Row]:
    """Those that have stood longest where they stand, as lists show them."""
    actor.must(Permission.INSIGHT_READ)
    actor.must(Permission.REFERRAL_READ)
    with reading() as db:
        return list(rows_of(db, _named(actor, asked).all(db)))


@prepared
def _named(actor: Actor, asked: Asked) -> Select[Any]:
    return rows(actor).where(referral.c.id.in_(_first(actor, asked))).order_by(*IN_ORDER)


def longest_nameless(actor: Actor, asked: Asked) -> list[Nameless]:
    """The same without saying which they are."""
    actor.must(Permission.INSIGHT_READ)
    with reading() as db:
        found = _numbers(actor, asked).all(db)
        flow = as_of(db, found[0]["workflow"] if found else None)
    return [_nameless(row, flow) for row in found]


@prepared
def _numbers(actor: Actor, asked: Asked) -> Select[Any]:
    c = referral.c
    marks = [due_within(due).label(due) for due in ("late", "held")]
    shown = select(site.c.name, site.c.time_zone, c.site_id, c.stage, c.direction, c.stage_since_at, *marks, REVISION)
    found = shown.join(site, site.c.id == c.site_id).where(c.id.in_(_first(actor, asked)))
    return found.order_by(*IN_ORDER)


def _first(actor: Actor, asked: Asked) -> Select[Any]:
    return select(referral.c.id).where(*standing(actor, asked)).order_by(*IN_ORDER).limit(MOST)


def _nameless(row: Mapping[str, Any], flow: Workflow) -> Nameless:
    stage = Stage(row["stage"])
    return Nameless(
        site=row["name"],
        zone=row["time_zone"],
        stage=stage,
        stage_label=label(stage, Direction(row["direction"]), flow, row["site_id"]),
        since_at=row["stage_since_at"],
        late=bool(row["late"]),
        held=bool(row["held"]),
    )
