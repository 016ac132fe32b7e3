"""Claim a batch of due messages: each is carried, put off until morning, or withheld; then another way may follow."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal_column,
    select,
    update,
)

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
from data.prepared import Prepared, prepared
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
    now, rest = clock.now(), tuple(sorted(resting))
    with reading() as db:
        if not _anything(rest).plain(db, now=now, channel=channel):
            return []
    while True:
        with work() as db:
            rows = _wanted(rest).rows(db, now=now, most=limit, channel=channel)
            manners = Standing.read(db)
            carried = [row for row in rows if not kept_back(db, row, now, manners)]
            if carried:
                some = carried[: allowed(db, len(carried))]
                return _begin(db, some, carrier, now, now + lease_for, answered=answered)
        if not rows:
            return []


@prepared
def _anything(resting: Sequence[str]) -> Select[Any]:
    c = message.c
    due_now = c.state == WAITING, c.channel == bindparam("channel"), c.due_at <= bindparam("now")
    return select(c.id).where(*due_now, *_elsewhere(resting)).limit(1)


@prepared
def _wanted(resting: Sequence[str]) -> Select[Any]:
    wanted: Select[Any] = due().where(*_elsewhere(resting))
    return wanted


def _elsewhere(resting: Sequence[str]) -> list[ColumnElement[bool]]:
    return [~message.c.to_address.endswith(f"@{domain}", autoescape=True) for domain in resting]


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
    lease = secrets.token_hex(16)
    _HELD.write(db, ids=[row.id for row in rows], state="sending", lease=lease, leased_until_at=until)
    attempts = dict(_BEGUN.plain(db, ids=[row.id for row in rows], held=lease, by=carrier, at=now))
    kept = [row for row in rows if row.id in attempts]
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


_SOME = message.c.id.in_(bindparam("ids", expanding=True))
_HELD = Prepared(update(message).where(_SOME, message.c.state == WAITING).values(attempts=message.c.attempts + 1))
_BEGUN = Prepared(
    insert(attempt)
    .from_select(
        ["message_id", "started_at", "carrier", "outcome"],
        select(
            message.c.id,
            bindparam("at", type_=attempt.c.started_at.type),
            bindparam("by", type_=attempt.c.carrier.type),
            literal_column("'started'"),
        ).where(_SOME, message.c.lease == bindparam("held")),
    )
    .returning(attempt.c.message_id, attempt.c.id)
)
"""Of what was really taken: somebody else may have been quicker."""


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
