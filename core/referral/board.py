"""What the boards and the list of everything show: a page of referrals in order, and how many stand at each stage."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, FromClause, Select, case, func, literal, select

from core.access import Actor, Permission
from core.clock import EVER
from core.referral.behind import figure, told_by_figures
from core.referral.current import READ
from core.referral.fitting import AFTER, ORDERS, first, fitting, in_order, standing
from core.referral.row import Row
from core.referral.stage import Direction, Stage
from core.referral.tags import borne
from core.referral.wanted import Wanted
from core.task import waiting_about
from core.work import reading
from core.workflow import PLAIN, REVISION, as_of
from data.prepared import prepared
from data.tables import account, patient, patient_name, provider, referral, site

PAGE = 50
COUNTED = 1000
"""Beyond this many a list says only that there are more."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in order, and where the next page begins (None on the last); `whole` counts them all, up to COUNTED + 1,
    where that was asked for."""

    rows: tuple[Row, ...]
    next: tuple[datetime, int] | None
    whole: int = 0


def board(actor: Actor, wanted: Wanted, limit: int = PAGE, *, counted: bool = False) -> Page:
    """The referrals at the actor's sites that are wanted, in one statement."""
    actor.must(Permission.REFERRAL_READ)
    with reading() as db:
        found = _found(db, actor, wanted, limit + 1, counted)
        shown = rows_of(db, found[:limit])
    last = found[limit - 1] if len(found) > limit else None
    column, _ = ORDERS[wanted.sorting]
    return Page(shown, (last[column.key], last["id"]) if last else None, found[0]["whole"] if found and counted else 0)


def counts(actor: Actor, wanted: Wanted) -> dict[Stage, int]:
    """How many of the same referrals stand at each open stage, whatever stage the board shows."""
    actor.must(Permission.REFERRAL_READ)
    with reading() as db:
        if wanted.searches:
            return {Stage(stage): n for stage, n in db.execute(_by_stage(actor, wanted))}
        return {Stage(each["stage"]): each["n"] for each in _tally(actor, wanted).all(db)}


def _found(db: Connection, actor: Actor, wanted: Wanted, limit: int, counted: bool) -> Sequence[Any]:
    """What is typed is another each time; everything else somebody looks at again and again."""
    if wanted.searches:
        return db.execute(_asked(actor, wanted, limit, counted)).mappings().all()
    if wanted.after is None:
        return _look(actor, wanted, limit, counted).all(db)
    anywhere = replace(wanted, after=(EVER, 0))
    return _look(actor, anywhere, limit, counted).all(db, **dict(zip(AFTER, wanted.after, strict=True)))


def _asked(actor: Actor, wanted: Wanted, limit: int, counted: bool) -> Select[Any]:
    asked = rows(actor).where(referral.c.id.in_(first(actor, wanted, limit))).order_by(*in_order(wanted))
    return asked.add_columns(_whole(actor, wanted)) if counted else asked


_look = prepared(_asked)


def _by_stage(actor: Actor, wanted: Wanted) -> Select[Any]:
    c = referral.c
    here = [*fitting(actor, wanted), *standing("open")]
    return select(c.stage, func.count().label("n")).where(*here).group_by(c.stage)


_tally = prepared(_by_stage)


def _whole(actor: Actor, wanted: Wanted) -> Any:
    if told_by_figures(wanted):
        return _number_of(figure(actor, wanted))
    fits = [*fitting(actor, replace(wanted, after=None)), *standing(wanted.stage)]
    some: Any = select(literal(1).label("one")).select_from(referral).where(*fits)
    return _number_of((some if wanted.measure else some.limit(COUNTED + 1)).subquery())


def _number_of(some: FromClause) -> Any:
    return select(func.count()).select_from(some).scalar_subquery().label("whole")


def rows(actor: Actor) -> Select[Any]:
    """Everything a row is made of; see rows_of."""
    return _rows().add_columns(*waiting_about(actor, referral.c.id))


@cache
def _rows() -> Select[Any]:
    """What of it is the same whoever looks, put together once."""
    c = referral.c
    from_site = site.alias("from_site")
    other_id = case((c.direction == Direction.OUTBOUND, c.recipient_provider_id), else_=c.referrer_provider_id)
    return (
        select(
            *READ, REVISION, c.custom, c.sub_status_id,
            c.source, c.reason, c.their_reference, c.funding, c.due_at, c.warn_at, c.clock, c.closed_at,
            patient_name.label("patient"), patient.c.born_on, account.c.name.label("owner"),
            provider.c.name.label("provider"), from_site.c.name.label("from_site"), site.c.name.label("site"),
            site.c.time_zone, c.flagged_at, borne(c.id),
        )
        .join(patient, patient.c.id == c.patient_id)
        .join(site, site.c.id == c.site_id)
        .outerjoin(from_site, from_site.c.id == c.from_site_id)
        .outerjoin(provider, provider.c.id == other_id)
        .outerjoin(account, account.c.id == c.owner_id)
    )  # fmt: skip


def rows_of(db: Connection, found: Sequence[Any]) -> tuple[Row, ...]:
    """Rows of the database in the words that people read, which come along with them."""
    flow = as_of(db, found[0]["workflow"]) if found else PLAIN
    return tuple(Row(row, flow) for row in found)
