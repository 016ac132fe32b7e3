"""Short ways to something that somebody writes, for tests."""

from dataclasses import replace
from typing import Any

from core import correspondence
from core.access import Actor
from core.correspondence import Writing
from tests import make
from tests.cast import Cast
from tests.referral import story

MAIL, MOBILE = "iris@example.org", "+447700900123"
ASKED = Writing(headline="A question", body="When does it suit you?")


def iris(cast: Cast, **more: Any) -> int:
    """A referral of Iris, who has a mail address and a mobile number; its id."""
    reached = {"email": MAIL, "phone": MOBILE} | more.pop("reached", {})
    known = more.pop("patient", None) or make.patient("Iris Okafor", at=cast.leeds, **reached)
    return story.inbound(cast, patient_id=known, duplicate_reason="another tooth", **more)


def send(actor: Actor, referral_id: int, **more: Any) -> int:
    """Begun and sent at once; the message's id."""
    once, _ = correspondence.begin(actor, referral_id, ASKED)
    return correspondence.send(actor, referral_id, once, replace(ASKED, **more))


def way(actor: Actor, referral_id: int, channel: str, audience: str = "patient") -> str:
    """Why one way is closed; empty where it is open."""
    party = correspondence.desk(actor, referral_id).party(audience)
    found = party.way(channel) if party else None
    return found.why_not if found else "there is none"
