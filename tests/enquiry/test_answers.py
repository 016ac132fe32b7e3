"""What is typed into a public form is kept as a record keeps it, or refused in a sentence; and never changed unseen."""

import re
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from core.enquiry.answers import READ, checked, letter
from core.enquiry.guard import Signs, judged
from core.enquiry.model import Audience, Form
from core.enquiry.proof import proves
from core.enquiry.questions import questions
from core.enquiry.words import words_for
from core.errors import NotNow
from core.intake import Held
from tests.enquiry.story import PATIENT, PRACTICE, worked

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
SAY = words_for("en")


def form(audience: Audience = Audience.PATIENT, **how) -> Form:
    told = {"specialty": "", "open": True, "title": "Ask us", "words": "", "asks": audience.extras, "services": ()}
    whose = {"id": 1, "site_id": 1, "site": "Leeds", "site_code": "leeds", "phone": "", "zone": "Europe/London"}
    return Form(**whose, **told | how, audience=audience, origins=(), version=1)


def kept(typed, audience=Audience.PATIENT):
    asked = questions(form(audience), (), SAY)
    return checked(audience, asked, typed, set(), SAY)


def test_everything_missing_is_said_in_sentences():
    assert set(kept({})[1]) == {"family_name", "reason", "agree_phone"}
    assert set(kept({}, Audience.PRACTICE)[1]) == {
        "referrer", "referrer_clinician", "sender_address", "family_name", "born_on", "urgency", "reason", "may_share"
    }  # fmt: skip
    assert all(re.fullmatch(r"[A-Z].*\.", said) for said in kept({}, Audience.PRACTICE)[1].values())


def test_a_way_that_was_ticked_needs_where_it_leads():
    assert set(kept(PATIENT | {"phone": ""})[1]) == {"phone"}
    assert set(kept(PATIENT | {"email": "", "agree_phone": ""})[1]) == {"email"}
    assert kept(PATIENT | {"email": "", "agree_email": ""})[1] == {}
    assert "code" in kept(PATIENT | {"phone": "12"})[1]["phone"]


def test_a_choice_is_one_of_those_that_were_offered():
    assert set(kept(PATIENT | {"specialty": "magic"})[1]) == {"specialty"}
    assert set(kept(PRACTICE | {"urgency": "now", "funding": "gold"}, Audience.PRACTICE)[1]) == {"urgency", "funding"}


def test_dates_that_cannot_be_are_refused():
    for day in ("2999-01-01", "1066-10-14", "2026-02-30", "03/04/1980", "yesterday"):
        assert set(kept(PRACTICE | {"born_on": day}, Audience.PRACTICE)[1]) == {"born_on"}, day


def test_each_answer_is_found_again_where_it_stands():
    typed = PRACTICE | {"reason": "Two\r\nlines: 36?", "teeth": "36 37", "funding": "nhs"}
    practice, (values, wrong) = form(Audience.PRACTICE, specialty="implant"), kept(typed, Audience.PRACTICE)
    assert wrong == {}
    text, said = letter(practice, questions(practice, (), SAY), typed, values, SAY)
    shown = {name: text[found.start : found.end] for name, found in said.items()}
    assert shown["reason"] == "Two\nlines: 36?"
    assert (shown["specialty"], shown["urgency"], shown["funding"]) == ("Implants", "Soon", "NHS")
    assert (shown["teeth"], said["teeth"].value) == ("36 37", "36, 37")
    assert shown["may_share"] == "yes"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_a_number_gains_no_digit_but_its_country_or_is_refused():
    taken = 0
    for text in (CORPUS / "phone/libphonenumber-js_test_strings.txt").read_text().splitlines():
        values, wrong = kept(PATIENT | {"phone": text})
        assert ("phone" in values) ^ ("phone" in wrong), text
        if "phone" in values:
            taken += 1
            typed = iter(text)
            assert all(digit in typed for digit in values["phone"].removeprefix("+").removeprefix("44")), text
    assert taken > 50


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_an_address_is_one_address_or_is_refused():
    for one in ElementTree.parse(CORPUS / "email/isemail_tests.xml").iter("address"):
        text = "".join(chr(ord(c) - 0x2400) if 0x2400 <= ord(c) < 0x2420 else c for c in one.text or "")
        values, wrong = kept(PATIENT | {"email": text})
        assert ("email" in values) ^ ("email" in wrong), text
        assert values.get("email", "").casefold() in text.strip().casefold() or "xn--" in values["email"]


def test_whatever_is_read_with_care_is_a_question_that_can_be_asked():
    asked = {each.name for audience in Audience for each in questions(form(audience), (), SAY)}
    assert set(READ) <= asked


def test_only_the_work_is_a_proof():
    assert proves("a" * 32, worked("a" * 32))
    for other in ("", "0", "-1", "x", "٣", "9" * 21, worked("b" * 32), f" {worked('a' * 32)}"):
        assert not proves("a" * 32, other), other


def signs(**more) -> Signs:
    quiet = {"trapped": False, "took": timedelta(minutes=1), "proven": True, "spent": False}
    counts = dict.fromkeys(("from_one", "from_one_unproven", "at_site", "at_site_unproven"), 0)
    return Signs(**quiet | counts | more)


def test_the_surest_sign_is_the_one_that_is_told():
    assert judged(signs(), "no") is None
    assert judged(signs(trapped=True, took=timedelta(), proven=False), "no") is Held.TRAP
    assert judged(signs(took=timedelta(seconds=2), proven=False), "no") is Held.HASTE
    assert judged(signs(at_site=120), "no") is Held.FLOOD
    assert judged(signs(spent=True), "no") is Held.NOT_PROVEN


def test_a_flood_of_proven_ones_is_held_back_and_one_of_others_is_refused():
    assert judged(signs(at_site=5_000, at_site_unproven=20), "no") is Held.FLOOD
    assert judged(signs(at_site=20, at_site_unproven=20), "no") is None
    for many in (
        {"from_one": 30},
        {"proven": False, "from_one_unproven": 4},
        {"trapped": True, "at_site_unproven": 20},
    ):
        with pytest.raises(NotNow, match="no"):
            judged(signs(**many), "no")
