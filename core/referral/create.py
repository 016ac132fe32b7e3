"""How a draft becomes a referral, inside the caller's transaction."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select

from core import clock, field
from core.access import Actor, Permission, my_patients
from core.audit import About, Kind, record
from core.directory import Requirement, provider_name, requirements, site_name, unfit
from core.errors import Duplicate, Lacking, NotFound
from core.patient import add, complete, known_at, on_record
from core.referral import custom
from core.referral.assignment import Choice, How, pick
from core.referral.campaigns import ELSEWHERE, runs
from core.referral.deadline import clock_columns, scope_of
from core.referral.draft import Draft
from core.referral.like import Like, like, tell_both
from core.referral.needed import tidied
from core.referral.onward import before_it, tell_onward
from core.referral.owner import POOL, owner_name
from core.referral.reference import next_number
from core.referral.run import fresh
from core.referral.stage import Direction, Stage
from core.referral.standing import standing
from core.sla import Timing
from core.workflow import CustomField, Workflow
from data.prepared import Prepared, prepared
from data.tables import patient, referral


def create(db: Connection, actor: Actor, draft: Draft, came: Mapping[str, object] | None = None) -> int:
    """Write the referral, what it is due for and what happened; refused with what is missing or who may.

    `came` are facts about what it was before, such as the arrival that it began as.
    """
    flow, timing = standing(db)
    asked, fields = _check(db, draft, flow)
    own = custom.tidied(fields, draft.custom)
    may_create(actor, draft)
    patient_id = _patient(db, actor, draft)
    double = _double(db, actor, draft, patient_id)
    before = before_it(db, actor, draft, patient_id)
    owner, reference = _owner(db, actor, draft), next_number(db, clock.now())
    given = {
        "reference": reference,
        "journey": before.journey if before else secrets.token_hex(16),
        "patient_id": patient_id,
        "owner_id": owner.owner_id,
        "answers": tidied(asked, draft.answers),
        "custom": own,
    }
    referral_id = int(_WRITTEN.only(db, **columns(draft), **given, **_begun(timing, draft)))
    custom.keep(db, referral_id, fields, own)
    known_at(db, patient_id, *(site for site in (draft.site_id, draft.from_site_id) if site))
    about = About("referral", referral_id, draft.site_id, patient_id)
    who = _told(db, actor, draft, about, came or {}, owned=owner.owner_id is not None, doubles=double is not None)
    _tell_owner(db, actor, about, owner)
    if double and draft.duplicate_reason.strip():
        tell_both(db, actor, about, reference, double, draft.duplicate_reason)
    if before:
        tell_onward(db, actor, before, referral_id, reference, who)
    return referral_id


_WRITTEN = Prepared(insert(referral).returning(referral.c.id))


def _begun(timing: Timing, draft: Draft) -> dict[str, object]:
    """Where it stands, and its clock: it runs from when it was received."""
    now = clock.now()
    received_at = draft.received_at or now
    run = fresh(Stage.SENT, received_at)
    stands = {"stage": Stage.SENT, "stage_since_at": received_at, "received_at": received_at}
    return {**stands, "recorded_at": now, "active_at": now, **clock_columns(timing, scope_of(draft, run.what), run)}


def may_create(actor: Actor, draft: Draft) -> None:
    """The sender's desk writes outbound and internal referrals, the receiver's desk inbound ones."""
    inside = draft.from_site_id if draft.direction is Direction.INTERNAL else draft.site_id
    actor.must(Permission.REFERRAL_CREATE, at=inside)


def _check(db: Connection, draft: Draft, flow: Workflow) -> tuple[tuple[Requirement, ...], tuple[CustomField, ...]]:
    """Against what the receiving service and the group ask for just now, which is answered."""
    asked, fields = asked_for(db, draft), custom.fields_of(flow, draft)
    draft.check(asked, on_record(db, draft.patient_id) if asked else frozenset(), fields)
    if sentence := unfit(db, draft.recipient_provider_id):
        raise Lacking({"recipient": sentence})
    if draft.campaign_id and not runs(db, draft.campaign_id, draft.source, draft.site_id, draft.received_at):
        raise Lacking({"campaign": ELSEWHERE})
    return asked, fields


def asked_for(db: Connection, draft: Draft) -> tuple[Requirement, ...]:
    """What the service asks for that this goes to, as far as it is chosen."""
    provider_id, site_id = draft.service
    if not (provider_id or site_id):
        return ()
    return requirements(db, provider_id=provider_id, site_id=site_id, specialty=draft.specialty)


def _patient(db: Connection, actor: Actor, draft: Draft) -> int:
    if draft.patient_id is not None:
        if _theirs(actor).only(db, of=draft.patient_id) is None:
            raise NotFound("There is no such patient at your sites. Find them again, or add them as new.")
        complete(db, actor, draft.patient_id, draft.on_record, draft.site_id)
        return draft.patient_id
    if draft.new_patient is None:
        raise TypeError("A checked draft has a patient.")
    here = draft.from_site_id if draft.direction is Direction.INTERNAL else draft.site_id
    return add(db, actor, draft.new_patient, here or 0)


@prepared
def _theirs(actor: Actor) -> Select[Any]:
    return select(patient.c.id).where(patient.c.id == bindparam("of"), my_patients(actor)).with_for_update()


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


def _double(db: Connection, actor: Actor, draft: Draft, patient_id: int) -> Like | None:
    """An open one like it, which to the same service only goes together with a reason."""
    double = like(db, actor, draft, patient_id)
    if double and double.same and not draft.duplicate_reason.strip():
        raise Duplicate(f"{double.sentence} Open that one, or say why a second is needed.")
    return double


def columns(draft: Draft) -> dict[str, object]:
    """What of a draft is kept as it was given."""
    return {
        "direction": draft.direction,
        "site_id": draft.site_id,
        "from_site_id": draft.from_site_id,
        "source": draft.source if draft.direction is Direction.INBOUND else "colleague",
        "campaign_id": draft.campaign_id if draft.direction is Direction.INBOUND else None,
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
        "onward_from_id": draft.onward_from_id,
    }


def _told(
    db: Connection, actor: Actor, draft: Draft, about: About, came: Mapping[str, object], *, owned: bool, doubles: bool
) -> str:
    """The event, with who is at the other end; why there is a second one is told with the two of them."""
    comment = "" if doubles else draft.duplicate_reason.strip()
    facts = {
        **came,
        "owned": owned,
        "direction": draft.direction,
        "urgency": draft.urgency,
        "source": draft.source,
        "stage": Stage.SENT,
        "from": None,
        "to": Stage.SENT,
    }
    if draft.direction is Direction.INBOUND:
        who = provider_name(db, draft.referrer_provider_id) or draft.source.label
        record(db, actor, Kind.REFERRAL_RECEIVED, about, facts, referrer=who, comment=comment)
        return who
    where = site_name(db, draft.site_id) if draft.direction is Direction.INTERNAL else ""
    who = where or provider_name(db, draft.recipient_provider_id) or ""
    record(db, actor, Kind.REFERRAL_SENT, about, facts, recipient=who, comment=comment)
    return who


def _tell_owner(db: Connection, actor: Actor, about: About, owner: Choice) -> None:
    """Who got it, where nobody was named and the site's line chose."""
    if owner.how not in {"", How.POOL}:
        facts = {"owner": owner.owner_id, "before": None, "how": owner.how}
        why = f"chosen automatically: {owner.why}"
        record(db, actor, Kind.REFERRAL_ASSIGNED, about, facts, owner=owner.name or POOL, why=why)
