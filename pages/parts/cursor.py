"""Where a list goes on, as an address carries it: a moment and the id of the row after which the next page begins."""

import re
from datetime import UTC, datetime, timedelta

START = datetime(1970, 1, 1, tzinfo=UTC)
LAST_DAY = 253_402_300_799
_SHAPE = re.compile(r"(\d{1,12})\.(\d{6})-(\d{1,15})", re.ASCII)

Cursor = tuple[datetime, int]


def spelt(cursor: Cursor) -> str:
    """1795512345.123456-42"""
    moment, row = cursor
    since = moment - START
    return f"{since // timedelta(seconds=1)}.{since.microseconds:06d}-{row}"


def read(text: str) -> Cursor | None:
    """The cursor again; None for what is none."""
    found = _SHAPE.fullmatch(text)
    if not found or int(found[1]) > LAST_DAY:
        return None
    return START + timedelta(seconds=int(found[1]), microseconds=int(found[2])), int(found[3])
