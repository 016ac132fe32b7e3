"""Send what is due: each list's periods in their order, each once, whatever was down for how long."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from core import clock, log, message
from core.access import Actor
from core.audit import About, Kind, record
from core.brand import Brand, brand
from core.errors import NotAllowed, Refusal
from core.message import Outgoing
from core.report.building import build
from core.report.content import Kept
from core.report.distribution import Way, may_read, several
from core.report.kinds import kinds
from core.report.link import GOOD_FOR, address
from core.report.period import Rhythm, When, due_at, latest, owed
from core.report.scope import Place, Reach, Scope, place_of
from core.settings import settings
from core.text import Sender, Texts, render
from core.work import reading, work
from data.tables import account, distribution, distribution_person, edition, edition_sent, event, pending, site

RULE = "distribution"
TEXTS = ("edition", "edition_link")
BEHIND = 500
"""Events that wait to be reacted to: with so many the sums are behind, whatever these are about."""
NO_LONGER = "May not see this report any more."
NO_ADDRESS = "Has no e-mail address."


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one run: mails put into the outbox, and lists that could not be served."""

    mails: int
    failed: int


def send_due(actor: Actor) -> Sent:
    """List by list; one that cannot be served holds up no other and is tried again."""
    if not actor.internal:
        raise NotAllowed("Reports are sent by the jobs process.")
    mails = failed = 0
    for row in _waiting():
        try:
            mails += sum(_serve(actor, row, period_on) for period_on in _owed(row))
        except Exception as error:
            log.incident(error, distribution=row.id)
            failed += 1
    return Sent(mails, failed)


def _waiting() -> list[Row[Any]]:
    """Lists for which a period has ended since the last one they had."""
    with reading() as db:
        rows = db.execute(select(distribution, site.c.time_zone, site.c.closed_on).outerjoin(site)).all()
    return [row for row in rows if row.active and row.kind in kinds() and _has_ended(row)]


def _has_ended(row: Row[Any]) -> bool:
    zone = row.time_zone or settings().time_zone.key
    return latest(_when(row), clock.local(clock.now(), zone).date()) > _reached(row)


def _owed(row: Row[Any]) -> list[date]:
    """Periods whose time has come; none while something from before then is still to be counted, as after a silence."""
    with reading() as db:
        calendar = place_of(db, _scope(row)).calendar
        found = owed(_when(row), _reached(row), calendar, clock.now())
        return [] if found and _uncounted(db, due_at(_when(row), found[-1], calendar)) else found


def _uncounted(db: Connection, before: datetime) -> bool:
    """Whether a referral's past is not in the sums yet; what was set aside after a failure holds up nobody."""
    e, p = event.c, pending.c
    behind = db.execute(select(p.event_id).where(p.tries == 0).order_by(p.event_id).limit(BEHIND)).scalars().all()
    asked = select(e.id).where(e.id.in_(behind), e.subject == "referral", e.occurred_at < before).limit(1)
    return len(behind) == BEHIND or db.execute(asked).first() is not None


def _serve(actor: Actor, row: Row[Any], period_on: date) -> int:
    """One period of a list: its report, built by now, and a mail to each, in one transaction with how far it got."""
    edition_id = None
    if row.closed_on is None or period_on < row.closed_on:
        edition_id = build(actor, row.kind, _scope(row), _told_of(row, period_on))
    with work() as db:
        c = distribution.c
        reached = update(distribution).where(c.id == row.id, c.active, c.reached_on < period_on)
        reached = reached.values(reached_on=period_on)
        if not db.execute(reached).rowcount or edition_id is None:
            return 0
        return _send(db, actor, row, edition_id)


def _told_of(row: Row[Any], period_on: date) -> date:
    """A list of how things stand is always of today, however late it is built."""
    zone = row.time_zone or settings().time_zone.key
    return period_on if _when(row).rhythm is Rhythm.MONTH else clock.local(clock.now(), zone).date()


def _send(db: Connection, actor: Actor, row: Row[Any], edition_id: int) -> int:
    e = edition.c
    told = db.execute(select(e.id, e.kind, e.title, e.kept, e.site_id).where(e.id == edition_id)).one()
    mail = Mail(told, place_of(db, _scope(row)), brand(db), Texts.read(db, TEXTS), clock.now())
    sent = sum(_one(db, mail, person) for person in _people(db, row, _scope(row)))
    count = several(sent)
    about = About("edition", edition_id, told.site_id)
    if sent:
        record(
            db, actor, Kind.EDITION_SENT, about, {"distribution": row.id, "sent": sent}, title=told.title, count=count
        )
    return sent


