"""How a draft becomes a referral, inside the caller's transaction."""

import secrets
from collections.abc import Mapping

from sqlalchemy import Connection, insert, select

from core import clock, field
from core.access import Actor, Permission, my_patients
from core.audit import About, Kind, record
from core.directory import provider_name, site_name, unfit
from core.errors import Duplicate, Lacking, NotFound
from core.patient import add, known_at
from core.referral.assignment import Choice, How, pick
from core.referral.deadline import due_at
from core.referral.draft import Draft
from core.referral.like import like
from core.referral.owner import POOL, owner_name
from core.referral.reference import next_number
from core.referral.stage import Direction, Stage
from data.tables import patient, referral


def create(db: Connection, actor: Actor, draft: Draft, came: Mapping[str, object] | None = None) -> int:
    """Write the referral, what it is due for and what happened. The draft is checked and allowed already.

    `came` are facts about what it was before, such as the arrival that it began as.
    """
    now = clock.now()
    received_at = draft.received_at or now
    if sentence := unfit(db, draft.recipient_provider_id):
        raise Lacking({"recipient": sentence})
    patient_id = _patient(db, actor, draft)
    if not draft.duplicate_reason.strip():
        _refuse_duplicate(db, draft, patient_id)
    stage, owner = Stage.SENT, _owner(db, actor, draft)
    row = {
        **columns(draft),
        "reference": next_number(db, now),
        "journey": secrets.token_hex(16),
        "stage": stage,
        "stage_since_at": received_at,
        "patient_id": patient_id,
        "received_at": received_at,
        "recorded_at": now,
        "owner_id": owner.owner_id,
        "due_at": due_at(db, draft.site_id or 0, stage, draft.urgency, received_at),
    }
    referral_id = int(db.execute(insert(referral).values(row).returning(referral.c.id)).scalar_one())
    known_at(db, patient_id, *(site for site in (draft.site_id, draft.from_site_id) if site))
    about = About("referral", referral_id, draft.site_id, patient_id)
    _told(db, actor, draft, about, came or {})
    if owner.how not in {"", How.POOL}:
        facts = {"owner": owner.owner_id, "before": None, "how": owner.how}
        why = f"chosen automatically: {owner.why}"
        record(db, actor, Kind.REFERRAL_ASSIGNED, about, facts, owner=owner.name or POOL, why=why)
    return referral_id


def may_create(actor: Actor, draft: Draft) -> None:
    """The sender's desk writes outbound and internal referrals, the receiver's desk inbound ones."""
    inside = draft.from_site_id if draft.direction is Direction.INTERNAL else draft.site_id
    actor.must(Permission.REFERRAL_CREATE, at=inside)


def _patient(db: Connection, actor: Actor, draft: Draft) -> int:
    if draft.patient_id is not None:
        theirs = select(patient.c.id).where(patient.c.id == draft.patient_id, my_patients(actor)).with_for_update()
        if db.execute(theirs).first() is None:
            raise NotFound("There is no such patient at your sites. Find them again, or add them as new.")
        return draft.patient_id
    if draft.new_patient is None:
        raise TypeError("A checked draft has a patient.")
    here = draft.from_site_id if draft.direction is Direction.INTERNAL else draft.site_id
    return add(db, actor, draft.new_patient, here or 0)


def _owner(db: Connection, actor: Actor, draft: Draft) -> Choice:
    """Whom the writer names; else who follows up what leaves is who wrote it, and what arrives is the site's to assign.

    Without a line for it whoever writes it owns it, except that an internal one waits in the receiving site's pool.
    """
    site_id = draft.site_id or 0
    arrives = draft.direction is not Direction.OUTBOUND or actor.account_id is None
    if draft.owner_id is None and arrives and (chosen := pick(db, site_id, draft.specialty)):
        return chosen
    writer = None if draft.direction is Direction.INTERNAL else actor.account_id
    owner_id = draft.owner_id or writer
    owner_name(db, site_id, owner_id)
    return Choice(owner_id)


def columns(draft: Draft) -> dict[str, object]:
    """What of a draft is kept as it was given."""
    return {
        "direction": draft.direction,
        "site_id": draft.site_id,
        "from_site_id": draft.from_site_id,
        "source": draft.source if draft.direction is Direction.INBOUND else "colleague",
        "referrer_provider_id": draft.referrer_provider_id,
        "referrer_clinician_id": draft.referrer_clinician_id,
        "recipient_provider_id": draft.recipient_provider_id,
        "recipient_clinician_id": draft.recipient_clinician_id,
        "kind": draft.kind,
        "specialty": draft.specialty,
        "urgency": draft.urgency,
        "reason": field.paragraph(draft.reason),
        "teeth": ",".join(field.teeth(draft.teeth)),
        "funding": draft.funding or "",
        "payer": field.line(draft.payer),
        "needs": field.line(draft.needs),
        "may_share": draft.may_share,
        "their_reference": field.line(draft.their_reference),
        "written_on": draft.written_on,
    }


def _refuse_duplicate(db: Connection, draft: Draft, patient_id: int) -> None:
    if found := like(db, draft, patient_id):
        raise Duplicate(f"{found.sentence} Open that one, or say why a second is needed.")


def _told(db: Connection, actor: Actor, draft: Draft, about: About, came: Mapping[str, object]) -> None:
    facts = {
        **came,
        "direction": draft.direction,
        "urgency": draft.urgency,
        "source": draft.source,
        "stage": Stage.SENT,
        "from": None,
        "to": Stage.SENT,
    }
    if draft.direction is Direction.INBOUND:
        who = provider_name(db, draft.referrer_provider_id) or draft.source.label
        record(
            db,
            actor,
            Kind.REFERRAL_RECEIVED,
            about,
            facts,
            referrer=who,
            comment=draft.duplicate_reason.strip(),
        )
        return
    where = site_name(db, draft.site_id) if draft.direction is Direction.INTERNAL else ""
    who = where or provider_name(db, draft.recipient_provider_id)
    record(db, actor, Kind.REFERRAL_SENT, about, facts, recipient=who, comment=draft.duplicate_reason.strip())
