"""One validation for every door: what people write is kept, what is wrong is refused with a sentence."""

import csv
import json
import unicodedata
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from core import field
from core.errors import Lacking, Refusal

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")


def refused(check, given):
    with pytest.raises(Refusal) as sentence:
        check(given)
    assert str(sentence.value).endswith(".")
    return str(sentence.value)


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("O'Brien", "obrien"),
        ("D’Arcy", "darcy"),
        ("  Smith-Jones ", "smith jones"),
        ("Zoë", "zoe"),
        ("Zoe\u0308", "zoe"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("STRASSE Straße", "strasse strasse"),
        ("İpek Işık", "ipek isik"),
        ("ﬁscher", "fischer"),
        ("LS1\u00a04AB", "ls1 4ab"),
        ("Dr. J. (“Jo”) Bloggs, Jr.", "dr j jo bloggs jr"),
        ("李", "李"),
        ("'; DROP TABLE patient; --", "drop table patient"),
        ("\\", ""),
    ],
)
def test_searches_compare_plain_words(written, searched):
    assert field.folded(written) == searched


def test_folding_twice_changes_nothing():
    for name in ("Åsa Núñez", "Анна", "عبد الله", "สมชาย", "इंदिरा"):
        assert field.folded(field.folded(name)) == field.folded(name)


@pytest.mark.parametrize("name", ["O'Brien", "X", "李", "00123", "Null", "=Sum", "Anne\u00a0Marie", "R@y", "🦷 Tooth"])
def test_a_name_is_a_name(name):
    assert field.person_name(name) == name


@pytest.mark.parametrize("name", ["", "   ", "a\x00b", "Ann\nSmith", "Ann\u2028Smith", "\ud800", "A" * 121])
def test_what_cannot_be_a_name_is_refused(name):
    refused(field.person_name, name)


@needs_corpus
def test_every_name_of_the_corpus_is_kept_to_the_letter_or_refused():
    for name in json.loads((CORPUS / "own/names.json").read_text()):
        try:
            assert field.person_name(name) == unicodedata.normalize("NFC", name)
        except Refusal:
            assert len(name) > 120 or "\x00" in name or "\ud800" in name


@needs_corpus
def test_naughty_strings_are_kept_or_refused_and_can_be_folded():
    for text in json.loads((CORPUS / "blns/blns.json").read_text()):
        for check in (
            field.line,
            field.paragraph,
            field.person_name,
            field.phone,
            field.email,
            field.postcode,
        ):
            try:
                kept = check(text)
            except Refusal:
                continue
            kept.encode()
        assert all(word.isalnum() for word in field.folded(text).split())


def test_a_paragraph_keeps_its_lines():
    assert field.paragraph(" One\r\ntwo\rthree\t\n") == "One\ntwo\nthree"
    refused(field.paragraph, "bell \x07")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("07700 900123", "+447700900123"),
        ("(0113) 496 0123", "+441134960123"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("0044 113 496 0123", "+441134960123"),
        ("020-7946-0958", "+442079460958"),
        ("0800 1111", "+448001111"),
        ("+1 212 555 0123", "+12125550123"),
        ("٠٧٧٠٠ ٩٠٠١٢٣", "+447700900123"),
    ],
)
def test_telephone_numbers_are_kept_in_one_form(typed, kept):
    assert field.phone(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "", "946 0958", "112", "4.42E+11", "0800 DENTIST", "020 7946 0958 ext 12", "07700 900123 / 07700 900124",
        "07700 900123, 07700 900124", "tel:+447700900123", "+999 1234", "0" * 60,
    ],
)  # fmt: skip
def test_half_numbers_words_and_two_numbers_are_refused(typed):
    refused(field.phone, typed)


def test_telephone_numbers_are_shown_as_people_here_write_them():
    assert field.phone_shown("+447700900123") == "07700 900123"
    assert field.phone_shown("+33123456789") == "+33 1 23 45 67 89"
    assert field.phone_shown("unknown") == "unknown"


@needs_corpus
def test_a_number_of_the_corpus_keeps_its_digits_or_is_refused():
    kept = 0
    for typed in (CORPUS / "phone/libphonenumber-js_test_strings.txt").read_text().splitlines():
        try:
            number = field.phone(typed)
        except Refusal:
            continue
        kept += 1
        digits = "".join(str(int(c)) for c in typed if c.isdecimal())
        assert digits.endswith(number[-7:]), typed
    assert kept > 20


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" ann@example.org ", "ann@example.org"),
        ("Ann.O'Brien+baton@EXAMPLE.ORG", "Ann.O'Brien+baton@example.org"),
        ("ann@practice.test", "ann@practice.test"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
    ],
)
def test_addresses_are_kept_as_a_mail_server_takes_them(typed, kept):
    assert field.email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ann",
        "ann@",
        "ann@localhost",
        "ann@[10.0.0.1]",
        '"a b"@example.org',
        "é@example.org",
        "a" * 250 + "@x.test",
    ],
)
def test_what_no_mail_server_takes_is_refused(typed):
    refused(field.email, typed)


