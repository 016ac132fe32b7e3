"""What was written and what became of it: of one subject, page by page, counted, and exactly as it left."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from core.access import Actor, Permission, at_my_sites, my_referrals
from core.audit import About, note_read
from core.channel import Channel
from core.errors import NotFound
from core.message.answering import answers_to, reply_to
from core.message.enclosed import papers
from core.message.letter import Letter, written
from core.message.model import Attempt, Enclosure, Filter, Line, Page, Preview, place_shown
from core.paper import Paper
from core.patient import found_ids
from core.referral.reference import read as reference
from core.settings import settings
from core.text import SHIPPED
from core.work import reading
from data.newest import newest
from data.tables import attempt, message, patient, patient_name, referral, site

READERS = {"edition": Permission.INSIGHT_READ}
"""Who reads the words of a message about something, beyond who reads messages."""
STATES = ("in_doubt", "dead", "waiting", "sending", "sent", "withheld")
STUCK = STATES[:2]
_replaced = message.alias("replaced")


def of(actor: Actor, subject: str, subject_id: int) -> list[Line]:
    """The messages about one subject, newest first; a referral's are seen from both of its sites."""
    actor.must(Permission.MESSAGE_READ)
    c = message.c
    scope = _in_scope(actor)
    if subject == "referral":
        scope = c.subject_id.in_(select(referral.c.id).where(referral.c.id == subject_id, my_referrals(actor)))
    with reading() as db:
        return _lines(db, _all().where(c.subject == subject, c.subject_id == subject_id, scope))


def page(actor: Actor, wanted: Filter, before: int | None = None, limit: int = 50) -> Page:
    """A page of the messages of the actor's sites."""
    actor.must(Permission.MESSAGE_READ, at=wanted.site_id)
    c = message.c
    asked = _asked(wanted) + ([c.id < before] if before else [])
    ids = newest(message, None if actor.every_site else actor.sites, asked, limit + 1)
    with reading() as db:
        lines = _lines(db, _all().where(c.id.in_(ids)).limit(limit + 1))
    return Page(lines[:limit], lines[limit - 1].id if len(lines) > limit else None)


def lines(db: Connection, ids: Collection[int]) -> list[Line]:
    """These messages, newest first; whoever asks has said whose they may be."""
    return _lines(db, _all().where(message.c.id.in_(ids))) if ids else []


def counts(actor: Actor, site_id: int | None = None) -> Mapping[str, int]:
    """How many are in each state, those that need somebody first."""
    actor.must(Permission.MESSAGE_READ, at=site_id)
    c = message.c
    counted = select(c.state, func.count()).where(_in_scope(actor)).group_by(c.state)
    with reading() as db:
        rows = db.execute(counted.where(c.site_id == site_id) if site_id else counted)
        found = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in STATES}


def stuck(actor: Actor) -> Mapping[str, int]:
    """How many will not leave by themselves: in doubt, or given up. Nothing else is counted, however much was sent."""
    actor.must(Permission.MESSAGE_READ)
    c = message.c
    counted = select(c.state, func.count()).where(_in_scope(actor), c.state.in_(STUCK)).group_by(c.state)
    with reading() as db:
        found = {row[0]: row[1] for row in db.execute(counted)}
    return {state: found.get(state, 0) for state in STUCK}


def preview(actor: Actor, message_id: int) -> Preview:
    """One message with every attempt; that it was read is kept."""
    actor.must(Permission.MESSAGE_READ)
    of_mine = select(referral.c.id).where(my_referrals(actor))
    scope = or_(_in_scope(actor), (message.c.subject == "referral") & message.c.subject_id.in_(of_mine))
    with reading() as db:
        row = db.execute(_whole().where(message.c.id == message_id, scope)).one_or_none()
        if row is None:
            raise NotFound("There is no such message at your sites.")
        attempts, chain, brought = _attempts(db, message_id), _chain(db, row), _papers(db, message_id)
        back = answers_to(db)
    note_read(actor, About(row.subject, row.subject_id, row.site_id, row.patient_id))
    letter = _letter(row, attempts, back)
    needed = Permission.CLINICAL_READ if _clinical(row) else READERS.get(row.subject)
    withheld = needed is not None and not _may(actor, needed, row)
    return Preview(
        Line(*row[: len(Line.__slots__)]),
        _head(row, letter),
        "" if withheld else letter.text,
        "" if withheld else letter.html,
        letter.calendar,
        row.edition_id,
        withheld,
        attempts,
        brought,
        chain,
    )


