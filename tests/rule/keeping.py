"""Short ways to a rule of one's own, for tests: each goes through the commands."""

from sqlalchemy import select, update

from core import rule
from core.access import machine
from core.work import reading, work
from data.tables import event, firing
from data.tables import rule as rules

JOB = machine("job:timers")
TASK = {"do": "open_task", "kind": "follow_up", "title": "Call {{ patient }}"}


def only_own():
    """The shipped rules that wait for a time are off: what is left are those that a test makes."""
    with work() as db:
        db.execute(update(rules).where(rules.c.when == "rule:due").values(enabled=False))


def made(actor, label="Ask about it", *, when="referral:accepted", do=(TASK,), **more):
    """A rule of the whole group that is on; its name."""
    parts = {"label": label, "when": when, "conditions": more.pop("given", []), "actions": list(do), **more}
    return rule.save(actor, parts)


def waits(amount, anchor, *, unit="days", side="after", late="skip"):
    """So long after or before something."""
    return {side: amount, "unit": unit, "anchor": anchor, "late": late}


def react():
    """Everything that is pending, as the jobs would."""
    while rule.react():
        pass


def pass_by():
    """What the jobs do about times: they are set, they come, and are reacted to."""
    react()
    rule.plant(JOB)
    rule.ring(JOB)
    react()


def told(kind):
    """The events of a kind so far: (subject, facts)."""
    c = event.c
    with reading() as db:
        return [(row.subject_id, row.facts) for row in db.execute(select(c.subject_id, c.facts).where(c.kind == kind))]


def firings(name):
    """(fired, because, outcome) of each judgement of a rule."""
    c = firing.c
    with reading() as db:
        rows = db.execute(select(c.fired, c.because, c.outcome).where(c.rule == name).order_by(c.id))
        return [(row.fired, row.because, row.outcome) for row in rows]
