"""Count every referral anew, a piece at a time, while everybody goes on working: after an upgrade, or when asked to.

What a piece counts as is worked out without holding anything up. It is written under the lock of whoever reacts, and
what happened to some of it meanwhile is told by their last events: those are worked out once more. The sums move with
the milestones, so that whatever is counted so far is right at any time, also for a process that was killed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, select

from core.access import Actor, Permission
from core.audit import chain
from core.errors import NotAllowed
from core.insight.fold import replace, worked_out
from core.insight.measures import COUNTED_AS
from core.work import reading, work
from data.insert import put
from data.tables import dwell, event, milestone, referral, setting, tally

MARK = "insight"
"""The setting that says by which definitions, and up to which referral, everything is counted."""
PIECE = 5_000
SLICE = 500
FRESH = {"as": COUNTED_AS, "last": 0, "done": False}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a count is: `done` of `whole` numbers of referrals are looked at."""

    done: int
    whole: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.done / self.whole if self.whole else 1.0


def being_counted(actor: Actor) -> Progress | None:
    """How far referrals are counted that were there before; None once all are, as nearly always."""
    if not actor.internal:
        actor.must(Permission.INSIGHT_READ)
    with reading() as db:
        mark = _mark(db) or FRESH
        if mark["done"]:
            return None
        whole = db.execute(select(func.max(referral.c.id))).scalar_one() or 0
    return Progress(min(mark["last"], whole), whole) if whole else None


def begin_anew(actor: Actor) -> None:
    """Forget what was counted and begin again; one that is under way goes on."""
    _must_be_internal(actor)
    with work() as db:
        chain.lock(db)
        mark = _mark(db)
        if mark is None or mark["done"]:
            _begin(db)


def count_some(actor: Actor) -> int:
    """Count the next piece; how many referrals were looked at, none once all are counted."""
    _must_be_internal(actor)
    with reading() as db:
        mark = _mark(db)
    if mark is None:
        begin_anew(actor)
        return 1
    if mark["done"]:
        return 0
    with reading() as db:
        ids = _next(db, mark["last"])
        heard = _heard(db, ids)
        found: dict[int, Any] = {}
        for n in range(0, len(ids), SLICE):
            found |= worked_out(db, ids[n : n + SLICE])
    with work() as db:
        chain.lock(db)
        if _mark(db) == mark:
            now = _heard(db, ids)
            found |= worked_out(db, [number for number in ids if now.get(number) != heard.get(number)])
            replace(db, ids, found)
            _note(db, mark | {"last": ids[-1] if ids else mark["last"], "done": len(ids) < PIECE})
    return max(len(ids), 1)


def nothing_to_count(db: Connection) -> None:
    """A database without referrals has all of them counted, and from then on each as it comes."""
    if db.execute(select(referral.c.id).limit(1)).first() is None:
        all_counted(db)


def all_counted(db: Connection) -> None:
    """Whoever has counted all there is says so."""
    _note(db, FRESH | {"done": True})


def _begin(db: Connection) -> None:
    for table in (milestone, tally, dwell):
        db.execute(delete(table))
    _note(db, FRESH)


def _next(db: Connection, last: int) -> list[int]:
    wanted = select(referral.c.id).where(referral.c.id > last).order_by(referral.c.id).limit(PIECE)
    return list(db.execute(wanted).scalars())


def _heard(db: Connection, ids: Sequence[int]) -> dict[int, int]:
    """The last event of each."""
    if not ids:
        return {}
    c = event.c
    about = c.subject == "referral", c.subject_id.between(ids[0], ids[-1])
    rows = db.execute(select(c.subject_id, func.max(c.id)).where(*about).group_by(c.subject_id))
    return {row[0]: row[1] for row in rows}


def _mark(db: Connection) -> dict[str, Any] | None:
    """None where there is none, or one of other definitions: then nothing is counted yet."""
    value = db.execute(select(setting.c.value).where(setting.c.name == MARK)).scalar_one_or_none()
    return dict(value) if value and value["as"] == COUNTED_AS else None


def _note(db: Connection, mark: dict[str, Any]) -> None:
    put(db, setting, "name", name=MARK, value=mark)


def _must_be_internal(actor: Actor) -> None:
    if not actor.internal:
        raise NotAllowed("Figures are counted anew by the jobs process, or from the command line.")
