"""Visits as calendar files by RFC 5545: one name for ever, a number that grows with each move, times in UTC.

UTC, because a calendar shows it on its owner's own wall clock and needs no table of the site's summer times. The lines
are written here and not by a library, because a feed of thousands of visits is read again every half an hour.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

PRODUCT = "-//Baton//Visits//EN"
WIDEST = 75
"""Bytes of a line; what is longer goes on in the next one."""
OFTEN = "PT30M"
"""How often a calendar that follows a feed may come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One visit as a calendar keeps it. `organiser` is a mail address, `link` leads staff to the referral."""

    uid: str
    moves: int
    starts_at: datetime
    minutes: int
    headline: str
    place: str
    stamped_at: datetime
    organiser: str = ""
    organiser_name: str = ""
    note: str = ""
    link: str = ""
    cancelled: bool = False


def request(entry: Entry) -> str:
    """What a mail carries: the visit is to be kept at this time, or it is cancelled."""
    return _calendar([entry], f"METHOD:{'CANCEL' if entry.cancelled else 'REQUEST'}")


def published(entries: Sequence[Entry]) -> str:
    """A file to be opened by hand, with one visit or a day of them."""
    return _calendar(entries, "METHOD:PUBLISH")


def followed(entries: Sequence[Entry], name: str) -> str:
    """A calendar that others follow under a name: it says how often to come back."""
    called = (f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}")
    again = (f"REFRESH-INTERVAL;VALUE=DURATION:{OFTEN}", f"X-PUBLISHED-TTL:{OFTEN}")
    return _calendar(entries, "METHOD:PUBLISH", *called, *again)


def _calendar(entries: Iterable[Entry], *about: str) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", *about]
    for entry in entries:
        lines += _event(entry)
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _event(entry: Entry) -> Iterator[str]:
    begins = entry.starts_at.astimezone(UTC)
    yield "BEGIN:VEVENT"
    yield f"SUMMARY:{_text(entry.headline)}"
    yield f"DTSTART:{_moment(begins)}"
    yield f"DTEND:{_moment(begins + timedelta(minutes=entry.minutes))}"
    yield f"DTSTAMP:{_moment(entry.stamped_at)}"
    yield f"UID:{_text(entry.uid)}"
    yield f"SEQUENCE:{entry.moves + entry.cancelled}"
    if entry.note:
        yield f"DESCRIPTION:{_text(entry.note)}"
    yield f"LOCATION:{_text(entry.place)}"
    if entry.organiser:
        yield f"ORGANIZER;CN={_quoted(entry.organiser_name)}:mailto:{entry.organiser}"
    yield f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}"
    if entry.link:
        yield f"URL:{entry.link}"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Nothing that was written ends its line or its value."""
    for mark in "\\;,":
        words = words.replace(mark, f"\\{mark}")
    return words.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _quoted(words: str) -> str:
    """Within quotes nothing can be escaped; RFC 6868 has a spelling for what would end them."""
    spelt = words.replace("^", "^^").replace('"', "^'")
    return f'"{" ".join(spelt.split())}"'


def _folded(line: str) -> str:
    """In pieces of 75 bytes, none of which ends within a letter."""
    if len(line) * 4 <= WIDEST or len(raw := line.encode()) <= WIDEST:
        return line
    pieces, start, room = [], 0, WIDEST
    while start < len(raw):
        end = start + room
        while end < len(raw) and raw[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(raw[start:end].decode())
        start, room = end, WIDEST - 1
    return "\r\n ".join(pieces)
