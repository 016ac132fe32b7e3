"""Mail people what they were told of: what is pressing at once, everything else in one mail a morning."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from core import clock, message
from core.access import Actor, Role
from core.alert.climb import after
from core.alert.letters import Reader, digest, single
from core.alert.quiet import next_morning, not_before
from core.alert.stored import Ladders
from core.audit import About
from core.brand import Brand, brand
from core.directory import Calendar, calendar
from core.errors import NotAllowed, Refusal
from core.message import Outgoing
from core.text import Rendered, Texts
from core.work import reading, work
from data.tables import account, alert, alert_told, referral, site

RULE = "escalation"
TEXTS = ("alert", "alerts", "digest")


def send_mails(actor: Actor) -> int:
    """Person by person, each in a transaction of its own; how many mails were put in the outbox."""
    if not actor.internal:
        raise NotAllowed("Staff are mailed by the jobs process.")
    return sum(_mail_or_not(account_id) for account_id in _waiting())


def _mail_or_not(account_id: int) -> int:
    """An address that no mail can be sent to holds up nobody else: what waited for it goes further up."""
    try:
        return _mail(account_id)
    except Refusal:
        with work() as db:
            now = clock.now()
            _end(db, db.execute(_due(account_id, now)).all(), now)
        return 0


def _waiting() -> list[int]:
    """Whose mail is due."""
    c = alert_told.c
    due = select(c.account_id).where(c.mailed_at.is_(None), c.mail_at <= clock.now()).distinct()
    with reading() as db:
        return list(db.execute(due.order_by(c.account_id)).scalars())


@dataclass
class Morning:
    """What one transaction knows: the moment, and how each site wants its mail."""

    db: Connection
    now: datetime
    ladders: Ladders
    brand: Brand
    texts: Texts
    calendars: dict[int, Calendar] = field(default_factory=dict)

    def reader(self, one: Any) -> Reader:
        """Whom a row was told to."""
        return Reader(one.name, one.email, Role(one.role), self.brand, self.texts)

    def calendar(self, site_id: int) -> Calendar:
        """Asked once for each site."""
        if site_id not in self.calendars:
            self.calendars[site_id] = calendar(self.db, site_id)
        return self.calendars[site_id]

    def opens(self, one: Any) -> datetime:
        """When its mail may leave: a morning's on a day on which the site is open, and never in the quiet."""
        quiet, there = self.ladders.at(one.site_id).quiet, self.calendar(one.site_id)
        if one.way == "now":
            return not_before(self.now, one.urgency, quiet, there)
        day = clock.local(self.now, there.time_zone).date()
        by_day = not_before(self.now, "", quiet, there) == self.now and there.open_on(day)
        return self.now if by_day else next_morning(self.now, quiet, there)


def _mail(account_id: int) -> int:
    """Everything that is due to one person; what lies in the quiet by now waits on."""
    with work() as db:
        at = Morning(db, clock.now(), Ladders(db), brand(db), Texts.read(db, TEXTS))
        rows = db.execute(_due(account_id, at.now).with_for_update(of=alert_told, skip_locked=True)).all()
        _end(db, [row for row in rows if not _wanted(row)], at.now)
        leaving = []
        for row in rows:
            if _wanted(row) and (opens := at.opens(row)) > at.now:
                _put_off(at, row, opens)
            elif _wanted(row):
                leaving.append(row)
        return _send(at, account_id, leaving) if leaving else 0


def _wanted(row: Any) -> bool:
    """Nobody took it on, it is not over, and whoever was told may still come in and has an address."""
    return not (row.settled_at or row.acknowledged_at or row.disabled_at) and bool(row.email)