def _head(row: Any, letter: Letter) -> tuple[tuple[str, str], ...]:
    """An e-mail's headers as they were sent; what goes another way has only where it goes."""
    if row.channel == Channel.EMAIL and row.to_address:
        return tuple(letter.headers())
    shown = place_shown(row.channel, row.to_address)
    return ("By", Channel(row.channel).label), ("To", ", ".join(part for part in (row.to_name, shown) if part))


def _chain(db: Connection, row: Any) -> tuple[Line, ...]:
    """Back to the first that was tried, and on to the last."""
    c, ids, before, after = message.c, [row.id], row.instead_of_id, row.id
    while before:
        ids.append(before)
        before = db.execute(select(c.instead_of_id).where(c.id == before)).scalar()
    while after := db.execute(select(c.id).where(c.instead_of_id == after)).scalar():
        ids.append(after)
    return tuple(_lines(db, _all().where(c.id.in_(ids)))[::-1]) if len(ids) > 1 else ()


def _may(actor: Actor, needed: Permission, row: Any) -> bool:
    places = [at for at in (row.site_id, row.from_site_id) if at]
    return any(actor.may(needed, at=at) for at in places) if places else actor.may(needed)


def _clinical(row: Any) -> bool:
    """Where nobody said so its shipped text does; of one that is shipped no more everything counts as clinical."""
    if row.clinical is not None:
        return bool(row.clinical)
    text = SHIPPED.chosen(row.template, None)
    return text is None or text.clinical


def _letter(row: Any, attempts: tuple[Attempt, ...], back: str) -> Letter:
    date = attempts[-1].started_at if attempts else row.created_at
    return written(row, settings().mail_from, reply_to(row, back), date)


def _in_scope(actor: Actor) -> ColumnElement[bool]:
    mine = at_my_sites(actor, message.c.site_id)
    return or_(mine, message.c.site_id.is_(None)) if actor.every_site else mine


def _asked(wanted: Filter) -> list[ColumnElement[bool]]:
    c = message.c
    asked = {c.state: wanted.state, c.audience: wanted.audience, c.site_id: wanted.site_id}
    conditions = [column == value for column, value in asked.items() if value]
    if number := reference(wanted.typed):
        named = select(referral.c.id).where(referral.c.reference == number)
        conditions += [c.subject == "referral", c.subject_id.in_(named)]
    elif wanted.typed.strip():
        conditions.append(c.patient_id.in_(found_ids(wanted.typed)))
    return conditions


def _columns() -> list[Any]:
    named = func.coalesce(patient_name, "")
    shown = {
        "site": func.coalesce(site.c.name, "").label("site"),
        "zone": func.coalesce(site.c.time_zone, settings().time_zone.key).label("zone"),
        "patient": named.label("patient"),
        "instead_of": func.coalesce(_replaced.c.channel, "").label("instead_of"),
        "because": func.coalesce(_replaced.c.outcome, "").label("because"),
    }
    return [shown.get(name, message.c.get(name)) for name in Line.__slots__]


def _all() -> Any:
    return _joined(_columns()).order_by(message.c.id.desc())


def _whole() -> Any:
    """The row of a list, then what only the letter needs."""
    c = message.c
    beside = (
        c[name]
        for name in (
            "body",
            "body_html",
            "calendar",
            "clinical",
            "edition_id",
            "answering",
            "language",
            "mail_id",
            "patient_id",
            "instead_of_id",
        )
    )
    reply_to = func.coalesce(site.c.email, "").label("reply_to")
    sent_from = (c.subject == "referral") & (referral.c.id == c.subject_id)
    return _joined([*_columns(), *beside, reply_to, referral.c.from_site_id]).outerjoin(referral, sent_from)


def _joined(columns: list[Any]) -> Any:
    c = message.c
    return (
        select(*columns)
        .select_from(message)
        .outerjoin(site, site.c.id == c.site_id)
        .outerjoin(patient, patient.c.id == c.patient_id)
        .outerjoin(_replaced, _replaced.c.id == c.instead_of_id)
    )


def _lines(db: Connection, wanted: Any) -> list[Line]:
    return [Line(*row) for row in db.execute(wanted)]


def _papers(db: Connection, message_id: int) -> tuple[Enclosure, ...]:
    return tuple(Enclosure(one.id, one.title or Paper(one.kind).label, one.size) for one in papers(db, [message_id]))


def _attempts(db: Connection, message_id: int) -> tuple[Attempt, ...]:
    c = attempt.c
    tried = select(*(c[name] for name in Attempt.__slots__)).where(c.message_id == message_id)
    return tuple(Attempt(*row) for row in db.execute(tried.order_by(c.id)))
