"""What Twilio calls back: believed when its signature is right, and each thing once."""

import base64
import hmac
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import Connection, delete, select

from core import clock
from core.access import Actor
from core.carrier.model import unseal
from core.errors import NotAllowed
from core.message import Receipt, note_receipt
from core.settings import settings
from core.work import reading, work
from data.insert import insert_new
from data.tables import callback, carrier

KEPT = timedelta(days=90)
TWILIO = ("twilio_sms", "twilio_whatsapp")
STATUS = {
    **dict.fromkeys(("sent", "queued", "accepted", "sending", "scheduled"), Receipt.TAKEN),
    **dict.fromkeys(("delivered", "read"), Receipt.ARRIVED),
    **dict.fromkeys(("failed", "undelivered", "canceled"), Receipt.FAILED),
}
WHY = {
    "21610": "The number has answered STOP",
    "30003": "The telephone could not be reached",
    "30004": "The number blocks our messages",
    "30005": "There is no such number any more",
    "30006": "This number takes no text messages",
    "30007": "The network took it for unwanted advertising",
    "63016": "WhatsApp lets nobody begin without an approved template",
}
"""Twilio’s commonest errors, in words for whoever reaches the patient now."""


def heard(path: str, form: Sequence[tuple[str, str]], signature: str) -> bool:
    """Whether a callback to this path of ours was Twilio’s; then what it says about the message is noted.

    While no carrier of Twilio’s is set up there is nothing to check a signature with, and nobody is heard.
    """
    if signer(path, form, signature) is None:
        return False
    mail_id = "@".join(path.split("/")[-2:])
    _note(mail_id, dict(form))
    return True


def signer(path: str, form: Sequence[tuple[str, str]], signature: str) -> Mapping[str, str] | None:
    """The account of Twilio’s whose token signed this; None where it was nobody’s."""
    url = f"{settings().public_url}{path}"
    right = (
        values
        for values in _accounts()
        if hmac.compare_digest(signed(values["token"], url, form).encode(), signature.encode())
    )
    return next(right, None)


def signed(token: str, url: str, form: Sequence[tuple[str, str]]) -> str:
    """X-Twilio-Signature: HMAC-SHA1 over the exact address and every parameter in the order of their names."""
    said = url + "".join(name + value for name, value in sorted(set(form)))
    return base64.b64encode(hmac.digest(token.encode(), said.encode(), "sha1")).decode()


def sweep_callbacks(actor: Actor) -> int:
    """Forget what was heard long ago; how many."""
    if not actor.internal:
        raise NotAllowed("Callbacks are swept by the jobs process.")
    with work() as db:
        return db.execute(delete(callback).where(callback.c.came_at < clock.now() - KEPT)).rowcount


def _accounts() -> list[dict[str, str]]:
    """Of carriers that are switched off too: what left before may still arrive."""
    with reading() as db:
        rows = db.execute(select(carrier.c.sealed).where(carrier.c.name.in_(TWILIO))).scalars().all()
    return [values for sealed in rows if (values := unseal(sealed)) and values.get("token")]


def _note(mail_id: str, said: Mapping[str, str]) -> None:
    status, ref = said.get("MessageStatus", ""), said.get("MessageSid", "")[:80]
    if status not in STATUS:
        return
    with work() as db:
        if _is_new(db, f"twilio:{ref}:{status}"[:120]):
            note_receipt(db, mail_id, STATUS[status], ref, _why(status, said.get("ErrorCode", "")))


def _is_new(db: Connection, key: str) -> bool:
    fresh = insert_new(db, callback, "key").values(key=key, came_at=clock.now()).returning(callback.c.key)
    return db.execute(fresh).first() is not None


def _why(status: str, code: str) -> str:
    words = WHY.get(code, f"The message was not delivered ({status})")
    return f"{words}. Twilio’s error {code[:10]}." if code.isalnum() else f"{words}."
