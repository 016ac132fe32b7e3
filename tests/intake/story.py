"""Short ways to something that arrived, for tests: each goes through the commands."""

from typing import Any

from core import intake
from core.access import Actor
from core.document import Upload
from core.intake import Arrival, CameBy, Letter
from core.referral import Direction, Draft
from tests import make
from tests.cast import Cast
from tests.intake.letters import FULL

CANCER = (
    "From: Dr Nair <nair@moor.example>\nSubject: Tom Ng\n\nRe: Mr Tom Ng, DOB 23/04/1961\n\nTongue ulcer, 2WW please.\n"
)
PLAIN = "Re: Mrs Iris Okafor, DOB 23/05/1961\n\nPain on biting, root canal please.\n\nRegards\nDr Shah\nElm Dental\n"


def arrived(cast: Cast, text: str = PLAIN, by: Actor | None = None, **more: Any) -> Arrival:
    """A letter at Leeds."""
    letter = Letter(**({"site_id": cast.leeds, "text": text} | more))
    return intake.one(by or cast.ana, intake.take_in_letter(by or cast.ana, letter).id)


def mailed(cast: Cast, text: str = CANCER, **more: Any) -> Arrival:
    """The same as an e-mail with its sender."""
    return arrived(cast, "", uploads=[Upload("mail.eml", text.encode())], **more)


def called(cast: Cast, text: str = "Wants an implant", **typed: str) -> Arrival:
    """Somebody telephones."""
    return arrived(cast, text, channel=CameBy.PHONE, typed=typed)


def draft(cast: Cast, **more: Any) -> Draft:
    """What the form makes of it."""
    given = {
        "direction": Direction.INBOUND,
        "site_id": cast.leeds,
        "specialty": "endodontics",
        "reason": "Pain on biting",
    }
    if "patient_id" not in more and "new_patient" not in more:
        given["patient_id"] = make.patient("Iris Okafor", at=cast.leeds)
    if "referrer_provider_id" not in more:
        given["referrer_provider_id"] = make.provider("Pennine Dental")
    return Draft(**(given | more))


__all__ = ["CANCER", "FULL", "PLAIN", "arrived", "called", "draft", "mailed"]
