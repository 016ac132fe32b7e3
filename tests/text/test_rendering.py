"""Texts never leave with a gap, and what people typed is shown and not obeyed."""

import re

import pytest
from jinja2 import UndefinedError

from core.brand import Brand
from core.channel import FOR_PATIENTS, Channel
from core.language import languages
from core.text import SHIPPED, Sender, purposes, render
from core.text.model import Origin, Purpose, Text
from core.text.sandbox import compiled
from core.text.shipped import shipped
from core.text.words import CLINICAL, VARIABLES, WORDS, Audience

SENDER = Sender(Brand("Harbour Dental Group", "#0f5c5c"), "Leeds Dental", "0113 496 0123", 7)
EVERYTHING = {name: f"«{name}»" for name in VARIABLES}
PATIENTS = [name for name, purpose in purposes().items() if purpose.audience is Audience.PATIENT]


def words(html):
    return re.sub(r"<style>.*?</style>|<title>.*?</title>|<[^>]+>", " ", html, flags=re.DOTALL)


def mail(name, known, language="en"):
    return render(SHIPPED.chosen(name, None, language), known, SENDER)


def sms(name, known, language="en"):
    return render(SHIPPED.chosen(name, None, language, Channel.SMS), known, SENDER)


def text_of(headline, body, channel=Channel.EMAIL):
    """A text that nobody checked."""
    purpose = Purpose("test", "Test", Audience.REFERRER)
    return Text(purpose, channel, "en", Origin.SHIPPED, compiled(headline), compiled(body), clinical=False)


@pytest.mark.parametrize(("name", "language"), shipped())
def test_every_shipped_text_can_be_rendered_with_everything_known(name, language):
    done = mail(name, EVERYTHING, language)
    assert 5 < len(done.headline) <= 120
    for kind in (done.text, words(done.html)):
        assert not re.search(r"\{[{%]|[}%]\}|None|Undefined", kind)
    assert "!" not in done.text + words(done.html).replace("<!", ""), "calm"
    outside = purposes()[name].audience in {Audience.REFERRER, Audience.RECIPIENT}
    assert re.search("«(?:patient|reference)»", done.text) or not outside or purposes()[name].about == "sign_in"
    assert f'<html lang="{languages()[language].tag}">' in done.html


@pytest.mark.parametrize(("name", "language"), shipped())
def test_what_may_be_missing_leaves_no_trace(name, language):
    """Neither one by one nor all together."""
    purpose = purposes()[name]
    perhaps = purpose.words - purpose.always
    for missing in [set(perhaps), *({word} for word in perhaps)]:
        known = {word: told for word, told in EVERYTHING.items() if word not in missing}
        found = [mail(name, known, language).text]
        found += [sms(name, known, language).text] if name in PATIENTS else []
        for text in found:
            assert not re.search(r"[^\S\n]\n| [,.]|\n\n\n|: *\n[^\n]|\(\)|  \S+  ", text), missing


@pytest.mark.parametrize("name", PATIENTS)
def test_a_patient_is_written_to_on_every_channel_in_every_language(name):
    for language in languages():
        for channel in FOR_PATIENTS:
            found = SHIPPED.chosen(name, None, language, channel)
            assert (found.language, found.origin) == (language, Origin.SHIPPED)
        short = sms(name, EVERYTHING, language)
        assert short.html == ""
        assert "\n" not in short.text
        assert "«site»" in short.text, "whoever reads it has to see who writes"


def test_a_patient_and_a_new_referrer_are_told_nothing_clinical():
    assert not any(SHIPPED.chosen(name, None).clinical for name in PATIENTS)
    assert not SHIPPED.chosen("received-referrer", None).clinical
    assert SHIPPED.chosen("outcome-referrer", None).clinical


def test_a_word_that_is_needed_and_missing_is_an_error_and_one_that_is_asked_for_is_not():
    with pytest.raises(UndefinedError):
        render(text_of("Hello", "On {{ day }}"), {"day": ""}, SENDER)
    asked = text_of("Hello", "{% if day %}On {{ day }}{% else %}Soon{% endif %}")
    assert "Soon" in render(asked, {"day": ""}, SENDER).text


def test_what_people_wrote_is_shown_and_not_obeyed():
    bad = "<script>alert(1)</script>\n\n{{ dear }} & <b>bold</b>"
    done = render(
        text_of("About {{ patient }}", "{{ summary | card }}"), {"patient": "<i>Rose</i>", "summary": bad}, SENDER
    )
    assert "<script>" not in done.html
    assert "<i>Rose" not in done.html
    assert "&lt;script&gt;alert(1)" in done.html
    assert "{{ dear }}" in done.text


def test_a_word_stands_in_one_line_whatever_was_typed():
    typed = "Rose\r\nBcc: all@example.org\n\n> Tyler\u2028x"
    done = render(text_of("About {{ patient }}", "Dear {{ patient }},"), {"patient": typed}, SENDER)
    assert done.headline == "About Rose Bcc: all@example.org > Tyler x"
    assert done.text.startswith("Dear Rose Bcc: all@example.org > Tyler x,\n\nLeeds Dental")


def test_a_letter_asks_for_nothing_from_a_network():
    html = mail("booked-patient", EVERYTHING).html
    assert not re.search(r"https?://|url\(|<img|<link|<script|@import", html)
    assert 'href="tel:01134960123"' in html


def test_a_letter_carries_the_groups_name_and_colour():
    html = mail("booked-patient", EVERYTHING).html
    assert "Harbour Dental Group" in html
    assert "background:#0f5c5c" in html


def test_both_parts_say_the_same():
    done = mail("report-referrer", EVERYTHING)
    for line in done.text.split("\n\n")[:-2]:
        assert " ".join(line.split()) in " ".join(words(done.html).split())


def test_days_and_times_are_said_in_the_language_of_the_text(today):
    known = EVERYTHING | {name: WORDS[name].sample for name in ("date", "day")}
    assert mail("booked-patient", known).headline == "Your appointment on Tuesday 24 November"
    assert "Tuesday 24 November at 14:30" in mail("booked-patient", known).text
    assert mail("booked-patient", known, "pl").headline == "Termin wizyty: wtorek, 24 listopada"
    assert "wtorek, 24 listopada, godz. 14:30" in mail("booked-patient", known, "pl").text
    assert "Zadzwoń: Leeds Dental" in mail("booked-patient", known, "pl").text


def test_what_counts_as_clinical_is_known():
    assert CLINICAL < VARIABLES
