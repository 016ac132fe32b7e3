"""What can be done to a referral: each command is one transaction."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select, update

from core import clock, field
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.errors import Lacking, NotAllowed, NotNow
from core.referral.advance import advance
from core.referral.answers import Answers
from core.referral.create import create
from core.referral.current import Current, current
from core.referral.draft import Draft
from core.referral.lifecycle import follow
from core.referral.mention import colleagues, mentioned, reach
from core.referral.owner import give, owner_name, owns, takes
from core.work import work
from data.tables import appointment, referral, site


def refer(actor: Actor, draft: Draft) -> int:
    """Record a referral in any direction; its id. Lacking names missing fields, Duplicate an open one like it."""
    with work() as db:
        return create(db, actor, draft)


def take_step(actor: Actor, referral_id: int, version: int | None, name: str, given: Answers | None = None) -> int:
    """Move a referral along its lifecycle from the version that was read.

    Where that ends it, the answer is how many tasks that people added about it are left open.
    """
    with work() as db:
        now = current(db, actor, referral_id, version)
        return advance(db, actor, now, follow(now.stage, name, held=now.held), given or Answers())


def assign(actor: Actor, referral_id: int, version: int | None, owner_id: int | None) -> None:
    """Give a referral an owner who works at its site, or put it back into the site's pool with None.

    Anybody takes what nobody has and gives away what is theirs; the rest is for those who assign.
    """
    with work() as db:
        now = current(db, actor, referral_id, version)
        actor.must(Permission.REFERRAL_HANDLE, at=now.site_id)
        if not (takes(actor, now, owner_id) or owns(actor, now)):
            actor.must(Permission.REFERRAL_ASSIGN, at=now.site_id)
        name = owner_name(db, now.site_id, owner_id)
        if owner_id == now.owner_id:
            raise NotNow("It is in the site's pool already." if owner_id is None else f"{name} owns it already.")
        give(db, actor, now.about, now.owner_id, owner_id, owner=name)


def note(actor: Actor, referral_id: int, text: str) -> list[str]:
    """Add a note to the timeline; the names of the colleagues it mentions, who each get a task to read it."""
    with work() as db:
        return add_note(db, actor, current(db, actor, referral_id, None), text)


def add_note(db: Connection, actor: Actor, now: Current, text: str) -> list[str]:
    """The same within a transaction. Whoever came by a link may write too, and mentions nobody: they know no names."""
    text = field.paragraph(text, what="The note")
    if not text:
        raise Lacking({"note": "Write the note first."})
    handles = any(actor.may(Permission.REFERRAL_HANDLE, at=site) for site in (now.site_id, now.from_site_id))
    if not (handles or actor.outside):
        raise NotAllowed("Your role does not allow notes here.")
    meant = mentioned(text, colleagues(db, actor, now)) if "@" in text and not actor.outside else {}
    names = {words: one.name for words, one in meant.items()}
    facts = {"mentions": sorted({one.id for one in meant.values()})} if meant else {}
    event_id = record(db, actor, Kind.REFERRAL_NOTED, now.about, facts, comment=text, **names)
    reach(db, actor, now, event_id, text, meant.values())
    return sorted(set(names.values()))


def ask_outcomes(actor: Actor) -> int:
    """Record for each booked appointment whose local day has passed that its outcome is asked for; how many."""
    if not actor.internal:
        raise NotAllowed("Outcomes are asked for by the jobs process.")
    asked = 0
    while batch := _ask_some(actor):
        asked += batch
    return asked


def _ask_some(actor: Actor, limit: int = 200) -> int:
    now = clock.now()
    c = appointment.c
    over = (
        select(c.id, c.starts_at, referral.c.id, referral.c.site_id, referral.c.patient_id, site.c.time_zone)
        .join(referral, referral.c.id == c.referral_id)
        .join(site, site.c.id == referral.c.site_id)
        .where(c.state == "booked", c.asked_at.is_(None), c.starts_at < now)
        .order_by(c.starts_at, c.referral_id)
        .limit(limit)
        .with_for_update(of=appointment, skip_locked=True)
    )
    asked = 0
    with work() as db:
        for row in db.execute(over).all():
            if now < _day_after(row[1], row[5]):
                continue
            db.execute(update(appointment).where(c.id == row[0]).values(asked_at=now))
            about = About("referral", row[2], row[3], row[4])
            words = {"starts_at": clock.spoken(row[1], row[5])}
            record(db, actor, Kind.APPOINTMENT_OVER, about, {"appointment": row[0]}, **words)
            asked += 1
    return asked


def _day_after(moment: datetime, zone: str) -> datetime:
    """Local midnight that ends the day of the moment."""
    there = clock.local(moment, zone)
    return datetime.combine(there.date() + timedelta(days=1), time(), ZoneInfo(zone))
