"""What a new referral begins with, as its address asks: a draft, a referral to refer on from, a patient, a practice."""

from collections.abc import Mapping
from typing import Any

from core import desk, patient, referral
from core.access import Actor
from core.desk import Begun, Kept
from core.directory import Specialty, provider
from core.referral import Direction, Funding
from pages.parts.finder import Choice
from pages.parts.links import number


def beginning(actor: Actor, asks: Mapping[str, str]) -> tuple[Begun, Kept | None]:
    """What the fields begin with, and the draft that it is, if it is one."""
    if draft_id := _number(asks, "draft"):
        return desk.opened(actor, draft_id)
    onward = _number(asks, "onward")
    said = _onward(actor, onward) if onward else {}
    if patient_id := _number(asks, "patient"):
        known = patient.one(actor, patient_id)
        said["patient"] = Choice(known.id, known.name)
    for party in ("recipient", "referrer"):
        if provider_id := _number(asks, party):
            practice = provider(actor, provider_id)
            said[party] = Choice(practice.id, practice.name, practice.town)
    if asks.get("specialty") in set(Specialty):
        said["specialty"] = asks["specialty"]
    inbound = "referrer" in said or not (onward or "recipient" in said)
    direction = Direction.INBOUND if inbound else Direction.OUTBOUND
    return Begun(direction=direction, said=said, onward_from_id=onward or None), None


def _number(asks: Mapping[str, str], name: str) -> int:
    return number(asks.get(name, ""))


def _onward(actor: Actor, referral_id: int) -> dict[str, Any]:
    """What of the first referral holds for one that follows from it."""
    r = referral.one(actor, referral_id)
    return {
        "patient": Choice(r.now.patient_id, r.patient_name),
        "reason": r.reason,
        "specialty": r.now.specialty,
        "urgency": r.now.urgency,
        "teeth": ", ".join(r.teeth),
        "kind": r.kind,
        "needs": r.needs,
        "funding": next((each for each in Funding if each.label == r.funding), None),
        "payer": r.payer,
        "site": r.now.site_id,
        "from_site": r.now.site_id,
    }
