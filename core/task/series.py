"""Tasks that come again: the next one opens when the last is done, or when its day comes, once for each day."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select, update

from core import clock
from core.access import Actor, machine
from core.audit import About
from core.directory import site_zone
from core.errors import NotAllowed
from core.people import back_on
from core.task.keep import Opening, open_task, works_at
from core.task.model import Priority
from core.task.rhythm import Again, Rhythm, due_day, due_like
from core.work import work
from data.tables import account, task

OPENING = machine("job:recurring")


def open_due(actor: Actor) -> int:
    """Open the next of every series whose day has come although the last is not done, one after the other; how many."""
    if not actor.internal:
        raise NotAllowed("What comes again is opened by the jobs process.")
    opened = 0
    while _open_one():
        opened += 1
    return opened


def _open_one() -> bool:
    with work() as db:
        c = task.c
        waiting = select(task).where(c.next_at.is_not(None), c.next_at <= clock.now()).order_by(c.next_at, c.id)
        row = db.execute(waiting.limit(1).with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return False
        db.execute(update(task).where(c.id == row.id).values(next_at=None))
        open_next(db, row)
    return True


def open_next(db: Connection, last: Row[Any]) -> int | None:
    """Open what follows a task of a series, being its row as it stood; None where it has followed already, or ends."""
    if last.next_at is None:
        return None
    rhythm, zone = Rhythm.read(last.rhythm), site_zone(db, last.site_id)
    today = clock.local(clock.now(), zone).date()
    day, passed = rhythm.upcoming(last.period_on, today)
    while day:
        again = Again.on(rhythm, day, zone, last.series_id)
        opened = open_task(db, OPENING, _following(db, last, again, zone, passed))
        if opened is not None:
            return opened
        day = rhythm.after(day)
    return None


def has_followed(db: Connection, row: Row[Any]) -> bool:
    """Whether a later one of its series is there already."""
    c = task.c
    later = select(c.id).where(c.series_id == row.series_id, c.period_on > row.period_on)
    return row.period_on is not None and db.execute(later.limit(1)).first() is not None


def _following(db: Connection, last: Row[Any], again: Again, zone: str, passed: int) -> Opening:
    """The same once more: its checklist unticked, with whoever has it now or stands in for them on that day."""
    due_at = due_like(last.due_at, again.period_on, zone)
    return Opening(
        key=f"series:{last.series_id}:{again.period_on.isoformat()}",
        kind=last.kind,
        title=last.title,
        about=About(last.subject, last.subject_id, last.site_id, last.patient_id),
        due_at=due_at,
        owner_id=_on_the_day(db, last.owner_id, last.site_id, due_day(due_at, zone)),
        note=last.note,
        priority=Priority(last.priority),
        checklist=tuple(line["text"] for line in last.checklist),
        again=again,
        passed=passed,
    )


def _on_the_day(db: Connection, owner_id: int | None, site_id: int, day: date) -> int | None:
    """Who has it, or who stands in for them while they are away then, if somebody does there."""
    c = account.c
    away = select(c.away_from_on, c.away_until_on, c.stand_in_id).where(c.id == owner_id)
    row = db.execute(away).one_or_none() if owner_id else None
    if row and row.stand_in_id and back_on(row.away_from_on, row.away_until_on, day):
        return row.stand_in_id if works_at(db, row.stand_in_id, site_id) else owner_id
    return owner_id
