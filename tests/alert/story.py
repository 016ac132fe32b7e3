"""Short ways to alerts, for tests: time passes, the jobs do their work, and somebody looks."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from core import alert, audit, clock
from core.access import machine
from core.rule import react
from core.work import reading, work
from data.tables import account, message
from data.tables import alert as table
from tests.referral.story import inbound

STALLED, ESCALATE = machine("job:stalled"), machine("job:escalate")
HOUR, STEP = timedelta(hours=1), timedelta(hours=3)
QUIET = "Nobody has done anything for 15 days"


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


def later(**amount):
    """So long from now."""
    return clock.now() + timedelta(**amount)


def quiet(cast, **more):
    """A referral about which nobody has done anything for a fortnight, and the alert about it, just raised."""
    it = inbound(cast, **more)
    jobs()
    jobs(later(days=15))
    return it


def story(cast, it):
    """What its timeline tells of alerts, oldest first."""
    told = [entry for entry in audit.timeline(cast.ana, "referral", it) if entry.kind.startswith("alert:")]
    return [entry.sentence for entry in reversed(told)]


def only(cast):
    """The one alert that there is at Leeds."""
    (found,) = alert.standing(cast.ana)
    return found


def set_account(who, **values):
    """As if it had been changed on their page."""
    with work() as db:
        db.execute(update(account).where(account.c.id == who.account_id).values(**values))


def at_once(cast):
    """Every level is mailed at once, eight open hours after the one below."""
    for level in alert.Level:
        alert.set_part(cast.cleo, None, level, alert.Rung(after=8 if level != "owner" else 0, way=alert.Way.NOW), 0)
