"""Short ways to alerts, for tests: time passes, the jobs do their work, and somebody looks."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from core import alert, clock
from core.access import machine
from core.rule import react
from core.work import reading
from data.tables import alert as table
from data.tables import message

STALLED, ESCALATE = machine("job:stalled"), machine("job:escalate")
MONDAY = datetime.fromisoformat("2026-03-09T09:00+00:00")


def settle():
    """React until nothing is pending."""
    while react():
        pass


def jobs(now: datetime | None = None):
    """One round of everything that alerts need, at a moment."""
    with clock.telling(now or clock.now()):
        settle()
        alert.note_stalled(STALLED)
        settle()
        alert.send_mails(ESCALATE)
        alert.climb(ESCALATE)
        alert.send_mails(ESCALATE)
        settle()


def between(since: datetime, until: datetime, every: timedelta):
    """The jobs run again and again."""
    at = since
    while at <= until:
        jobs(at)
        at += every


def mails():
    """(to whom, its headline, when it may leave) of everything written to staff about alerts."""
    c = message.c
    wanted = select(c.to_name, c.headline, c.due_at).where(c.rule == "escalation").order_by(c.id)
    with reading() as db:
        return [tuple(row) for row in db.execute(wanted)]


def raised():
    """How many alerts there have ever been."""
    with reading() as db:
        return db.execute(select(func.count()).select_from(table)).scalar_one()
