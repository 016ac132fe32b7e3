"""Letters on their way out: each marker gets a link of its own, the same one if the letter leaves again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from core import clock
from core.channel import Channel
from core.link.codes import mailed
from core.link.place import CODE, address, door, place, purposes
from core.link.purpose import TERMS, Purpose
from core.link.token import columns, token
from data.tables import link, referral

MADE_BY = "job:deliver"
SIGNING_IN = "sign_in"
"""What a message with a code is about: the code that was asked for."""
Filling = Mapping[str, str]


def filling(db: Connection, letters: Sequence[Any]) -> Mapping[int, Filling]:
    """What the markers of these rows of the outbox become, by the row's id and the marker.

    A link is about what its message is about, and for the party that the message is for: a marker cannot ask for
    anybody else's. Nobody gets one who has no part in it, or with whom the patient does not agree to share.
    """
    found: dict[int, dict[str, str]] = defaultdict(dict)
    asked = {(row.id, purpose): row for row in letters for purpose in purposes(row.body + row.body_html) | carried(row)}
    for number, purpose in asked:
        found[number][place(purpose)] = door(purpose)
    for (number, purpose), salt in _salts(db, asked).items():
        found[number][place(purpose)] = address(purpose, token(purpose, salt))
    codes = {row.subject_id: row.id for row in letters if row.subject == SIGNING_IN}
    for number, code in mailed(db, codes).items():
        found[codes[number]][CODE] = code
    return found


def carried(letter: Any) -> set[Purpose]:
    """The links that a letter carries by itself: every mail to a patient one that ends such mails."""
    if letter.channel != Channel.EMAIL:
        return set()
    return {purpose for purpose, terms in TERMS.items() if terms.by_itself and letter.audience in terms.audiences}


def _salts(db: Connection, asked: Mapping[tuple[int, Purpose], Any]) -> "Salts":
    """Of the links that stand, and of those that are made now."""
    allowed = {key: row for key, row in asked.items() if row.audience in TERMS[key[1]].audiences}
    if not allowed:
        return {}
    salts = _standing(db, {number for number, _ in allowed})
    return salts | _made(db, {key: row for key, row in allowed.items() if key not in salts})


Salts = dict[tuple[int, Purpose], str]


def _standing(db: Connection, ids: set[int]) -> Salts:
    """Those that were made when it left before."""
    c = link.c
    wanted = select(c.message_id, c.purpose, c.salt).where(c.message_id.in_(ids))
    return {(row.message_id, Purpose(row.purpose)): row.salt for row in db.execute(wanted)}


def _made(db: Connection, asked: Mapping[tuple[int, Purpose], Any]) -> Salts:
    sides = _sides(db, {row.subject_id for row in asked.values() if row.subject == "referral"})
    now = clock.now()
    rows = [
        _row(purpose, letter, sides.get(side), now)
        for (_, purpose), letter in asked.items()
        if (side := (letter.subject_id, letter.audience)) in sides or TERMS[purpose].by_itself
    ]
    if rows:
        db.execute(insert(link), rows)
    return {(row["message_id"], row["purpose"]): row["salt"] for row in rows}


def _sides(db: Connection, ids: set[int]) -> dict[tuple[int, str], int | None]:
    """Who has a part in each referral, by the audience that they are: its patient, and the practices outside on either
    side that it may be shared with."""
    if not ids:
        return {}
    c = referral.c
    wanted = select(c.id, c.may_share, c.referrer_provider_id, c.recipient_provider_id).where(c.id.in_(ids))
    sides: dict[tuple[int, str], int | None] = {}
    for number, may_share, referrer, recipient in db.execute(wanted):
        sides[number, "patient"] = None
        outside = {"referrer": referrer, "recipient": recipient} if may_share else {}
        sides |= {(number, audience): practice for audience, practice in outside.items() if practice}
    return sides


def _row(purpose: Purpose, letter: Any, provider_id: int | None, now: datetime) -> dict[str, Any]:
    return columns(purpose) | {
        "subject": letter.subject,
        "subject_id": letter.subject_id,
        "audience": letter.audience,
        "provider_id": provider_id,
        "name": letter.to_name,
        "address": letter.to_address,
        "message_id": letter.id,
        "made_by": MADE_BY,
        "made_at": now,
        "ends_at": now + TERMS[purpose].good_for,
    }
