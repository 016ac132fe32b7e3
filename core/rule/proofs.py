"""What a text would say of a real referral, and which rules send it: read for a preview, and nothing is sent."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from core.access import Actor, Permission, my_referrals
from core.audit import About, Kind, note_read
from core.errors import NotFound
from core.message.recipients import Nobody, choose
from core.rule.actions.send_message import filled_with
from core.rule.facts import Happened, Known
from core.rule.listing import Standing, standings
from core.text import purposes
from core.text.trying import Example
from core.text.words import CLINICAL
from core.work import reading
from data.newest import newest
from data.tables import event, event_text, patient, patient_name, referral, rule

MOST = 12
OTHERWISE = (Kind.REFERRAL_SENT, Kind.REFERRAL_RECEIVED)
"""Of what a text is tried that no rule sends."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A referral that a text can be tried with."""

    referral_id: int
    patient: str
    reference: str


def sending(actor: Actor, name: str) -> list[Standing]:
    """The rules that one sees and that send this text, in their order."""
    actor.must(Permission.RULE_EDIT)
    return [one for one in standings(actor) if _sends(one.stored["actions"], name)]


def candidates(actor: Actor, name: str, site_id: int | None) -> list[Candidate]:
    """The latest referrals at one's sites, or at one of them, about which this text was or would have been sent."""
    actor.must(Permission.TEXT_EDIT, at=site_id)
    if not actor.may(Permission.REFERRAL_READ, at=site_id) or purposes()[name].about != "referral":
        return []
    c, sites = event.c, [site_id] if site_id else sorted(actor.sites)
    with reading() as db:
        asked = [c.subject == "referral", c.kind.in_(_kinds(db, name))]
        latest = select(c.subject_id).where(c.id.in_(newest(event, sites, asked, MOST)))
        found = select(referral.c.id, patient_name, referral.c.reference).join(patient)
        rows = db.execute(
            found.where(referral.c.id.in_(latest), my_referrals(actor)).order_by(referral.c.id.desc()).limit(MOST)
        )
        return [Candidate(*row) for row in rows]


def proof(actor: Actor, name: str, referral_id: int) -> Example:
    """What is known of a referral at the latest moment at which this text was due; that it was read is kept."""
    actor.must(Permission.TEXT_EDIT)
    with reading() as db:
        row = db.execute(select(referral).where(referral.c.id == referral_id, my_referrals(actor))).one_or_none()
        places = [at for at in (row.site_id, row.from_site_id) if at] if row else []
        if row is None or not any(actor.may(Permission.REFERRAL_READ, at=at) for at in places):
            raise NotFound("There is no such referral at your sites.")
        happened = _latest(db, name, row)
        case = Known(db, [happened]).case(happened)
    note_read(actor, About("referral", row.id, row.site_id, row.patient_id))
    audience = purposes()[name].audience
    to = choose(case.parties, audience) if case.parties else Nobody("")
    words, sender = filled_with(case, audience, "" if isinstance(to, Nobody) else to.name)
    if not any(actor.may(Permission.CLINICAL_READ, at=at) for at in places):
        words = {word: said for word, said in words.items() if word not in CLINICAL}
    return Example(words, sender)


def _sends(actions: Any, name: str) -> bool:
    return any(action.get("do") == "send_message" and action.get("template") == name for action in actions)


def _kinds(db: Connection, name: str) -> list[str]:
    """What this text follows from."""
    rows = db.execute(select(rule.c.when, rule.c.actions))
    return sorted({row.when for row in rows if _sends(row.actions, name)}) or list(OTHERWISE)


def _latest(db: Connection, name: str, row: Any) -> Happened:
    c = event.c
    told = (
        select(event, event_text.c.words).outerjoin(event_text).where(c.subject == "referral", c.subject_id == row.id)
    )
    last = told.order_by(c.id.desc()).limit(1)
    found = db.execute(last.where(c.kind.in_(_kinds(db, name)))).one_or_none() or db.execute(last).one()
    about = About("referral", row.id, row.site_id, row.patient_id)
    return Happened(found.id, found.kind, found.occurred_at, about, found.facts, found.words or {}, found.actor)