def _send(at: Morning, account_id: int, rows: Sequence[Any]) -> int:
    """One mail for all of them. A day has one digest: what missed it waits for the next, what is pressing does not."""
    morning = [row for row in rows if row.way == "morning"]
    if morning:
        if _put_digest(at, account_id, rows):
            return 1
        for row in morning:
            _put_off(at, row, next_morning(at.now, at.ladders.at(row.site_id).quiet, at.calendar(row.site_id)))
        rows = [row for row in rows if row.way == "now"]
    if not rows:
        return 0
    letter = single(at.reader(rows[0]), rows, at.now)
    return int(_put(at, f"alert:{rows[0].id}", _about(rows), letter, rows))


def _put_digest(at: Morning, account_id: int, rows: Sequence[Any]) -> bool:
    first = rows[0]
    day = clock.local(at.now, first.time_zone).date()
    new = {row.id for row in rows}
    standing = at.db.execute(_told(account_id).where(alert.c.settled_at.is_(None)))
    waiting = [row for row in standing if row.id not in new and _wanted(row)]
    letter = digest(at.reader(first), rows, waiting, at.now)
    return _put(at, f"digest:{account_id}:{day}", _about([*rows, *waiting]), letter, rows)


def _about(listed: Sequence[Any]) -> About:
    """What is listed decides who may read it again: one referral's people, one site's, or only who sees every site."""
    first, sites = listed[0], {row.site_id for row in listed}
    if len(listed) == 1:
        return About("referral", first.referral_id, first.site_id, first.patient_id)
    return About("account", first.account_id, first.site_id if len(sites) == 1 else None)


def _put(at: Morning, key: str, about: About, letter: Rendered, rows: Sequence[Any]) -> bool:
    """Into the outbox, if this key was never used; from then on the next level waits."""
    first = rows[0]
    outgoing = Outgoing(
        key=key,
        about=about,
        rule=RULE,
        template=key.partition(":")[0],
        audience="staff",
        to_name=first.name,
        to_address=first.email,
        headline=letter.headline,
        text=letter.text,
        html=letter.html,
        due_at=at.now,
    )
    if (message_id := message.put(at.db, outgoing)) is None:
        return False
    _end(at.db, rows, at.now, message_id)
    for row in rows:
        _climb_from(at, row, at.now)
    return True


def _put_off(at: Morning, row: Any, until: datetime) -> None:
    at.db.execute(update(alert_told).where(alert_told.c.id == row.id).values(mail_at=until))
    _climb_from(at, row, until)


def _climb_from(at: Morning, row: Any, since: datetime) -> None:
    """The level above waits until this one could read its mail."""
    if row.level == row.reached:
        next_at = after(at.ladders.at(row.site_id), row.level, row.first, since, at.calendar(row.site_id))
        at.db.execute(update(alert).where(alert.c.id == row.alert_id).values(next_at=next_at))


def _end(db: Connection, rows: Sequence[Any], now: datetime, message_id: int | None = None) -> None:
    ended = update(alert_told).where(alert_told.c.id.in_([row.id for row in rows]))
    db.execute(ended.values(mailed_at=now, message_id=message_id))


def _due(account_id: int, now: datetime) -> Any:
    """What was to be mailed to somebody by now."""
    return _told(account_id).where(alert_told.c.mailed_at.is_(None), alert_told.c.mail_at <= now)


def _told(account_id: int) -> Any:
    """What somebody was told of, in the order in which it came."""
    t, c, r = alert_told.c, alert.c, referral.c
    return (
        select(
            *(t[name] for name in ("id", "alert_id", "account_id", "level", "way")),
            *(c[name] for name in ("referral_id", "site_id", "kind", "what", "due_at", "first", "acknowledged_at")),
            *(c.settled_at, c.level.label("reached"), r.urgency, r.reference, r.patient_id),
            *(site.c.name.label("site"), site.c.time_zone),
            *(account.c.name, account.c.email, account.c.role, account.c.disabled_at),
        )
        .select_from(alert_told)
        .join(alert, c.id == t.alert_id)
        .join(referral, r.id == c.referral_id)
        .join(site, site.c.id == c.site_id)
        .join(account, account.c.id == t.account_id)
        .where(t.account_id == account_id)
        .order_by(t.id)
    )
