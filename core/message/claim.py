"""Claim a batch of due messages: each is carried, put off until morning, or withheld; then another way may follow."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, insert, literal_column, select, update

from core import clock
from core.agreement import Agreement, Purpose, agreed, silence
from core.channel import Channel
from core.link import filling
from core.manners import Standing
from core.message.answering import answers_to, reply_to
from core.message.device import devices
from core.message.enclosed import enclosed, missing
from core.message.ending import ending
from core.message.following import give_up
from core.message.letter import Letter, written
from core.message.outdated import outdated, told
from core.settings import settings
from core.work import reading, work
from data.tables import appointment, attempt, message, patient, reason, referral, site

WAITING: ColumnElement[str] = literal_column("'waiting'")
"""Spelt out, because a bound value would hide the index on what waits."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter to carry, and what settles it: nobody else carries it until the lease ends."""

    id: int
    lease: str
    attempt_id: int
    tries: int
    letter: Letter


def claim(
    carrier: str,
    limit: int,
    lease_for: timedelta,
    channel: Channel = Channel.EMAIL,
    *,
    answered: bool = False,
    resting: Collection[str] = (),
    allowed: Callable[[Connection, int], int] = lambda _, wanted: wanted,
) -> list[Claimed]:
    """Take up to `limit` due messages of a channel, oldest first, and note for each that this carrier began.

    Mails to domains that are `resting` are left alone; `allowed` says how many of so many may leave now. What can be
    `answered` says how it is stopped.
    """
    now, c = clock.now(), message.c
    others = [~c.to_address.endswith(f"@{domain}", autoescape=True) for domain in sorted(resting)]
    waiting = select(c.id).where(c.state == WAITING, c.channel == channel, c.due_at <= now, *others)
    with reading() as db:
        if db.execute(waiting.limit(1)).first() is None:
            return []
    wanted = _DUE.where(*others) if others else _DUE
    while True:
        with work() as db:
            rows = db.execute(wanted, {"now": now, "most": limit, "channel": channel}).all()
            manners = Standing.read(db)
            carried = [row for row in rows if not kept_back(db, row, now, manners)]
            if carried:
                some = carried[: allowed(db, len(carried))]
                return _begin(db, some, carrier, now, now + lease_for, answered=answered)
        if not rows:
            return []


def kept_back(db: Connection, row: Any, now: datetime, manners: Standing) -> bool:
    """Whether it does not leave now: withheld for good, or put off until morning."""
    if over := outdated(row, now):
        ended = {"state": "withheld", "outcome": over, "settled_at": now}
        db.execute(update(message).where(message.c.id == row.id).values(**ended))
        return True
    if why := _withheld(row) or (missing(db, row.id) if row.author else ""):
        values: dict[str, Any] = {"state": "withheld", "outcome": why, "settled_at": now}
    elif (later := _not_before(row, now, manners)) > now:
        values = {"due_at": later}
    else:
        return False
    db.execute(update(message).where(message.c.id == row.id).values(**values))
    if why and not row.died_on and not row.stops_messages:
        give_up(db, row, 0, why, now)
    return True


def _withheld(row: Any) -> str:
    """Why a message to a patient may no longer leave; empty when it may."""
    if row.audience != "patient":
        return ""
    if row.died_on is not None:
        return "Not sent: the patient has died."
    if row.stops_messages:
        return "Not sent: the referral was closed with a reason that stops messages."
    against = Agreement.read(row.agreed, row.silent).against(Channel(row.channel), Purpose(row.purpose), row.to_address)
    return f"Not sent: the patient {against}." if against else ""


def _not_before(row: Any, now: datetime, manners: Standing) -> datetime:
    if row.audience != "patient" or row.at_once:
        return now
    return manners.at(row.site_id).after_quiet(now, row.their_zone or settings().time_zone.key)


def _begin(
    db: Connection, rows: Sequence[Any], carrier: str, now: datetime, until: datetime, *, answered: bool
) -> list[Claimed]:
    if not rows:
        return []
    lease, c = secrets.token_hex(16), message.c
    mine = (
        update(message)
        .where(c.id.in_([row.id for row in rows]), c.state == WAITING)
        .values(state="sending", lease=lease, leased_until_at=until, attempts=c.attempts + 1)
        .returning(c.id)
    )
    held = set(db.execute(mine).scalars())
    kept = [row for row in rows if row.id in held]
    begun = [{"message_id": row.id, "started_at": now, "carrier": carrier, "outcome": "started"} for row in kept]
    numbers = insert(attempt).returning(attempt.c.message_id, attempt.c.id)
    attempts = {row[0]: row[1] for row in db.execute(numbers, begun)} if begun else {}
    sender, papers = settings().mail_from, enclosed(db, kept)
    back, links, telephones = answers_to(db), filling(db, kept), devices(db, kept)
    letters = (
        replace(
            written(row, sender, reply_to(row, back), now, papers[row.id], links.get(row.id, {})),
            device=telephones.get(row.id),
        )
        for row in kept
    )
    return [
        Claimed(row.id, lease, attempts[row.id], row.attempts + 1, ending(db, row, letter) if answered else letter)
        for row, letter in zip(kept, letters, strict=True)
    ]


def due() -> Any:
    """What is due of a channel, with all that decides whether it may leave."""
    c = message.c
    to_patient = c.audience == "patient"
    about = and_(c.subject == "referral", referral.c.id == c.subject_id)
    return (
        select(
            *(c[name] for name in ("id", "audience", "mail_id", "to_name", "to_address", "headline", "body")),
            *(c[name] for name in ("body_html", "calendar", "edition_id", "copy", "attempts", "language")),
            *(c[name] for name in ("channel", "purpose", "subject", "subject_id", "site_id", "patient_id")),
            *(c[name] for name in ("author", "at_once", "answering", "template")),
            *told(),
            site.c.time_zone,
            site.c.email.label("reply_to"),
            func.coalesce(func.nullif(patient.c.time_zone, ""), site.c.time_zone).label("their_zone"),
            patient.c.died_on,
            case((to_patient, agreed(c.patient_id))).label("agreed"),
            case((to_patient, silence(c.to_address))).label("silent"),
            reason.c.stops_messages,
        )
        .outerjoin(site, site.c.id == c.site_id)
        .outerjoin(patient, patient.c.id == c.patient_id)
        .outerjoin(appointment, appointment.c.id == c.appointment_id)
        .outerjoin(referral, about)
        .outerjoin(reason, reason.c.id == referral.c.reason_id)
        .where(c.state == WAITING, c.channel == bindparam("channel"), c.due_at <= bindparam("now"))
        .order_by(c.due_at, c.id)
        .limit(bindparam("most"))
        .with_for_update(of=message, skip_locked=True)
    )


_DUE = due()
