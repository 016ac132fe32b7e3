"""What waits now: how much at each stage of each site, for how long, and how late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, ColumnElement, Select, String, cast, func, or_, select, type_coerce

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.insight.asked import Asked
from core.referral import Stage
from core.referral.fitting import ENDS, due_within, midnight
from core.referral.stage import OPEN
from core.settings import settings
from core.work import reading
from data.base import EPOCH, MICROSECOND
from data.prepared import prepared
from data.tables import referral

Condition = ColumnElement[bool]
STANDING = tuple(stage for stage in OPEN if stage is not Stage.DRAFT)
"""Where a referral that counts can wait, in the order in which it comes along."""
AGES = ((0, 7), (8, 14), (15, 28), (29, 60), (61, None))
"""Ages at a stage, in whole days from and up to: a day ends at midnight at the group's own place."""
WEEK = 7
MARKS = ("risk", "late", "held")


@dataclass(frozen=True, slots=True)
class Waiting:
    """So much stands open, at risk, late and on hold among it. The middle one has stood where it stands since
    `median_at`, the first since `oldest_at`; `ages` says how many there are of each age."""

    n: int
    risk: int
    late: int
    held: int
    median_at: datetime
    oldest_at: datetime
    ages: tuple[int, ...]

    @property
    def came(self) -> int:
        """How many came to where they stand since midnight a week ago."""
        return self.ages[0]


def waiting(actor: Actor, asked: Asked) -> dict[tuple[int, Stage], Waiting]:
    """What waits at each stage of each site where anything does, in one statement that an index answers."""
    actor.must(Permission.INSIGHT_READ)
    with reading() as db:
        found = _counted(actor, asked).plain(db)
    return {(row[0], Stage(row[1])): told for row, told in zip(found, read(found), strict=True)}


@prepared
def _counted(actor: Actor, asked: Asked) -> Select[Any]:
    c = referral.c
    return select(c.site_id, c.stage, *numbers()).where(*standing(actor, asked)).group_by(c.stage, c.site_id)


def numbers() -> list[ColumnElement[Any]]:
    """What is counted of referrals that stand open; since when each stands where it does comes along in one text."""
    since = cast(type_coerce(referral.c.stage_since_at, BigInteger), String)
    return [func.count(), *(func.count().filter(due_within(due)) for due in MARKS), func.aggregate_strings(since, ",")]


def read(rows: Sequence[Any]) -> list[Waiting]:
    """Rows that end with these numbers."""
    if not rows:
        return []
    *_, n, risk, late, held, text = zip(*rows, strict=True)
    several = np.array(n)
    begins = np.cumsum(several) - several
    since = _in_order(np.fromstring(",".join(text), dtype=np.int64, sep=","), several)
    middle, first = _moments(since[begins + several // 2]), _moments(since[begins])
    return list(map(Waiting, n, risk, late, held, middle, first, _ages(since, begins, several)))


def _in_order(since: NDArray[np.int64], n: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each row's moments from the first to the last, which the index mostly has them in: so little is left to sort."""
    apart = np.arange(len(n)).repeat(n) * (np.ptp(since) + 1)
    since += apart
    since.sort(kind="stable")
    return since - apart


def _moments(several: NDArray[np.int64]) -> list[datetime]:
    return [EPOCH + each * MICROSECOND for each in several.tolist()]


def _ages(since: NDArray[np.int64], begins: NDArray[np.int64], n: NDArray[np.int64]) -> list[tuple[int, ...]]:
    """How many there are of each age among those that begin at each place."""
    bounds = [(midnight(days_ago(eldest)) - EPOCH) // MICROSECOND for _, eldest in AGES if eldest is not None]
    older = [np.add.reduceat(since < bound, begins, dtype=np.int64) for bound in bounds]
    parts = pairwise([n, *older, np.zeros_like(n)])
    return list(zip(*((more - fewer).tolist() for more, fewer in parts), strict=True))


def days_ago(days: int) -> date:
    """The day that was so many days before today at the group's own place."""
    return clock.local(clock.now(), settings().time_zone.key).date() - timedelta(days=days)


def standing(actor: Actor, asked: Asked) -> list[Condition]:
    """What stands open of what is asked about; the stages are named for the index, which begins with them."""
    return [referral.c.closed_at.is_(None), referral.c.stage.in_(STANDING), *about(actor, asked)]


def about(actor: Actor, asked: Asked) -> list[Condition]:
    """What the actor's sites work on, and what else is asked about; months are no matter of what waits now."""
    c = referral.c
    narrower: list[tuple[object, Condition]] = [
        (asked.sites, c.site_id.in_(sorted(asked.sites))),
        (asked.direction, c.direction == asked.direction),
        (asked.source, c.source == asked.source),
        (asked.specialty, c.specialty == asked.specialty),
        (asked.funding, c.funding == asked.funding),
        (asked.provider, or_(*(end == asked.provider for end in ENDS))),
    ]
    return [at_my_sites(actor, c.site_id), *(condition for given, condition in narrower if given)]
