"""Visits as calendar files by RFC 5545: one name for ever, a number that grows with each move, times in UTC.

UTC, because a calendar shows it on its owner's own wall clock and needs no table of the site's summer times.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Baton//Visits//EN"


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
    return _calendar([entry], "CANCEL" if entry.cancelled else "REQUEST")


def published(entries: Sequence[Entry]) -> str:
    """A file to be opened by hand, with one visit or a day of them."""
    return _calendar(entries, "PUBLISH")


def _calendar(entries: Sequence[Entry], method: str) -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for entry in entries:
        calendar.add_component(_event(entry))
    return str(calendar.to_ical().decode())


def _event(entry: Entry) -> Event:
    event, begins = Event(), entry.starts_at.astimezone(UTC)
    event.add("uid", entry.uid)
    event.add("sequence", entry.moves + entry.cancelled)
    event.add("dtstamp", entry.stamped_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=entry.minutes))
    event.add("summary", entry.headline)
    event.add("location", entry.place)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.note:
        event.add("description", entry.note)
    if entry.link:
        event.add("url", entry.link)
    if entry.organiser:
        organiser = vCalAddress(f"mailto:{entry.organiser}")
        organiser.params["cn"] = vText(entry.organiser_name)
        event.add("organizer", organiser, encode=False)
    return event