@dataclass(frozen=True, slots=True)
class To:
    """Somebody on a list as they are reached now; `why` they are not, where that is so."""

    account_id: int | None
    name: str
    address: str
    way: Way
    why: str


@dataclass(frozen=True, slots=True)
class Mail:
    """One edition on its way out."""

    told: Any
    place: Place
    brand: Brand
    texts: Texts
    now: datetime

    def link(self, to: To, sent_id: int) -> str:
        """Where they open it: a colleague behind the sign-in, somebody outside by a link of their own."""
        if to.account_id:
            return f"{settings().public_url}/reports?edition={self.told.id}"
        return address(sent_id, self.now + GOOD_FOR)

    def outgoing(self, to: To, sent_id: int) -> Outgoing:
        """As it is to leave."""
        linked = to.way is Way.LINK
        until = clock.local(self.now + GOOD_FOR, self.place.calendar.time_zone).date()
        words = {
            "dear": to.name,
            "title": self.told.title,
            "what": "\n".join(Kept.read(self.told.kept).summary),
            "until": "" if to.account_id else f"{until.day} {until:%B %Y}",
        }
        sender = Sender(
            self.brand, self.place.site or self.brand.name, "", link=self.link(to, sent_id) if linked else ""
        )
        text = self.texts.mail("edition_link" if linked else "edition", self.told.site_id)
        letter = render(text, words, sender)
        outside = kinds()[self.told.kind].reach is Reach.PRACTICE and not to.account_id
        return Outgoing(
            key=f"edition:{self.told.id}:{to.address.casefold()}"[:160],
            about=About("edition", self.told.id, self.told.site_id),
            rule=RULE,
            template=text.name,
            audience="referrer" if outside else "staff",
            to_name=to.name,
            to_address=to.address,
            headline=letter.headline,
            text=letter.text,
            html=letter.html,
            edition_id=None if linked else self.told.id,
        )


def _one(db: Connection, mail: Mail, to: To) -> int:
    """A row in the archive and a mail; none for who had this one before, whichever list they were on."""
    s = edition_sent.c
    had = select(s.id).where(s.edition_id == mail.told.id, s.address == to.address)
    if db.execute(had).first():
        return 0
    linked = to.way is Way.LINK and not to.account_id and not to.why
    row = {
        "edition_id": mail.told.id, "account_id": to.account_id, "name": to.name, "address": to.address,
        "way": to.way, "why": to.why, "sent_at": mail.now, "ends_at": mail.now + GOOD_FOR if linked else None,
    }  # fmt: skip
    sent_id = int(db.execute(insert(edition_sent).values(row).returning(s.id)).scalar_one())
    if to.why:
        return 0
    try:
        message_id = message.put(db, mail.outgoing(to, sent_id))
    except Refusal as refusal:
        db.execute(update(edition_sent).where(s.id == sent_id).values(why=str(refusal)[:200], ends_at=None))
        return 0
    db.execute(update(edition_sent).where(s.id == sent_id).values(message_id=message_id))
    return 1


def _people(db: Connection, row: Row[Any], scope: Scope) -> Iterator[To]:
    """Who is on the list, and whether a colleague still may see it."""
    p = distribution_person.c
    wanted = (
        select(p.account_id, p.name, p.address, p.way, account.c.name.label("colleague"), account.c.email)
        .outerjoin(account, account.c.id == p.account_id)
        .where(p.distribution_id == row.id)
        .order_by(p.id)
    )
    allowed = set(db.execute(may_read(row.kind, scope)).scalars())
    for one in db.execute(wanted).all():
        if one.account_id is None:
            yield To(None, one.name, one.address, Way(one.way), "")
        else:
            why = NO_LONGER if one.account_id not in allowed else "" if one.email else NO_ADDRESS
            yield To(one.account_id, one.colleague, one.email or f"account:{one.account_id}", Way(one.way), why)


def _reached(row: Row[Any]) -> date:
    reached_on: date = row.reached_on
    return reached_on


def _when(row: Row[Any]) -> When:
    return When(kinds()[row.kind].rhythm, row.weekday, row.minute)


def _scope(row: Row[Any]) -> Scope:
    return Scope(row.site_id, row.provider_id)
