"""What the boards and the list of everything show: a page of referrals in order, and how many stand at each stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, case, func, literal, select

from core import clock
from core.access import Actor, Permission
from core.directory import Specialty
from core.referral.current import READ, Current
from core.referral.fitting import ORDERS, first, fitting, in_order, standing
from core.referral.stage import Direction, Stage, label, todo
from core.referral.tags import borne, listed
from core.referral.wanted import Wanted
from core.referral.words import Funding, Source
from core.sla import Clock, State, Tone, clock_words
from core.task import Waiting, waiting_about
from core.work import reading
from core.workflow import PLAIN, REVISION, Workflow, as_of
from data.tables import account, patient, patient_name, provider, referral, site

PAGE = 50
COUNTED = 1000
"""Beyond this many a list says only that there are more."""


@dataclass(frozen=True, slots=True)
class Row:
    """One referral as a list shows it; `other` is who it comes from, or goes to when outbound, `custom` what it says in
    the group's own fields, by their ids."""

    now: Current
    patient: str
    born_on: date | None
    other: str
    specialty: str
    reason: str
    their_reference: str
    funding: str
    stage_label: str
    sub_status: str
    todo: str
    owner: str
    due_at: datetime
    warn_at: datetime | None
    clock: State
    moved_at: datetime
    closed_at: datetime | None
    site: str
    from_site: str
    zone: str
    custom: Mapping[str, str]
    tasks: Waiting
    flagged: bool
    tags: tuple[str, ...]

    @property
    def id(self) -> int:
        """What its page is asked for by."""
        return self.now.id

    @property
    def standing(self) -> str:
        """How its clock stands, in a word; nothing where none runs any more."""
        if self.closed_at or self.due_at >= clock.NEVER:
            return ""
        now = clock.now()
        read = Clock(self.due_at, self.warn_at, paused=self.clock is State.PAUSED)
        return read.state(now).label

    @property
    def due(self) -> tuple[str, Tone]:
        """When the next action is due and how its clock stands, in words, and the tone of that."""
        return clock_words(self.due_at, self.warn_at, self.clock, clock.now(), self.zone)


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
    asked = rows(actor).where(referral.c.id.in_(first(actor, wanted, limit + 1))).order_by(*in_order(wanted))
    if counted:
        asked = asked.add_columns(_whole(actor, wanted))
    with reading() as db:
        found = db.execute(asked).mappings().all()
        shown = rows_of(db, found[:limit])
    last = found[limit - 1] if len(found) > limit else None
    column, _ = ORDERS[wanted.sorting]
    return Page(shown, (last[column.key], last["id"]) if last else None, found[0]["whole"] if found and counted else 0)


def counts(actor: Actor, wanted: Wanted) -> dict[Stage, int]:
    """How many of the same referrals stand at each open stage, whatever stage the board shows."""
    actor.must(Permission.REFERRAL_READ)
    conditions = [*fitting(actor, wanted), *standing("open")]
    with reading() as db:
        found = db.execute(select(referral.c.stage, func.count()).where(*conditions).group_by(referral.c.stage))
        return {Stage(stage): n for stage, n in found}


def _whole(actor: Actor, wanted: Wanted) -> Any:
    fits = [*fitting(actor, replace(wanted, after=None)), *standing(wanted.stage)]
    some: Any = select(literal(1).label("one")).select_from(referral).where(*fits)
    some = (some if wanted.measure else some.limit(COUNTED + 1)).subquery()
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
    return tuple(_row(row, flow) for row in found)


def _row(row: Any, flow: Workflow) -> Row:
    stage, direction = Stage(row["stage"]), Direction(row["direction"])
    return Row(
        now=Current.of(row),
        patient=row["patient"],
        born_on=row["born_on"],
        other=row["provider"] or row["from_site"] or Source(row["source"]).label,
        specialty=Specialty(row["specialty"]).label,
        reason=row["reason"],
        their_reference=row["their_reference"],
        funding=Funding(row["funding"]).label if row["funding"] else "",
        stage_label=label(stage, direction, flow, row["site_id"]),
        sub_status=status.label if (status := flow.status(row["sub_status_id"])) else "",
        todo=todo(stage, direction),
        owner=row["owner"] or "",
        due_at=row["due_at"],
        warn_at=row["warn_at"],
        clock=State(row["clock"]),
        moved_at=row["stage_since_at"],
        closed_at=row["closed_at"],
        site=row["site"],
        from_site=row["from_site"] or "",
        zone=row["time_zone"],
        custom=row["custom"],
        tasks=Waiting(row["tasks"], row["late_tasks"]),
        flagged=row["flagged_at"] is not None,
        tags=listed(row["tags"]),
    )
