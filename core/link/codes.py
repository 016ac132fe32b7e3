"""Codes to sign in with: six digits that the house's key makes of a row, so that nowhere is one kept that works."""

import hmac
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, insert, select, update

from core import clock
from core.settings import settings
from data.tables import link_code

GOOD_FOR = timedelta(minutes=10)
TRIES = 5


def new_code(db: Connection, address: str) -> int:
    """A code for an address, in place of any before; its number. What it says is known as its mail leaves."""
    c, now = link_code.c, clock.now()
    db.execute(update(link_code).where(c.address == address, c.ends_at > now).values(ends_at=now))
    row = {"address": address, "made_at": now, "ends_at": now + GOOD_FOR, "code_hash": ""}
    number = int(db.execute(insert(link_code).values(row).returning(c.id)).scalar_one())
    kept = _digest(f"kept:{number}:{_digits(number, now)}")
    db.execute(update(link_code).where(c.id == number).values(code_hash=kept))
    return number


def matched(db: Connection, number: int, typed: str) -> str | None:
    """Whose code it is, if these are its digits; each try counts, and the right one uses it up."""
    c, now = link_code.c, clock.now()
    good = c.id == number, c.ends_at > now, c.tries < TRIES
    row = db.execute(update(link_code).where(*good).values(tries=c.tries + 1).returning(c.address, c.code_hash)).first()
    digits = "".join(typed.split())
    if row is None or not hmac.compare_digest(row.code_hash, _digest(f"kept:{number}:{digits}")):
        return None
    db.execute(update(link_code).where(c.id == number).values(ends_at=now))
    return str(row.address)


def mailed(db: Connection, numbers: Collection[int]) -> Mapping[int, str]:
    """What these codes say, as letters take them along."""
    if not numbers:
        return {}
    rows = db.execute(select(link_code.c.id, link_code.c.made_at).where(link_code.c.id.in_(numbers)))
    return {row.id: _digits(row.id, row.made_at) for row in rows}


def _digits(number: int, made_at: datetime) -> str:
    return f"{int(_digest(f'code:{number}:{made_at.isoformat()}'), 16) % 10**6:06d}"


def _digest(text: str) -> str:
    key = settings().secret_key.get_secret_value().encode()
    return hmac.new(key, f"link-code:{text}".encode(), sha256).hexdigest()
