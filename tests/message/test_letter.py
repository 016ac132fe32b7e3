"""A letter's bytes are what a mail server and every mail program understand the same way."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest

from core.errors import Refusal
from core.language import language
from core.message.letter import COPY_MARK, Letter, one_line, written
from core.settings import ROOT

COPY_LINE = language("en").says["copy"]
CORPUS = ROOT.parent / "shared" / "corpus" / "own" / "email_header_injection.json"
LETTER = Letter(
    message_id="0123456789abcdef@example.org",
    sender="Harbour Dental <hello@example.org>",
    to_name="Zoë O'Brien",
    to_address="zoe@example.org",
    headline="Your appointment – Tuesday",
    text="Dear Zoë,\n\nsee you.\n.\nMAIL FROM:<x>\n",
    html="<p>Dear Zoë</p>",
    date=datetime(2026, 3, 10, 9, tzinfo=UTC),
)


def read(letter):
    return message_from_bytes(letter.bytes(), policy=policy.default)


def hostile():
    known = [f"Ann{end}Bcc: spy@evil.test" for end in ("\r\n", "\r", "\n", "\u2028", "\x85", "\x0b", "\0", "%0d%0a")]
    known += ["=?utf-8?q?=0D=0ABcc:_spy@evil.test?=", "Ann\n.\nMAIL FROM:<x@evil.test>", "a@x.test,b@x.test"]
    given = json.loads(CORPUS.read_text(encoding="utf-8")) if CORPUS.exists() else []
    return sorted({*known, *(one["value"] for one in given)})


def test_the_words_arrive_as_they_were_written():
    seen = read(LETTER)
    assert (seen["Subject"], seen["To"].addresses[0].display_name) == (LETTER.headline, LETTER.to_name)
    assert (seen["Message-ID"], seen["Date"].datetime) == ("<0123456789abcdef@example.org>", LETTER.date)
    assert seen.get_body(("plain",)).get_content().replace("\r\n", "\n") == LETTER.text
    assert "Dear Zoë" in seen.get_body(("html",)).get_content()
    assert not seen.defects


def test_the_same_letter_gives_the_same_bytes():
    assert LETTER.bytes() == replace(LETTER).bytes()


def test_every_line_ends_with_crlf_and_none_is_too_long():
    whole = replace(LETTER, headline="é" * 190, to_name="ü" * 150, text="word " * 4000, html="y" * 9000).bytes()
    assert b"\n" not in whole.replace(b"\r\n", b"")
    assert b"\r" not in whole.replace(b"\r\n", b"")
    assert max(len(line) for line in whole.split(b"\r\n")) <= 998
    assert b"\r\n.\r\n" not in whole


def decoded(letter, header):
    """What a mail program shows; Python's newer parser puts spaces between the parts of a long word."""
    return str(make_header(decode_header(message_from_bytes(letter.bytes())[header])))


@pytest.mark.parametrize("value", hostile())
def test_hostile_names_and_subjects_are_refused_or_arrive_as_plain_words(value):
    try:
        one_line(value, "name")
    except Refusal:
        for name in ("to_name", "headline", "sender"):
            with pytest.raises(Refusal, match="line break or a control character"):
                replace(LETTER, **{name: value}).bytes()
        return
    letter = replace(LETTER, to_name=value, headline=value)
    assert decoded(letter, "Subject") == value
    assert parseaddr(message_from_bytes(letter.bytes())["To"])[1] == LETTER.to_address
    assert value in decoded(letter, "To")
    assert read(letter).keys() == read(LETTER).keys()
    assert len(read(letter)["To"].addresses) == 1


@pytest.mark.parametrize("value", hostile())
def test_hostile_addresses_are_refused(value):
    for name in ("to_address", "reply_to"):
        with pytest.raises(Refusal):
            replace(LETTER, **{name: value}).bytes()


@pytest.mark.parametrize("value", hostile())
def test_hostile_words_in_a_letter_stay_words(value):
    seen = read(replace(LETTER, text=value, html=value))
    assert seen.keys() == read(LETTER).keys()
    assert [part.get_content_type() for part in seen.walk()][1:] == ["text/plain", "text/html"]


@pytest.mark.parametrize("value", ["O'Brien", "Łukasz Żak", "李", "Nguyễn Văn A", "محمد", "R2", "A\u200dB", "a\tb"])
def test_people_have_all_kinds_of_names(value):
    if "\t" in value:
        with pytest.raises(Refusal):
            one_line(value, "name")
    else:
        assert read(replace(LETTER, to_name=value))["To"].addresses[0].display_name == value


def test_an_address_in_another_script_is_spelt_for_the_envelope():
    assert "zoe@xn--exmple-cua.org" in dict(replace(LETTER, to_address="zoe@exämple.org").headers())["To"]
    assert replace(LETTER, to_address="zoë@example.org").needs_utf8
    assert not LETTER.needs_utf8


class Row:
    mail_id, to_name, to_address, headline = "m@example.org", "Ann", "ann@example.org", "Hello"
    calendar, language, author, answering = "", "en", "", ""
    audience, channel = "referrer", "email"
    body, body_html, copy = "Dear Ann", f"<h1>Hello</h1>{COPY_MARK}<p>Dear Ann</p>", False


def test_a_copy_says_so_in_a_header_and_a_line():
    first = written(Row(), LETTER.sender, "", LETTER.date)
    again = type("Again", (Row,), {"copy": True})()
    copy = written(again, LETTER.sender, "desk@example.org", LETTER.date)
    assert COPY_LINE not in first.text + first.html
    assert "X-Baton-Copy" not in dict(first.headers())
    assert copy.text.startswith(COPY_LINE)
    assert COPY_LINE in copy.html
    assert COPY_MARK not in copy.html + first.html
    assert dict(copy.headers())["X-Baton-Copy"] == "yes"
    assert dict(copy.headers())["Message-ID"] == dict(first.headers())["Message-ID"]
    assert dict(copy.headers())["Reply-To"] == "desk@example.org"
    polish = written(type("Polish", (Row,), {"copy": True, "language": "pl"})(), LETTER.sender, "", LETTER.date)
    assert polish.text.startswith("To jest druga kopia")


VISIT = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Zoë=\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def test_a_visit_is_carried_beside_the_words():
    seen = read(replace(LETTER, calendar=VISIT))
    assert seen.get_body(("plain",)).get_content().replace("\r\n", "\n") == LETTER.text
    assert "Dear Zoë" in seen.get_body(("html",)).get_content()
    (visit,) = seen.iter_attachments()
    assert (visit.get_content_type(), visit.get_param("method")) == ("text/calendar", "REQUEST")
    assert visit.get_filename() == "appointment.ics"
    assert visit.get_content().replace("\r\n", "\n") == VISIT.replace("\r\n", "\n")
    assert not seen.defects


def test_a_letter_with_a_visit_is_the_same_each_time_and_ends_its_lines_with_crlf():
    whole = replace(LETTER, calendar=VISIT).bytes()
    assert whole == replace(LETTER, calendar=VISIT).bytes()
    assert b"\n" not in whole.replace(b"\r\n", b"")
