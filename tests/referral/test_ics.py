"""A visit in a calendar: read back it is the same moment, under the same name, in every zone and across summer time."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from core.referral.ics import Entry, published, request
from core.settings import ROOT

CORPUS = ROOT.parent / "shared" / "corpus" / "own" / "dst_instants.json"
VISIT = Entry(
    uid="5f0c1d",
    moves=1,
    starts_at=datetime(2026, 11, 30, 14, 30, tzinfo=UTC),
    minutes=45,
    headline="Appointment at Harbour Dental Leeds",
    place="Harbour Dental Leeds, 4 Wharf Street, Leeds, LS1 4AB",
    stamped_at=datetime(2026, 11, 24, 9, 0, 0, 123456, tzinfo=UTC),
    organiser="hello@example.org",
    organiser_name="Harbour Dental Leeds",
)
GOLDEN = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Baton//Visits//EN
METHOD:REQUEST
BEGIN:VEVENT
SUMMARY:Appointment at Harbour Dental Leeds
DTSTART:20261130T143000Z
DTEND:20261130T151500Z
DTSTAMP:20261124T090000Z
UID:5f0c1d
SEQUENCE:1
LOCATION:Harbour Dental Leeds\\, 4 Wharf Street\\, Leeds\\, LS1 4AB
ORGANIZER;CN="Harbour Dental Leeds":mailto:hello@example.org
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
"""


def read(text):
    return Calendar.from_ical(text)


def events(text):
    return list(read(text).walk("VEVENT"))


def instants():
    """The last and first seconds of summer time, each as it stands on a wall clock; the corpus has more."""
    london = ZoneInfo("Europe/London")
    edges = [datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC), datetime(2026, 10, 25, 1, 0, tzinfo=UTC)]
    known = [(edge + timedelta(seconds=s)).astimezone(london) for edge in edges for s in (0, 1, 3600)]
    given = json.loads(CORPUS.read_text(encoding="utf-8")) if CORPUS.exists() else []
    return known + [datetime.fromisoformat(one["utc"]).astimezone(ZoneInfo(one["zone"])) for one in given]


def test_its_bytes_are_these_and_no_others():
    assert request(VISIT) == GOLDEN.replace("\n", "\r\n")


def test_read_back_it_is_the_same_moment_also_across_summer_time():
    for at in instants():
        (event,) = events(request(replace(VISIT, starts_at=at)))
        assert event.decoded("dtstart") == at.astimezone(UTC).replace(microsecond=0)
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=45)


def test_moved_it_keeps_its_name_and_its_number_grows():
    moved = replace(VISIT, moves=2, starts_at=VISIT.starts_at + timedelta(days=7))
    before, after = events(request(VISIT))[0], events(request(moved))[0]
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]


def test_cancelled_it_says_so_with_a_number_that_wins():
    text = request(replace(VISIT, cancelled=True))
    assert read(text)["method"] == "CANCEL"
    (event,) = events(text)
    assert (event["status"], event["sequence"]) == ("CANCELLED", 2)


def test_a_day_of_them_is_one_file():
    visit = replace(VISIT, note="Interpreter", link="https://baton.example.org/x")
    several = published([replace(visit, uid=name) for name in "ab"])
    assert read(several)["method"] == "PUBLISH"
    assert [event["uid"] for event in events(several)] == ["a", "b"]
    assert {event["url"] for event in events(several)} == {"https://baton.example.org/x"}


@pytest.mark.parametrize(
    "odd", ["Ann; DROP, \\n", "line\nMETHOD:CANCEL", "Zoë 李 " + "long " * 60, 'quo"te', "BEGIN:VEVENT\r\nX:1"]
)
def test_no_words_break_out_of_their_line(odd):
    entry = replace(VISIT, headline=odd, place=odd, note=odd, organiser_name=odd.replace("\n", " ").replace("\r", " "))
    text = request(entry)
    (event,) = events(text)
    assert str(event["summary"]).replace("\r\n", "\n") == odd.replace("\r\n", "\n")
    assert read(text)["method"] == "REQUEST"
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
