"""Tell the next level what nobody has taken on: one level at a time, each person once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, insert, select, update

from core import clock
from core.access import Actor
from core.alert.ladder import Ladder
from core.alert.model import Level
from core.alert.people import Chosen, Staff, staff_of
from core.alert.quiet import later, next_morning, not_before
from core.alert.stored import Ladders
from core.audit import About, Kind, record
from core.directory import Calendar, calendar
from core.errors import NotAllowed
from core.work import reading, work
from data.tables import alert, alert_told, referral

BATCH = 100
NOBODY = {
    Level.OWNER: "Nobody at the site could be told",
    Level.MANAGER: "There is no other manager here",
    Level.OPERATOR: "There is no other operator",
}
"""Why it goes further up where everybody of a level knows already, or nobody is there."""


def climb(actor: Actor) -> int:
    """Everything that is due, the longest due first; how many alerts reached somebody or were put off."""
    if not actor.internal:
        raise NotAllowed("Alerts are brought to people by the jobs process.")
    done = 0
    while _some_due() and (climbed := _some(actor)):
        done += climbed
    return done


def _some_due() -> bool:
    """Looked up without the write lock: an idle house does not disturb those who write."""
    with reading() as db:
        return db.execute(_due(clock.now()).limit(1)).first() is not None


@dataclass
class Pass:
    """What one transaction knows: who works where, and how each site wants it."""

    db: Connection
    actor: Actor
    now: datetime
    staff: Staff
    ladders: Ladders
    calendars: dict[int, Calendar] = field(default_factory=dict)

    def calendar(self, site_id: int) -> Calendar:
        """Asked once for each site."""
        if site_id not in self.calendars:
            self.calendars[site_id] = calendar(self.db, site_id)
        return self.calendars[site_id]

    def when(self, one: Any, level: Level) -> tuple[str, datetime]:
        """How a level is told of an alert, and when its mail may leave."""
        ladder, there = self.ladders.at(one.site_id), self.calendar(one.site_id)
        if ladder.rungs[level].way.at_once(one.urgency):
            return "now", not_before(self.now, one.urgency, ladder.quiet, there)
        return "morning", next_morning(self.now, ladder.quiet, there)


def _some(actor: Actor) -> int:
    with work() as db:
        now = clock.now()
        rows = db.execute(_due(now).limit(BATCH).with_for_update(of=alert, skip_locked=True)).all()
        if rows:
            one_pass = Pass(db, actor, now, staff_of(db), Ladders(db))
            for row in rows:
                _climb(one_pass, row)
    return len(rows)


def _climb(at: Pass, one: Any) -> None:
    """Up to the first level that has somebody who does not know yet."""
    ladder, told = at.ladders.at(one.site_id), _told(at.db, one.id)
    level, passed = ladder.above(one.level, Level(one.first)), list[str]()
    if level and not one.level and (due := _begins(at, one, level)) > at.now:
        _change(at.db, one.id, next_at=due)
        return
    while level:
        chosen, why = at.staff.to_tell(at.staff.level(level, one.site_id, one.owner_id), one.site_id, told)
        passed += why or ([] if chosen else [NOBODY[level]])
        if chosen:
            _tell(at, one, level, chosen, passed)
            return
        level = ladder.above(level, Level(one.first))
    _nobody(at, one, passed)


def _begins(at: Pass, one: Any, level: Level) -> datetime:
    """When the first level is told: at once where a rule begins further up, because nobody below is waited for."""
    if level == one.first != Level.OWNER:
        begins: datetime = one.raised_at
        return begins
    return later(one.raised_at, at.ladders.at(one.site_id).rungs[level], at.calendar(one.site_id))


def _tell(at: Pass, one: Any, level: Level, chosen: Sequence[Chosen], passed: Sequence[str]) -> None:
    way, mail_at = at.when(one, level)
    told = {"alert_id": one.id, "level": level, "told_at": at.now, "way": way, "mail_at": mail_at}
    each = [
        {**told, "account_id": who.person.id, "instead_of_id": who.instead_of.id if who.instead_of else None}
        for who in chosen
    ]
    at.db.execute(insert(alert_told), each)
    next_at = after(at.ladders.at(one.site_id), level, one.first, mail_at, at.calendar(one.site_id))
    _change(at.db, one.id, level=level, next_at=next_at)
    facts = {"alert": one.id, "level": level, "way": way, "accounts": [who.person.id for who in chosen]}
    whose = "the site’s team" if level is Level.OWNER and one.owner_id is None else level.label.lower()
    who = f"{whose}: {', '.join(who.called for who in chosen)}"
    record(at.db, at.actor, Kind.ALERT_TOLD, _about(one), facts, who=who, comment=_said(passed))


def _nobody(at: Pass, one: Any, passed: Sequence[str]) -> None:
    """At the top, and nobody is left to tell: that is said, and it stays in sight on the page."""
    _change(at.db, one.id, next_at=None)
    if passed:
        facts = {"alert": one.id, "level": "", "accounts": []}
        record(at.db, at.actor, Kind.ALERT_TOLD, _about(one), facts, who="nobody", comment=_said(passed))


def after(ladder: Ladder, level: str, first: str, since: datetime, there: Calendar) -> datetime | None:
    """When the level above is told, if there is one, counted from when this one's mail leaves."""
    above = ladder.above(level, Level(first))
    return later(since, ladder.rungs[above], there) if above else None


def _said(passed: Sequence[str]) -> str:
    """Why it went further up, in sentences."""
    return " ".join(f"{why}." for why in dict.fromkeys(passed))


def _told(db: Connection, alert_id: int) -> set[int]:
    return set(db.execute(select(alert_told.c.account_id).where(alert_told.c.alert_id == alert_id)).scalars())


def _change(db: Connection, alert_id: int, **values: Any) -> None:
    db.execute(update(alert).where(alert.c.id == alert_id).values(**values))


def _about(one: Any) -> About:
    return About("referral", one.referral_id, one.site_id, one.patient_id)


def _due(now: datetime) -> Any:
    """What nobody has taken on and everybody so far has had their mail about, unless the referral is on hold."""
    c, r = alert.c, referral.c
    unmailed = exists().where(alert_told.c.alert_id == c.id, alert_told.c.mailed_at.is_(None))
    return (
        select(
            *(c[name] for name in ("id", "referral_id", "site_id", "first", "level", "raised_at")),
            *(r.owner_id, r.urgency, r.patient_id),
        )
        .join(referral, r.id == c.referral_id)
        .where(c.next_at <= now, r.held_until_on.is_(None), ~unmailed)
        .order_by(c.next_at, c.id)
    )
