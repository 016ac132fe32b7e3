"""What people do with tasks: add, change, tick off, give, put off, finish, drop and open again."""

import secrets
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from core import clock, field
from core.access import Actor, Permission
from core.audit import Kind
from core.directory import site_zone
from core.errors import Changed, Lacking, NotNow
from core.task.changing import changed
from core.task.draft import FARTHEST, NewTask, Terms
from core.task.held import OVERTAKEN, change, end, held, told
from core.task.keep import Opening, give, open_task, works_at
from core.task.model import ADDED, DECISION, lines_of, stored
from core.task.rhythm import Again, due_day, midnight
from core.task.subject import about
from core.work import work

MORNING = time(8)
"""When what was put off comes back, on its site's clock."""


def add(actor: Actor, new: NewTask) -> int:
    """Add a task; its id. Lacking names fields that are missing or wrong."""
    with work() as db:
        subject = about(db, actor, new.subject, new.subject_id, new.site_id)
        zone = site_zone(db, subject.site_id or 0)
        kept = new.tidied(_today(zone))
        _may_give(db, actor, subject.site_id or 0, None, kept.owner_id)
        opening = Opening(
            key=f"{ADDED}:{secrets.token_hex(16)}",
            kind=ADDED,
            title=kept.title,
            about=subject,
            due_at=kept.due_at(zone),
            owner_id=kept.owner_id,
            note=kept.note,
            priority=kept.priority,
            checklist=kept.checklist,
            again=Again.on(kept.rhythm, kept.due_on, zone) if kept.rhythm and kept.due_on else None,
        )
        return open_task(db, actor, opening) or 0


def edit(actor: Actor, task_id: int, version: int, new: Terms) -> None:
    """Put a task differently; whose it is, too. What stays as it is leaves no trace."""
    with work() as db:
        now = held(db, actor, task_id, version)
        zone = site_zone(db, now.site_id)
        kept = new.tidied(_today(zone))
        values, what = changed(db, now, kept, zone)
        if values:
            change(db, now, **values)
            title = str(values.get("title", now.title))
            facts = {"fields": sorted(what)}
            told(db, actor, Kind.TASK_CHANGED, now, facts, title=title, what=", ".join(what.values()))
        if kept.owner_id != now.owner_id:
            after = held(db, actor, task_id, None)
            give(db, actor, after, kept.owner_id, _may_give(db, actor, now.site_id, now.owner_id, kept.owner_id))


def tick(actor: Actor, task_id: int, line_id: int, ticked: bool) -> None:
    """Tick a line of the checklist off, or not any more. Two people who tick different lines do not disturb each other;
    the second of two who tick the same one is told."""
    with work() as db:
        now = held(db, actor, task_id, None)
        lines = lines_of(now.checklist)
        line = next((one for one in lines if one.id == line_id), None)
        if line is None or line.ticked == ticked:
            raise Changed(OVERTAKEN)
        after = [type(one)(one.id, one.text, ticked) if one is line else one for one in lines]
        change(db, now, checklist=stored(after))
        kind = Kind.TASK_TICKED if ticked else Kind.TASK_UNTICKED
        facts = {"line": line.id, "ticked": sum(one.ticked for one in after), "of": len(after)}
        told(db, actor, kind, now, facts, line=line.text, title=now.title)


def finish(actor: Actor, task_id: int, version: int, note: str = "") -> None:
    """Mark a task as done, with a note of what came of it."""
    note = field.paragraph(note, what="The note")
    with work() as db:
        now = held(db, actor, task_id, version)
        if now.kind == DECISION:
            raise NotNow("This waits for a decision. Approve or refuse it on the referral’s page.")
        end(db, now, "done", note=note or now.note)
        told(db, actor, Kind.TASK_DONE, now, {}, title=now.title, comment=note)


def drop(actor: Actor, task_id: int, version: int, reason: str, *, for_good: bool = False) -> None:
    """Say that it need not be done, and why; one that comes again does so no more if it is dropped `for_good`."""
    reason = field.paragraph(reason, what="The reason")
    if not reason:
        raise Lacking({"reason": "Say in a word why it need not be done."})
    with work() as db:
        now = held(db, actor, task_id, version)
        end(db, now, "dropped", goes_on=not for_good)
        told(db, actor, Kind.TASK_DROPPED, now, {"for_good": True} if for_good else {}, title=now.title, comment=reason)


def reopen(actor: Actor, task_id: int, version: int) -> None:
    """Let what was done or dropped be open again; the next of its series, if it has followed, stays."""
    with work() as db:
        now = held(db, actor, task_id, version, ("done", "dropped"))
        there = now.owner_id is None or works_at(db, now.owner_id, now.site_id)
        change(db, now, state="open", ended_at=None, owner_id=now.owner_id if there else None)
        told(db, actor, Kind.TASK_REOPENED, now, {"was": now.state}, title=now.title)


def snooze(actor: Actor, task_id: int, version: int, until_on: date) -> None:
    """Put it off until the morning of a day; what would be late by then is due by the end of that day."""
    with work() as db:
        now = held(db, actor, task_id, version)
        zone = site_zone(db, now.site_id)
        if not _today(zone) < until_on < _today(zone) + FARTHEST:
            raise Lacking({"until_on": "Choose a day from tomorrow on, within two years."})
        wakes_at = datetime.combine(until_on, MORNING, ZoneInfo(zone))
        late = due_day(now.due_at, zone) < until_on or now.due_at <= wakes_at
        due_at = midnight(date.fromordinal(until_on.toordinal() + 1), zone) if late else now.due_at
        change(db, now, wakes_at=wakes_at, due_at=due_at)
        facts = {"until": until_on.isoformat()} | ({"due_before": now.due_at.isoformat()} if late else {})
        told(db, actor, Kind.TASK_SNOOZED, now, facts, title=now.title, until_on=clock.spoken_day(until_on))


def wake(actor: Actor, task_id: int, version: int) -> None:
    """Take up now what was put off."""
    with work() as db:
        now = held(db, actor, task_id, version)
        if now.wakes_at is None or now.wakes_at <= clock.now():
            raise NotNow("This task is not put off.")
        change(db, now, wakes_at=None)
        told(db, actor, Kind.TASK_WOKEN, now, {}, title=now.title)


def take(actor: Actor, task_id: int, version: int) -> None:
    """Make a task one's own."""
    if actor.account_id is None:
        raise NotNow("Only a person can take a task.")
    assign(actor, task_id, version, actor.account_id)


def assign(actor: Actor, task_id: int, version: int, owner_id: int | None) -> None:
    """Give a task to somebody who works at its site, or back to the site with None."""
    with work() as db:
        now = held(db, actor, task_id, version)
        give(db, actor, now, owner_id, _may_give(db, actor, now.site_id, now.owner_id, owner_id))


def _may_give(db: Connection, actor: Actor, site_id: int, before: int | None, owner_id: int | None) -> str:
    """How whoever gets it is called; anybody takes a task or gives their own away, the rest is for who assigns."""
    nobody = before is None and owner_id is None
    if not (nobody or actor.account_id in {before, owner_id} - {None}):
        actor.must(Permission.REFERRAL_ASSIGN, at=site_id)
    if owner_id is None:
        return "the site"
    if (name := works_at(db, owner_id, site_id)) is None:
        raise Lacking({"owner": "Choose somebody who works at this site."})
    return name


def _today(zone: str) -> date:
    return clock.local(clock.now(), zone).date()
