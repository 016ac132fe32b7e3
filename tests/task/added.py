"""Tasks that people add, for the tests of them: one line says what matters, the rest is ordinary."""

from datetime import date, timedelta

from sqlalchemy import select

from core import clock, task
from core.task import NewTask
from core.work import reading
from data.tables import event

TUESDAY = date(2026, 3, 10)


def new(cast, **more):
    """A task at Leeds, alone, due today."""
    told = {"title": "Order radiograph films", "site_id": cast.leeds, "due_on": clock.now().date()}
    return NewTask(**told | more)


def add(cast, actor=None, **more):
    """The same, added; its id."""
    return task.add(actor or cast.ana, new(cast, **more))


def the(actor, task_id):
    """As it stands now."""
    found = task.one(actor, task_id)
    assert found is not None
    return found


def happened():
    """The kinds of events about tasks, in order, with their facts."""
    c = event.c
    with reading() as db:
        return [
            tuple(row) for row in db.execute(select(c.kind, c.facts).where(c.kind.startswith("task:")).order_by(c.id))
        ]


def day(n):
    """So many days from today."""
    return clock.now().date() + timedelta(days=n)
