"""Whatever people typed into names and notes: one recipient, one header, and text that is shown as text."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from html.parser import HTMLParser
from pathlib import Path

from core.audit import About
from core.brand import Brand
from core.channel import Channel
from core.errors import Misconfigured, Refusal
from core.message import Letter, Outgoing
from core.text import SHIPPED, Sender, render
from core.text.checking import check_part
from core.text.draft import Draft
from core.text.place import Place
from core.text.rendering import COPY_MARK
from core.text.trying import Example, tried
from core.text.words import WORDS

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
KNOWN = {name: word.sample for name, word in WORDS.items()}
SENDER = Sender(Brand("Harbour Dental Group", "#0f5c5c"), "Leeds Dental", "0113 496 0123", 7)
OURS = (
    "Ann\r\nBcc: spy@evil.test", "<script>alert(1)</script>", "{{ dear }}", "{% if x %}", "**bold** [x](http://x)",
    COPY_MARK, "'; DROP TABLE message; --", "> card\n\n> card", "\u202egnp.exe", "a" * 4000,
)  # fmt: skip


def corpus():
    found = {*OURS}
    for file in ("blns/blns.json", "own/email_header_injection.json", "own/markdown_xss.json", "own/names.json"):
        path = CORPUS / file
        told = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
        found |= {one if isinstance(one, str) else str(one.get("value", one)) for one in told}
    return sorted(one for one in found if one.strip())


class Seen(HTMLParser):
    """The tags of a page with what they carry, and its words."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(sorted(attrs))))

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join("".join(self.words).split())


def one_line(value):
    return " ".join(value.split())


def written(name, **words):
    done = render(SHIPPED.chosen(name, None), KNOWN | words, SENDER)
    Outgoing(
        key="1", about=About("referral", 1), rule="x", template=name, audience="referrer", to_name="Elm",
        to_address="elm@example.org", headline=done.headline, text=done.text, html=done.html,
    )  # fmt: skip
    letter = Letter(
        message_id="1@example.org", sender="Baton <baton@example.org>", to_name="Elm", to_address="elm@example.org",
        headline=done.headline[:200], text=done.text, html=done.html, date=datetime(2026, 3, 10, 9, tzinfo=UTC),
    )  # fmt: skip
    return done, message_from_bytes(letter.bytes())


BASE = Seen(written("received-referrer")[0].html).tags
VALUES = corpus()
HEADERS = written("received-referrer")[1].keys()


def test_a_name_is_words_in_subject_text_and_page():
    refused = [value for value in VALUES if not _name_is_words(value)]
    assert all(not one.isprintable() for one in refused), "only what no header can carry is left to the telephone"
    assert len(refused) < len(VALUES) / 10


def _name_is_words(value):
    try:
        done, seen = written("received-referrer", patient=value, dear=value)
    except Refusal:
        return False
    assert seen.keys() == HEADERS, value
    assert len(message_from_bytes(seen.as_bytes(), policy=policy.default)["To"].addresses) == 1, value
    assert str(make_header(decode_header(seen["Subject"]))) == f"Thank you for referring {one_line(value)}"[:200]
    page = Seen(done.html)
    assert page.tags == BASE, f"a tag or an attribute that is not ours: {value}"
    assert f"Thank you for referring {one_line(value)} to Harbour Dental Leeds." in page.text
    assert done.html.count(COPY_MARK) == 1
    return True


def test_a_note_keeps_its_lines_and_is_words():
    for value in VALUES:
        done = render(SHIPPED.chosen("information-referrer", None), KNOWN | {"comment": value}, SENDER)
        page = Seen(done.html)
        _ours(page, value)
        for line in value.splitlines():
            assert one_line(line.removeprefix(">")) in page.text or not line.strip(), value


def _ours(page, value):
    for tag, attrs in page.tags:
        assert (tag, attrs) in BASE or tag in {"br", "div", "p"}, value
        assert {name for name, _ in attrs} <= {name for _, told in BASE for name, _ in told}, value


def test_what_is_typed_as_a_text_is_refused_or_sent_as_it_stands():
    place = Place("received-referrer")
    for value in VALUES:
        with suppress(Misconfigured):
            check_part(place.purpose, "body", value)
            _ours(Seen(tried(place, Draft("Hello", value), Example(KNOWN, SENDER)).html), value)


def test_an_sms_stays_in_one_line():
    text = SHIPPED.chosen("booked-patient", None, "en", Channel.SMS)
    for value in VALUES:
        done = render(text, KNOWN | {"site": value}, SENDER)
        assert done.text.splitlines() == [done.text], value
        assert done.text.startswith(f"{one_line(value)}: your appointment is on"), value
