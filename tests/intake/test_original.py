"""What becomes of files: e-mails, PDFs, pages and pictures as text, and never an error."""

from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from core.document import Upload
from core.intake.original import clean, original
from core.intake.reading import read

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
TODAY = date(2026, 3, 10)


def mail(text="Dear all,\n\nRe: Tom Ng\n\nDenture.", html="", **heads):
    letter = EmailMessage()
    told = {"From": "Dr Shah <shah@elm.example>", "Date": "Mon, 09 Mar 2026 10:11:00 +0000", "Subject": "Tom Ng"}
    for name, value in (told | heads).items():
        letter[name] = value
    letter.set_content(text)
    if html:
        letter.add_alternative(html, subtype="html")
    return letter


def pdf(*lines):
    paper = FPDF()
    paper.add_page()
    paper.set_font("Helvetica")
    for line in lines:
        paper.cell(text=line, new_x="LMARGIN", new_y="NEXT")
    return bytes(paper.output())


def test_an_e_mail_says_who_sent_it_and_when():
    read_mail = original(Upload("mail.eml", mail().as_bytes()))
    assert (read_mail.sender_name, read_mail.sender_address) == ("Dr Shah", "shah@elm.example")
    assert read_mail.sent_at == datetime(2026, 3, 9, 10, 11, tzinfo=UTC)
    assert read_mail.text.startswith("From: Dr Shah <shah@elm.example>\nDate: Mon, 09 Mar 2026")
    assert read_mail.text.endswith("Denture.")


def test_an_e_mail_is_known_by_its_headers_also_under_another_name():
    assert original(Upload("message", mail().as_bytes())).mailed


def test_a_page_is_read_where_there_is_no_plain_text():
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "a@example.org", "x"
    page = "<html><head><style>p {}</style></head><body><p>Patient: <b>Tom Ng</b></p><script>alert(1)</script>Denture"
    letter.set_content(page, subtype="html")
    text = original(Upload("m.eml", letter.as_bytes())).text
    assert "Patient: Tom Ng\nDenture" in text
    assert "alert" not in text
    assert "{}" not in text


def test_what_an_e_mail_encloses_is_kept_apart_and_read_too():
    letter = mail("Please see the enclosed letter.", Subject="Referral")
    letter.add_attachment(pdf("Patient: Iris Okafor"), maintype="application", subtype="pdf", filename="letter.pdf")
    letter.add_attachment(b"\xff\xd8\xff0", maintype="image", subtype="jpeg", filename="../../opg.jpg")
    found = original(Upload("m.eml", letter.as_bytes()))
    assert [each.name for each in found.enclosed] == ["letter.pdf", "../../opg.jpg"]
    assert read(found.text, TODAY)["family_name"].value == "Okafor"


def test_a_pdf_is_read_and_a_scan_says_that_it_cannot_be():
    assert "Re: Tom Ng" in original(Upload("a.pdf", pdf("Re: Tom Ng"))).text
    scan = original(Upload("scan.pdf", pdf()))
    assert (scan.text, scan.note) == ("", "This is a scan without text. Look at it and type what it says.")


@pytest.mark.parametrize("cut", [5, 20, 200])
def test_a_pdf_that_is_cut_off_is_looked_at_instead(cut):
    assert original(Upload("a.pdf", pdf("Tom")[:cut])).text == ""


def test_a_picture_has_no_text_and_says_so():
    picture = original(Upload("opg.png", b"\x89PNG\r\n\x1a\n\x00\x00"))
    assert picture.text == ""
    assert "“opg.png” is a picture" in picture.note


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_letter_is_read_in_the_encoding_it_was_written_in(encoding):
    assert original(Upload("a.txt", "Patient: Zoë Ängström".encode(encoding))).text == "Patient: Zoë Ängström"


@pytest.mark.parametrize("head", ["From", "Date", "Subject", "Content-Type", "Content-Transfer-Encoding"])
@pytest.mark.parametrize(
    "value", ["", "=?x-unknown?B?@@@?=", "\u0000", "; ; ;", "a@b@c,,<<>>", "Mon, 99 Foo 0000 99:99"]
)
def test_no_header_is_an_error(head, value):
    content = f"Subject: a\nFrom: b\n{head}: {value}\n\nHello".encode()
    found = original(Upload("m.eml", content))
    assert "\x00" not in found.text


def test_what_is_kept_has_no_control_characters_and_one_kind_of_line_end():
    assert clean("a\r\nb\rc\x00\x1b[31md\u2028e\udfff\ufeff") == "a\nb\nc[31md\ne"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.eml", "a.pdf", "a.txt"]), st.sampled_from([b"", b"%PDF-1.7\n"]))
def test_no_bytes_are_an_error(content, name, begins):
    read(original(Upload(name, begins + content)).text, TODAY)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the hostile corpus is not here")
def test_nothing_of_the_hostile_corpus_is_an_error():
    files = [file for file in CORPUS.rglob("*") if file.is_file() and file.stat().st_size < 2_000_000]
    assert len(files) > 100
    for file in files:
        found = original(Upload(file.name, file.read_bytes()))
        read(found.text, TODAY)
        original(Upload(f"{file.name}.eml", file.read_bytes()))
        for line in found.text.splitlines()[:8]:
            read(f"Patient: {line}\nDOB: {line}\nTel: {line}", TODAY)
