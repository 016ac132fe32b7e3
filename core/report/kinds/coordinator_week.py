"""The week ahead of those who coordinate a site: open referrals by their owner, what is late or at risk first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import Connection, select

from core import clock
from core.access import Actor, at_my_sites
from core.directory import Urgency
from core.referral import Direction, Stage, label
from core.referral.stage import OPEN, todo
from core.report.content import Block, Column, Content, Numbers, Section, Table, Tile, Tiles, Words
from core.report.kinds.base import ReportKind, as_it_stood
from core.report.period import Rhythm, spoken
from core.report.scope import Place, Reach
from core.sla import State, clock_words
from core.work import reading
from core.workflow import standing
from data.tables import account, referral

LISTED = 40
"""Of each owner's, the most pressing; of more it says how many."""
NOBODY = "Nobody yet"
CALM = "Nothing is open at this site."
COLUMNS = (
    Column("Reference", width=1.5), Column("Stands at", width=1.6), Column("Next", width=2.2),
    Column("Urgency", width=1.1), Column("Due", width=1.9),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Open:
    """One open referral; no patient is named, for this goes by mail."""

    owner_id: int | None
    owner: str
    reference: str
    stage: str
    todo: str
    urgency: str
    due: str
    tone: str


class CoordinatorWeek(ReportKind):
    """For the coordinators of a site, on the weekday they want it."""

    label = "Weekly list"
    about = "Open referrals of a site by their owner: late, at risk, waiting"
    reach = Reach.SITE
    rhythm = Rhythm.WEEK
    records = True
    place = 4

    def content(self, actor: Actor, place: Place, period_on: date) -> Content:
        """As it stands now; a week that is over cannot be told any more."""
        with reading() as db:
            found = list(_open(db, actor, place))
        by_owner: Block = _by_owner(found) if found else Words("", (CALM,))
        first = Section("All of it", (Tiles(tuple(_tiles(found))), by_owner))
        owners = tuple(_owner(rows[0].owner, rows) for rows in _each_owner(found))
        day, summary = spoken(self.rhythm, period_on), _summary(found, place.site)
        return Content(self.label, place.site, day, (first, *owners), summary, as_it_stood(place))


def _tiles(found: Sequence[Open]) -> list[Tile]:
    return [
        Tile("Open", f"{len(found):,}"),
        Tile("Late", f"{_count(found, 'breach'):,}"),
        Tile("At risk", f"{_count(found, 'risk'):,}"),
        Tile("Without an owner", f"{sum(one.owner_id is None for one in found):,}"),
    ]


def _by_owner(found: Sequence[Open]) -> Table:
    counts = (Column(name, "count") for name in ("Open", "Late", "At risk", "In time or waiting"))
    rows = []
    for theirs in _each_owner(found):
        late, risk = _count(theirs, "breach"), _count(theirs, "risk")
        rows.append((theirs[0].owner, len(theirs), late, risk, len(theirs) - late - risk))
    return Table(Numbers("By owner", (Column("Owner", width=3), *counts), tuple(rows)), barred=(1, 2))


def _each_owner(found: Sequence[Open]) -> list[list[Open]]:
    """Apart from each other, also where two are called alike."""
    return [list(rows) for _, rows in groupby(found, key=lambda one: one.owner_id)]


def _owner(name: str, rows: Sequence[Open]) -> Section:
    shown = rows[:LISTED]
    title = "Open referrals" if len(shown) == len(rows) else f"The {LISTED} most pressing of {len(rows):,}"
    told = tuple((one.reference, one.stage, one.todo, one.urgency, one.due) for one in shown)
    return Section(name, (Table(Numbers(title, COLUMNS, told)),))


def _summary(found: Sequence[Open], site: str) -> tuple[str, ...]:
    if not found:
        return (f"Nothing is open at {site}.",)
    late, risk = _count(found, "breach"), _count(found, "risk")
    return (f"Open at {site}: {len(found):,}, of these {late:,} late and {risk:,} at risk.",)


def _open(db: Connection, actor: Actor, place: Place) -> Iterator[Open]:
    """By owner, nobody's first, then in the order they are due."""
    c, zone, site_id = referral.c, place.calendar.time_zone, place.scope.site_id
    wanted = (
        select(c.reference, c.stage, c.direction, c.urgency, c.due_at, c.warn_at, c.clock, c.owner_id, account.c.name)
        .outerjoin(account, account.c.id == c.owner_id)
        .where(c.site_id == site_id, at_my_sites(actor, c.site_id), c.closed_at.is_(None))
        .where(c.stage.in_([stage for stage in OPEN if stage is not Stage.DRAFT]))
        .order_by(account.c.name.is_not(None), account.c.name, c.owner_id, c.due_at, c.id)
    )
    flow, now = standing(db), clock.now()
    for row in db.execute(wanted):
        stage, direction = Stage(row.stage), Direction(row.direction)
        due, tone = clock_words(row.due_at, row.warn_at, State(row.clock), now, zone)
        yield Open(
            owner_id=row.owner_id,
            owner=row.name or NOBODY,
            reference=row.reference,
            stage=label(stage, direction, flow, site_id),
            todo=todo(stage, direction),
            urgency=Urgency(row.urgency).label,
            due=due or "nothing is due",
            tone=tone,
        )


def _count(found: Iterable[Open], tone: str) -> int:
    return sum(one.tone == tone for one in found)
