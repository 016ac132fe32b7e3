"""What the boards show: a page of referrals in the order they are due, and how many stand at each stage."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, tuple_

from core import clock
from core.access import Actor, Permission, at_my_sites, my_referrals
from core.directory import Specialty
from core.patient import found_ids
from core.referral.reference import read
from core.referral.stage import CLOSED, Direction, Stage, label, todo
from core.referral.words import Source, Urgency
from core.work import reading
from data.base import Moment
from data.tables import account, patient, patient_name, provider, referral, site

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a board is filtered by; empty means any. `owner` is me, pool or an account id; `stage` a stage, open or
    closed; `due` late or soon."""

    direction: Direction
    stage: str = "open"
    site: int | None = None
    owner: str = ""
    urgency: str = ""
    typed: str = ""
    due: str = ""
    after: tuple[datetime, int] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One referral as a board shows it; `other` is who it comes from, or goes to when outbound."""

    id: int
    reference: str
    patient: str
    other: str
    specialty: str
    stage: Stage
    stage_label: str
    todo: str
    urgency: Urgency
    owner: str
    due_at: datetime
    received_at: datetime
    closed_at: datetime | None
    site: str
    zone: str
    held: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in order, and where the next page begins (None on the last)."""

    rows: tuple[Row, ...]
    next: tuple[datetime, int] | None


def board(actor: Actor, wanted: Wanted, limit: int = PAGE) -> Page:
    """The referrals of one direction at the actor's sites: open ones by when they are due, closed ones latest first."""
    actor.must(Permission.REFERRAL_READ)
    closed = _is_closed(wanted.stage)
    order = referral.c.closed_at if closed else referral.c.due_at
    conditions = [*fitting(actor, wanted), _stage_condition(wanted.stage)]
    if wanted.after:
        here = tuple_(order, referral.c.id)
        there = tuple_(literal(wanted.after[0], Moment()), wanted.after[1])
        conditions.append(here < there if closed else here > there)
    sorting = (order.desc(), referral.c.id.desc()) if closed else (order, referral.c.id)
    with reading() as db:
        found = db.execute(_rows().where(*conditions).order_by(*sorting).limit(limit + 1)).mappings().all()
    rows = tuple(_row(row, wanted.direction) for row in found[:limit])
    last = found[limit - 1] if len(found) > limit else None
    return Page(rows, (last["closed_at" if closed else "due_at"], rows[-1].id) if last else None)


def counts(actor: Actor, wanted: Wanted) -> dict[Stage, int]:
    """How many of the same referrals stand at each open stage, whatever stage the board shows."""
    actor.must(Permission.REFERRAL_READ)
    conditions = [*fitting(actor, replace(wanted, after=None)), referral.c.closed_at.is_(None)]
    with reading() as db:
        rows = db.execute(select(referral.c.stage, func.count()).where(*conditions).group_by(referral.c.stage))
        return {Stage(stage): n for stage, n in rows}


def _is_closed(stage: str) -> bool:
    return stage == "closed" or stage in CLOSED


def _stage_condition(stage: str) -> ColumnElement[bool]:
    if stage == "closed":
        return referral.c.closed_at.is_not(None)
    if stage == "open":
        return referral.c.closed_at.is_(None)
    named = referral.c.stage == stage
    return named if stage in CLOSED else and_(named, referral.c.closed_at.is_(None))


def fitting(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    """What makes a referral stand on the actor's board of this direction, whatever its stage."""
    c = referral.c
    internal = wanted.direction is Direction.INTERNAL
    conditions = [
        c.direction == wanted.direction,
        my_referrals(actor) if internal else at_my_sites(actor, c.site_id),
    ]
    if wanted.site:
        conditions.append(
            or_(c.site_id == wanted.site, c.from_site_id == wanted.site) if internal else c.site_id == wanted.site
        )
    if wanted.owner:
        owners = {"me": c.owner_id == (actor.account_id or 0), "pool": c.owner_id.is_(None)}
        named = int(wanted.owner) if wanted.owner.isdecimal() else 0
        conditions.append(owners.get(wanted.owner, c.owner_id == named))
    if wanted.urgency:
        conditions.append(c.urgency == wanted.urgency)
    if wanted.due:
        conditions.append(due_within(wanted.due))
    if wanted.typed.strip():
        conditions.append(_typed(wanted.typed))
    return conditions


def due_within(due: str) -> ColumnElement[bool]:
    """Overdue (late), or due within a day (soon)."""
    c, now = referral.c, clock.now()
    return c.due_at < now if due == "late" else and_(c.due_at >= now, c.due_at < now + timedelta(days=1))


def _typed(typed: str) -> ColumnElement[bool]:
    """Our reference, theirs, or the beginning of each word of the patient's name."""
    if reference := read(typed):
        return referral.c.reference == reference
    return or_(referral.c.patient_id.in_(found_ids(typed)), referral.c.their_reference == typed.strip())


def _rows() -> Any:
    c = referral.c
    from_site = site.alias("from_site")
    other_id = case((c.direction == Direction.OUTBOUND, c.recipient_provider_id), else_=c.referrer_provider_id)
    return (
        select(
            c.id, c.reference, c.specialty, c.stage, c.urgency, c.due_at, c.closed_at, c.received_at, c.source,
            c.held_until_on, patient_name.label("patient"), account.c.name.label("owner"),
            provider.c.name.label("provider"), from_site.c.name.label("from_site"), site.c.name.label("site"),
            site.c.time_zone,
        )
        .join(patient, patient.c.id == c.patient_id)
        .join(site, site.c.id == c.site_id)
        .outerjoin(from_site, from_site.c.id == c.from_site_id)
        .outerjoin(provider, provider.c.id == other_id)
        .outerjoin(account, account.c.id == c.owner_id)
    )  # fmt: skip


def _row(row: Any, direction: Direction) -> Row:
    stage = Stage(row["stage"])
    return Row(
        id=row["id"],
        reference=row["reference"],
        patient=row["patient"],
        other=row["provider"] or row["from_site"] or Source(row["source"]).label,
        specialty=Specialty(row["specialty"]).label,
        stage=stage,
        stage_label=label(stage, direction),
        todo=todo(stage, direction),
        urgency=Urgency(row["urgency"]),
        owner=row["owner"] or "",
        due_at=row["due_at"],
        received_at=row["received_at"],
        closed_at=row["closed_at"],
        site=row["site"],
        zone=row["time_zone"],
        held=row["held_until_on"] is not None,
    )
