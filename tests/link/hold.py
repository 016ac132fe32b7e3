"""Short ways to a link that somebody outside holds, for tests."""

from datetime import timedelta

from core import link, message
from core.audit import About
from core.link import Purpose
from core.message import Result
from tests.cast import Cast
from tests.message.write import put


def handed(cast: Cast, referral_id: int) -> str:
    """The token of a link that Ana made and handed over."""
    return link.make(cast.ana, referral_id).rpartition("/")[2]


def handed_to_patient(cast: Cast, referral_id: int) -> str:
    """The token of a link that Ana handed to the patient."""
    return link.make(cast.ana, referral_id, Purpose.PATIENT).rpartition("/")[2]


def mailed(cast: Cast, referral_id: int, audience: str = "recipient", **more: object) -> str:
    """What a letter says that carries a marker and leaves."""
    body = more.pop("text", f"Answer here: {link.place(Purpose.PROVIDER)}\n")
    about = About("referral", referral_id, cast.leeds)
    put(cast, f"link:{referral_id}:{audience}", about=about, audience=audience, text=body, html="", **more)
    return left()


def left() -> str:
    """The words of the one letter that is due, as it leaves."""
    (claimed,) = message.claim("maildir", 10, timedelta(minutes=1))
    message.settle([(claimed, Result("sent"))])
    return claimed.letter.text


def token_in(text: str) -> str:
    """The token of the one link in a letter."""
    return text.partition("/o/")[2].split()[0]
