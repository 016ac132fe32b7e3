"""Where answers come in: each message about somebody has an address of its own, which nobody can make up.

reply+2s.q5m3…@example.org names message 100 by a number and a seal; mail programs may write it in capitals.
"""

import base64
import hmac
import re
from typing import Any

from sqlalchemy import Connection, select

from core.channel import Channel
from core.settings import settings
from data.tables import carrier

ANSWERED = frozenset({"referral", "arrival", "patient"})
"""What answers are about; a reply to anything else goes to the site, as it always does."""
PLUS = "+@"
_TOKEN = re.compile(r"\+([1-9a-z][0-9a-z]{0,12})\.([2-7a-z]{16})@", re.IGNORECASE)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def answers_to(db: Connection) -> str:
    """The address of the inbox that brings e-mails, with a plus where each message may have its own; empty without."""
    c = carrier.c
    asked = select(c.address).where(c.active, c.inbound, c.channel == Channel.EMAIL).order_by(c.id).limit(1)
    return db.execute(asked).scalar() or ""


def reply_to(row: Any, inbox: str) -> str:
    """Where an answer to this row of the outbox goes: its own address, else its site's."""
    if not inbox or row.subject not in ANSWERED:
        return row.reply_to or ""
    return inbox.replace(PLUS, f"+{_token(row.id)}@") if PLUS in inbox else inbox


def answered(address: str) -> int | None:
    """The message that an address was made for; None for any other, and for one that is forged."""
    found = _TOKEN.search(address)
    if found is None:
        return None
    number = int(found[1], 36)
    return number if hmac.compare_digest(_seal(number), found[2].lower()) else None


def _token(number: int) -> str:
    return f"{_base36(number)}.{_seal(number)}"


def _seal(number: int) -> str:
    """Eighty bits of the house's key, in letters that survive being written in capitals."""
    key = settings().secret_key.get_secret_value().encode()
    made = hmac.digest(key, f"answer:{number}".encode(), "sha256")
    return base64.b32encode(made[:10]).decode().lower()


def _base36(number: int) -> str:
    said = ""
    while number:
        number, digit = divmod(number, 36)
        said = _DIGITS[digit] + said
    return said