@needs_corpus
def test_nobody_puts_a_second_recipient_or_a_header_into_an_address():
    for case in json.loads((CORPUS / "own/email_header_injection.json").read_text()):
        for typed in (case["value"], case["value"].replace("Ann", "ann@x.test", 1)):
            try:
                kept = field.email(typed)
            except Refusal:
                continue
            assert kept.count("@") == 1
            assert kept.isascii()
            assert not set(kept) & set("\r\n\x00,;<>")


@needs_corpus
def test_addresses_that_are_an_error_to_isemail_are_refused():
    for test in ElementTree.parse(CORPUS / "email/isemail_tests.xml").iter("test"):
        typed = "".join(
            chr(ord(c) - 0x2400) if 0x2400 <= ord(c) <= 0x2421 else c for c in test.findtext("address") or ""
        )
        try:
            kept = field.email(typed)
        except Refusal:
            continue
        assert test.findtext("category") != "ISEMAIL_ERR" or typed != typed.strip(), typed
        assert kept.lower() == typed.strip().lower()


def test_an_nhs_number_is_checked_and_warned_about_never_rejected():
    assert field.nhs_number("999 000 0018") == field.NhsNumber("9990000018")
    odd = field.nhs_number("347-852-6985")
    assert odd.digits == "3478526985"
    assert "347 852 6985" in odd.warning


@pytest.mark.parametrize("placeholder", ["9999999999", "0000000000", "1111111111", "999 999 9999"])
def test_a_placeholder_is_no_nhs_number(placeholder):
    found = field.nhs_number(placeholder)
    assert found.digits is None
    assert found.warning


@pytest.mark.parametrize(
    "typed", ["999000001", "99900000188", "9.99E+09", "９９９０００００１８", "٩٩٩٠٠٠٠٠١٨", "999000001X"]
)
def test_what_is_not_ten_digits_is_no_nhs_number(typed):
    refused(field.nhs_number, typed)


@needs_corpus
def test_the_nhs_numbers_of_the_corpus():
    with (CORPUS / "own/nhs_numbers.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            try:
                found = field.nhs_number(row["value"])
            except Refusal:
                assert row["expected"] == "invalid", row
                continue
            fine = found.digits is not None and not found.warning
            assert fine == (row["expected"] in {"valid", "normalise", "normalise-or-invalid"}), row


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ls14ab", "LS1 4AB"),
        (" LS1  4AB", "LS1 4AB"),
        ("sw1a1aa", "SW1A 1AA"),
        ("01013", "01013"),
        ("D02 X285", "D02 X285"),
    ],
)
def test_postcodes(typed, kept):
    assert field.postcode(typed) == kept


def test_the_district_of_a_postcode():
    assert [field.district(code) for code in ("LS1 4AB", "SW1A 1AA", "01013")] == ["LS1", "SW1A", ""]


def test_a_day_is_read_only_where_it_can_be_read_in_one_way():
    assert field.day("1961-05-23") == field.day("23/05/1961") == field.day("23.5.1961") == date(1961, 5, 23)
    assert field.day("02/02/1980") == date(1980, 2, 2)
    assert "two ways" in refused(field.day, "03/02/1980")


@pytest.mark.parametrize(
    "typed", ["", "29254", "1980-02-30", "05/23/1961", "1961-5-23", "1e9", "31/04/2026", "٢٠٢٦-٠١-٠١"]
)
def test_what_is_not_a_day_is_refused(typed):
    refused(field.day, typed)


def test_births_lie_between_1900_and_today(today):
    assert field.birth_date(today) == today
    assert field.birth_date("1900-01-01") == date(1900, 1, 1)
    assert "future" in refused(field.birth_date, "2090-02-03")
    assert "1900" in refused(field.birth_date, "1899-12-31")


def test_teeth_in_fdi_and_palmer():
    assert field.teeth("36, 37;36 55") == ("36", "37", "55")
    assert [field.palmer(tooth) for tooth in ("11", "26", "36", "48", "55", "81")] == [
        "UR1", "UL6", "LL6", "LR8", "URE", "LRA",
    ]  # fmt: skip
    assert field.teeth("") == ()
    for wrong in ("19", "86", "UR6", "3", "111"):
        refused(field.teeth, wrong)


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(Lacking) as lacking:
        field.gathered(
            phone=lambda: field.phone("12"),
            email=lambda: field.email("ann"),
            name=lambda: field.person_name("Ann"),
        )
    assert set(lacking.value.fields) == {"phone", "email"}
