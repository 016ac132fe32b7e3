"""Our reference: B-2026-000123-K, the year, a number within it and a check character against mistyping."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from data.prepared import Prepared
from data.tables import referral_number

LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"
"""Modulus 23 is prime to ten: any one wrong digit and any two swapped neighbours show. No I, O, U."""
_SHAPE = re.compile(r"^\s*B?[-\s]?(\d{4})[-\s]?(\d{1,6})(?:[-\s]?([A-Z]))?\s*$", re.ASCII)


def check_character(year: int, number: int) -> str:
    """The last character of a reference."""
    return LETTERS[int(f"{year}{number:06d}") % len(LETTERS)]


def spell(year: int, number: int) -> str:
    """The whole reference."""
    return f"B-{year}-{number:06d}-{check_character(year, number)}"


def read(typed: str) -> str | None:
    """A reference as somebody typed it, spelt properly; None when it is none or its check character is wrong."""
    found = _SHAPE.match(typed.upper())
    if not found:
        return None
    year, number, check = int(found[1]), int(found[2]), found[3]
    whole = spell(year, number)
    return whole if check is None or whole.endswith(check) else None


def next_number(db: Connection, at: datetime) -> str:
    """Give out the next reference of the year, without gaps in what is committed."""
    return spell(at.year, int(_NEXT.only(db, year=at.year, last=1)))


def _next(dialect: str) -> Any:
    c, insert = referral_number.c, sqlite.insert if dialect == "sqlite" else postgresql.insert
    given = insert(referral_number).on_conflict_do_update(index_elements=[c.year], set_={"last": c.last + 1})
    return given.returning(c.last)


_NEXT = Prepared(_next)
