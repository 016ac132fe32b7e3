"""Short ways to a referral at any stage, for tests: each goes through the commands."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from core import clock, referral
from core.access import Actor
from core.referral import Answers, Direction, Draft, Referral
from tests import make
from tests.cast import Cast

OUTCOME = {"diagnosis": "Pulp necrosis, upper left first molar", "treatment": "Root canal treated and sealed"}
"""The least that a report says."""


def inbound(cast: Cast, by: Actor | None = None, **more: Any) -> int:
    """Iris Okafor, referred to Leeds by a practice, for endodontics."""
    given = {
        "direction": Direction.INBOUND,
        "site_id": cast.leeds,
        "specialty": "endodontics",
        "reason": "Pain on biting, upper left first molar",
    }
    if "patient_id" not in more:
        given["patient_id"] = make.patient("Iris Okafor", at=cast.leeds)
    if "referrer_provider_id" not in more:
        given["referrer_provider_id"] = make.provider("Pennine Dental")
    return referral.refer(by or cast.ana, Draft(**(given | more)))


def outbound(cast: Cast, **more: Any) -> int:
    """From Leeds to a specialist practice outside."""
    given = {
        "direction": Direction.OUTBOUND,
        "site_id": cast.leeds,
        "specialty": "oral_surgery",
        "reason": "Impacted lower wisdom tooth",
        "patient_id": make.patient("Tom O'Brien", at=cast.leeds),
        "recipient_provider_id": make.provider("Aire Oral Surgery"),
    }
    return referral.refer(cast.ana, Draft(**(given | more)))


def internal(cast: Cast, **more: Any) -> int:
    """From York to Leeds, inside the group."""
    given = {
        "direction": Direction.INTERNAL,
        "from_site_id": cast.york,
        "site_id": cast.leeds,
        "specialty": "implant",
        "reason": "Implant consultation, lower right",
        "patient_id": make.patient("Mei Lin", at=cast.york),
    }
    return referral.refer(cast.ana, Draft(**(given | more)))


def only_at(actor: Actor, sites: Iterable[int]) -> Actor:
    """The same person and role, working at these sites."""
    return replace(actor, sites=frozenset(sites))


def step(actor: Actor, referral_id: int, name: str, **given: Any) -> Referral:
    """Take a step from the version that stands, and look again."""
    version = referral.one(actor, referral_id).now.version
    referral.take_step(actor, referral_id, version, name, Answers(**given))
    return referral.one(actor, referral_id)


def booked(cast: Cast, referral_id: int, days: float = 0) -> Referral:
    """Accepted, with an appointment now, or some days from now."""
    step(cast.ana, referral_id, "accept")
    return step(cast.ana, referral_id, "book", starts_at=clock.now() + timedelta(days=days))
