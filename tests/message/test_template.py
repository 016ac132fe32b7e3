"""Texts are checked before anybody needs them, and never leave with a gap."""

import re

import pytest
from jinja2 import UndefinedError

from core.brand import Brand
from core.errors import Misconfigured
from core.message.template import CLINICAL, VARIABLES, Sender, parse, render, texts

SENDER = Sender(Brand("Harbour Dental Group", "#0f5c5c"), "Leeds Dental", "0113 496 0123", 7)
EVERYTHING = {name: f"«{name}»" for name in VARIABLES}


def words(html):
    return re.sub(r"<style>.*?</style>|<title>.*?</title>|<[^>]+>", " ", html, flags=re.DOTALL)


@pytest.mark.parametrize("name", texts())
def test_every_shipped_text_can_be_rendered_with_everything_known(name):
    text = texts()[name]
    done = render(text, EVERYTHING, SENDER)
    assert 5 < len(done.headline) <= 120
    for kind in (done.text, words(done.html)):
        assert not re.search(r"\{[{%]|[}%]\}|None|Undefined", kind)
    assert "!" not in done.text + words(done.html).replace("<!", ""), "calm"
    assert "«patient»" in done.text or text.audience in {"patient", "staff"}


@pytest.mark.parametrize("name", texts())
def test_what_may_be_missing_leaves_no_trace(name):
    """What a sent, inbound referral of a practice without a reference of its own does not have."""
    text = texts()[name]
    scarce = {**EVERYTHING, "their_reference": "", "born": "", "teeth": "", "signed_by": "", "recommendations": ""}
    done = render(text, {**scarce, "cause": "", "day": scarce["day"]}, SENDER)
    assert not re.search(r"[^\S\n]\n| [,.]|\n\n\n|: *\n[^\n]", done.text)


def test_a_patient_and_a_new_referrer_are_told_nothing_clinical():
    assert not any(text.clinical for text in texts().values() if text.audience == "patient")
    assert not texts()["received-referrer"].clinical
    assert texts()["outcome-referrer"].clinical


def test_a_word_that_nobody_knows_stops_the_start():
    with pytest.raises(Misconfigured, match="speaks of patiant, which nobody knows"):
        parse("thanks", "referrer", "Thank you for {{ patiant }}", "Dear {{ dear }}")
    with pytest.raises(Misconfigured, match="cannot be read"):
        parse("thanks", "referrer", "Thank you", "Dear {{ dear")
    with pytest.raises(Misconfigured, match="audience or action"):
        parse("thanks", "everybody", "Thank you", "Dear all")


def test_a_word_that_is_needed_and_missing_is_an_error_and_one_that_is_asked_for_is_not():
    needed = parse("needed", "patient", "Hello", "On {{ day }}")
    with pytest.raises(UndefinedError):
        render(needed, {"day": ""}, SENDER)
    asked = parse("asked", "patient", "Hello", "{% if day %}On {{ day }}{% else %}Soon{% endif %}")
    assert "Soon" in render(asked, {"day": ""}, SENDER).text


@pytest.mark.parametrize("attack", ["{{ patient.__class__ }}", "{{ ''.__class__.__mro__[1].__subclasses__() }}"])
def test_a_text_reaches_nothing_but_its_words(attack):
    from jinja2.exceptions import SecurityError

    text = parse("attack", "patient", "Hello", attack)
    with pytest.raises((SecurityError, UndefinedError)):
        render(text, {"patient": "Rose"}, SENDER)


def test_what_people_wrote_is_shown_and_not_obeyed():
    text = parse("note", "referrer", "About {{ patient }}", "{{ summary | card }}")
    bad = "<script>alert(1)</script>\n\n{{ dear }} & <b>bold</b>"
    done = render(text, {"patient": "<i>Rose</i>", "summary": bad}, SENDER)
    assert "<script>" not in done.html
    assert "<i>Rose" not in done.html
    assert "&lt;script&gt;alert(1)" in done.html
    assert "{{ dear }}" in done.text


def test_a_letter_asks_for_nothing_from_a_network():
    html = render(texts()["booked-patient"], EVERYTHING, SENDER).html
    assert not re.search(r"https?://|url\(|<img|<link|<script|@import", html)
    assert 'href="tel:01134960123"' in html


def test_a_letter_carries_the_groups_name_and_colour():
    html = render(texts()["booked-patient"], EVERYTHING, SENDER).html
    assert "Harbour Dental Group" in html
    assert "background:#0f5c5c" in html


def test_both_parts_say_the_same():
    done = render(texts()["report-referrer"], EVERYTHING, SENDER)
    for line in done.text.split("\n\n")[:-2]:
        assert " ".join(line.split()) in " ".join(words(done.html).split())


def test_what_counts_as_clinical_is_known():
    assert CLINICAL < VARIABLES
