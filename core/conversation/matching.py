"""What an answer is about: by its address, by the message it names, by whom we wrote to lately, else nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from core import clock
from core.audit import About
from core.channel import BY_NUMBER
from core.conversation.model import Heard, Matched
from data.tables import arrival, incoming, message, patient_contact, patient_site, referral

LATELY = timedelta(days=90)
"""How long an answer that names nothing still belongs to what was written to its sender last."""
SUBJECTS = ("referral", "arrival", "patient")
"""What can be answered about; what else is written (reports, codes) has no conversation."""


@dataclass(frozen=True, slots=True)
class Match:
    """What it is about, which message it answers, and where that had gone."""

    how: Matched
    about: About
    audience: str
    message_id: int | None = None
    provider_id: int | None = None
    to_name: str = ""
    to_address: str = ""


def match(db: Connection, heard: Heard) -> Match | None:
    """The first way that leads to something; None for what answers nothing of ours."""
    return next((found for way in _WAYS if (found := way(db, heard))), None)


def _by_token(db: Connection, heard: Heard) -> Match | None:
    """The address was made for one message, and only whoever has that can know it."""
    c = message.c
    return _message(db, Matched.TOKEN, c.id.in_(heard.answers)) if heard.answers else None


def _by_reference(db: Connection, heard: Heard) -> Match | None:
    """A message of ours, or one of theirs that was noted before."""
    if not heard.references:
        return None
    if found := _message(db, Matched.REFERENCE, message.c.mail_id.in_(heard.references)):
        return found
    c = incoming.c
    wanted = select(c.subject, c.subject_id, c.site_id, c.patient_id, c.audience, c.provider_id, c.message_id)
    row = db.execute(wanted.where(c.mail_id.in_(heard.references)).order_by(c.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    about = About(row.subject, row.subject_id, row.site_id, row.patient_id)
    return Match(Matched.REFERENCE, about, row.audience, row.message_id, row.provider_id)


def _by_address(db: Connection, heard: Heard) -> Match | None:
    c = message.c
    sent = c.to_address.in_(_spellings(heard)), c.channel == heard.channel, c.created_at > clock.now() - LATELY
    return _message(db, Matched.ADDRESS, *sent)


def _by_contact(db: Connection, heard: Heard) -> Match | None:
    """The newest open referral of the one patient who has this address; where several share it, of whoever has one."""
    c, kind = referral.c, "phone" if heard.channel in BY_NUMBER else "email"
    theirs = select(patient_contact.c.patient_id).where(
        patient_contact.c.address.in_(_spellings(heard)), patient_contact.c.channel == kind
    )
    wanted = select(c.id, c.site_id, c.patient_id).where(c.patient_id.in_(theirs), c.closed_at.is_(None))
    row = db.execute(wanted.order_by(c.received_at.desc(), c.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    return Match(Matched.CONTACT, About("referral", row.id, row.site_id, row.patient_id), "patient")


_WAYS: tuple[Callable[[Connection, Heard], Match | None], ...] = (_by_token, _by_reference, _by_address, _by_contact)


def _message(db: Connection, how: Matched, *which: ColumnElement[bool]) -> Match | None:
    """By the newest of these messages that has a conversation."""
    c = message.c
    names = ("id", "subject", "subject_id", "site_id", "patient_id", "audience", "to_name", "to_address")
    wanted = select(*(c[name] for name in names)).where(*which, c.subject.in_(SUBJECTS))
    row = db.execute(wanted.order_by(c.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    about = _now(db, About(row.subject, row.subject_id, row.site_id, row.patient_id))
    provider_id = _provider(db, about, row.audience)
    return Match(how, about, row.audience, row.id, provider_id, row.to_name, row.to_address) if about else None


def _now(db: Connection, about: About) -> About | None:
    """What it is about by now: an arrival may have become a referral; of a patient, the first site that knows them."""
    if about.subject == "arrival":
        c = arrival.c
        became = select(referral.c.id, referral.c.site_id, referral.c.patient_id).join(
            arrival, c.referral_id == referral.c.id
        )
        row = db.execute(became.where(c.id == about.subject_id)).one_or_none()
        return About("referral", *row) if row else about
    if about.subject == "patient" and about.site_id is None:
        known = select(patient_site.c.site_id).where(patient_site.c.patient_id == about.subject_id)
        site_id = db.execute(known.order_by(patient_site.c.site_id).limit(1)).scalar()
        return About("patient", about.subject_id, site_id, about.subject_id) if site_id else None
    return about


def _provider(db: Connection, about: About | None, audience: str) -> int | None:
    """The practice that answers, where it is one."""
    sides: dict[str, Any] = {
        "referrer": referral.c.referrer_provider_id,
        "recipient": referral.c.recipient_provider_id,
    }
    if about is None or about.subject != "referral" or audience not in sides:
        return None
    return db.execute(select(sides[audience]).where(referral.c.id == about.subject_id)).scalar()


def _spellings(heard: Heard) -> set[str]:
    """An address as it was kept: mail programs write it in capitals at times."""
    return {heard.from_address, heard.from_address.casefold()}
