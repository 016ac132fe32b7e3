"""A mail is read whatever it is: who writes, what is new in it, what it answers, and what it brings."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.conversation import Nature, read_mail
from core.message import answered
from core.message.answering import reply_to
from tests.conversation.mails import mail, report

CAME = datetime(2026, 3, 10, 9, tzinfo=UTC)
PDF = Path(__file__).parent.parent
REPLIES = [
    (
        "Yes, I can come.\n\nOn Tue, 10 Mar 2026 at 09:00, Leeds Dental <a@example.org> wrote:\n> Can you come?\n",
        "Yes, I can come.",
    ),
    (
        "Tak, przyjdę.\n\nwt., 10 mar 2026 o 09:00 Leeds Dental <a@example.org> napisał(a):\n> Czy możesz?\n",
        "Tak, przyjdę.",
    ),
    (
        "Thanks.\n\nFrom: Leeds <a@example.org>\nSent: 10 March 2026 09:00\nTo: Rose\nSubject: Visit\n\nCan you come?",
        "Thanks.",
    ),
    ("Thanks.\n\n-----Original Message-----\nFrom: Leeds\nTo: Rose\nSubject: Visit\n\nCan you come?", "Thanks."),
    ("On Tue, Leeds Dental wrote:\n> Can you come?\n\nYes, at nine.\n", "Yes, at nine."),
    ("On Tue, Leeds Dental wrote:\n> Can you come?\n", "On Tue, Leeds Dental wrote:\n> Can you come?"),
    ("- I am allergic to latex\n- and to penicillin", "- I am allergic to latex\n- and to penicillin"),
]


def read(content, **more):
    return read_mail(content, CAME, "imap", **more)


@pytest.mark.parametrize(("body", "new"), REPLIES)
def test_what_is_new_is_told_from_what_is_quoted(body, new):
    heard = read(mail(body))
    assert heard.said == new
    assert heard.body == body.strip(), "all of it is kept"


def test_a_mail_of_html_alone_becomes_text():
    head = "<html><head><style>p{}</style></head><body><p>I cannot <b>come</b>.</p><script>x()</script>"
    quoted = "<div>On Tue, Leeds wrote:</div><blockquote>Old</blockquote></body></html>"
    assert read(mail("", html=head + quoted)).said == "I cannot come."


def test_who_writes_and_what_it_answers():
    heard = read(mail(in_reply_to="<b@example.org>", references="<a@example.org> <b@example.org>"))
    assert (heard.from_name, heard.from_address, heard.mail_id) == (
        "Rose Tyler",
        "rose@example.org",
        "1@phone.example.org",
    )
    assert set(heard.references) == {"a@example.org", "b@example.org"}
    assert heard.nature is Nature.ANSWER


class Row:
    """A row of the outbox, as far as its own address goes."""

    def __init__(self, number):
        self.id, self.subject, self.reply_to = number, "referral", "leeds@example.org"


@pytest.mark.parametrize("number", [1, 35, 36, 2**40])
def test_each_message_has_an_address_of_its_own(number):
    own = reply_to(Row(number), "replies+@example.org")
    assert answered(own) == answered(own.upper()) == number
    assert read(mail(to=f"Leeds Dental <{own}>", cc="x@example.org")).answers == (number,)
    assert reply_to(Row(number), "replies@example.org") == "replies@example.org"
    assert reply_to(Row(number), "") == "leeds@example.org"


def test_nobody_can_make_one_up():
    own = reply_to(Row(100), "replies+@example.org")
    seal = own.split(".")[1].split("@")[0]
    for forged in (
        own.replace("+2s.", "+2t."),
        own.replace(seal, seal[:-1] + ("a" if seal[-1] != "a" else "b")),
        own.replace(seal, seal[:-1]),
        own.replace("+2s.", "+02s."),
        own.replace("+2s.", f"+{'z' * 13}."),
        "replies+@example.org",
        f"replies+2s.{'a' * 16}@example.org",
    ):
        assert answered(forged) is None
        assert read(mail(to=forged)).answers == ()


@pytest.mark.parametrize(
    "headers",
    [
        {"auto_submitted": "auto-replied"},
        {"auto_submitted": "auto-generated (rejected)"},
        {"x_autoreply": "yes"},
        {"precedence": "auto_reply"},
        {"return_path": "<>"},
        {"subject": "Automatic reply: Your appointment"},
        {"subject": "Odpowiedź automatyczna: wizyta"},
    ],
)
def test_what_a_machine_answers_is_known(headers):
    assert read(mail(**headers)).nature is Nature.AUTOMATIC


def test_what_says_that_a_person_wrote_it_is_believed():
    assert read(mail(auto_submitted="no")).nature is Nature.ANSWER


@pytest.mark.parametrize("headers", [{"precedence": "bulk"}, {"list_id": "<news.example.org>"}, {"x_spam_flag": "YES"}])
def test_what_went_to_many_is_known(headers):
    assert read(mail(**headers)).bulk


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_bounce_names_what_came_back_and_why(kind):
    heard = read(report("a1@example.org", kind=kind))
    (lost,) = heard.failures
    assert (heard.nature, lost.mail_id, lost.lost) == (Nature.BOUNCE, "a1@example.org", True)
    assert lost.why == "The mail came back: 550 5.1.1 <rose@example.org>: no such user"
    assert "a1@example.org" in heard.references
    assert not read(report("a1@example.org", "delayed", kind)).failures[0].lost


def test_what_it_brings_is_kept_and_what_cannot_be_is_said(database):
    text = b"Allergic to latex."
    heard = read(
        mail(files=(("note.txt", text), ("../../x.zip", b"PK\x03\x04" + b"\0" * 100), ("empty.pdf", b"%PDF-")))
    )
    assert [one.name for one in heard.files] == ["note.txt"]
    assert "x.zip" in heard.note
    assert "archive" in heard.note


def test_the_same_mail_by_another_way_is_the_same_and_another_is_not():
    first = mail()
    again = b"Received: from a by b; Tue, 10 Mar 2026 09:00:00 +0000\r\n" + first
    assert read(first).key == read(again).key
    assert read(first).key != read(mail("I can come.")).key, "a program may use one Message-ID twice"


NASTY = {
    "empty": b"",
    "nothing but a header": b"Subject: x",
    "no mail": bytes(range(256)) * 40,
    "charset nobody knows": b'Content-Type: text/plain; charset="x-klingon"\r\n\r\nHello \xff\xfe',
    "charset that is a path": b'Content-Type: text/plain; charset="../../etc"\r\n\r\nHello',
    "not what it says": b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
    "nested": b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000)),
    "mails in mails": b"Content-Type: message/rfc822\r\n\r\n" * 3000 + b"Subject: x\r\n\r\nHello",
    "thousands of parts": b'Content-Type: multipart/mixed; boundary="B"\r\n\r\n' + b"--B\r\n\r\nx\r\n" * 20_000,
    "a long header": b"Subject: " + b"a" * 1_000_000 + b"\r\n\r\nHello",
    "many addresses": b"From: " + b"a@example.org, " * 20_000 + b"\r\n\r\nHello",
    "brackets": b"From: " + b"(" * 50_000 + b"\r\n\r\nHello",
    "quotes": b'From: "' + b'\\"' * 50_000 + b"\r\n\r\nHello",
    "encoded words": b"Subject: " + b"=?utf-8?b?YQ==?= " * 20_000 + b"\r\n\r\nHello",
    "references": b"References: " + b"<a@example.org> " * 50_000 + b"\r\n\r\nHello",
    "parameters": b"Content-Type: text/plain" + b"; a*0=b" * 20_000 + b"\r\n\r\nHello",
    "lines like headers": b"From: x\r\n\r\n" + b"From: a\r\n" * 60_000,
    "begins of quotes": b"Subject: x\r\n\r\n" + b"On On On " * 60_000,
    "days of the week": b"Subject: x\r\n\r\n" + b"wt wt \r\n" * 60_000,
    "empty lines": b"Subject: x\r\n\r\n" + b"\r\n" * 200_000 + b"x",
    "nuls": b"From: a\0b <a@example.org>\r\nSubject: \0\r\n\r\nHe\0llo",
    "open tags": b"Content-Type: text/html\r\n\r\n" + b"<" * 100_000,
    "comments": b"Content-Type: text/html\r\n\r\n" + b"<!--" * 100_000,
    "surrogates": b"Content-Type: text/plain; charset=utf-16\r\n\r\n\xd8\x00\xd8\x00",
    "a report of nothing": b'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n\r\n--B--',
}


@pytest.mark.parametrize("name", NASTY)
def test_whatever_comes_is_read_and_soon(database, name):
    began = time.monotonic()
    heard = read(NASTY[name])
    assert time.monotonic() - began < 2
    for text in (heard.from_name, heard.headline, heard.body, heard.said, heard.mail_id):
        assert "\0" not in text
        text.encode()
    assert len(heard.key) <= 120
    assert len(heard.from_name) <= 160
    assert len(heard.headline) <= 200
    assert len(heard.mail_id) <= 400
