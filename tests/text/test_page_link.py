"""What leads patients to their own page: a button in mails in their language; a line in short texts if it is free."""

from functools import partial

import pytest

from core.brand import Brand
from core.channel import Channel
from core.language import When
from core.link import Purpose, as_long, place
from core.text import SHIPPED, Sender, Text, purposes, render
from core.text.model import LINKS
from core.text.sandbox import compiled
from core.text.sms import length
from core.text.words import WORDS

PAGE = place(Purpose.PATIENT)
BRAND = Brand("Harbour", "#0f5c5c")


@pytest.fixture
def sender():
    return partial(Sender, BRAND, "Harbour Leeds", "0113 496 0123")


def words(purpose):
    return {name: WORDS[name].sample for name in purpose.words}


def short(channel, body):
    text = SHIPPED.chosen("booked-patient", None, "en", channel)
    return Text(text.purpose, channel, "en", text.origin, text.headline, compiled(body), clinical=False)


@pytest.mark.parametrize(("language", "label"), [("en", "See or change my appointment"), ("pl", "Zobacz lub zmień")])
def test_a_mail_leads_to_the_page_in_the_patients_language(sender, language, label):
    text = SHIPPED.chosen("booked-patient", None, language)
    done = render(text, words(text.purpose), sender(link=PAGE))
    assert f'href="{PAGE}"' in done.html
    assert label in done.html
    assert "0113 496 0123" in done.html, "who would rather call can"
    assert "tel:" in render(text, words(text.purpose), sender()).html, "who has no page is asked to call"


def test_a_text_message_carries_it_where_it_costs_no_further_part(sender):
    line = short(Channel.SMS, "{{ site }}: you are booked, {{ date }}.")
    done = render(line, words(line.purpose), sender(link=PAGE)).text
    assert done.endswith(f" Your page: {PAGE}")
    assert length(as_long(done)).parts == 1
    full = short(Channel.SMS, "{{ site }}: you are booked. " + "x" * 110)
    assert PAGE not in render(full, words(full.purpose), sender(link=PAGE)).text
    assert PAGE not in render(line, words(line.purpose), sender()).text


def test_it_is_measured_as_it_leaves_and_not_as_its_marker(sender):
    room = 160 - len(f" Your page: {as_long(PAGE)}")
    for many, fits in ((room, True), (room + 1, False)):
        line = short(Channel.SMS, "x" * many)
        assert (PAGE in render(line, words(line.purpose), sender(link=PAGE)).text) is fits


def test_where_parts_cost_nothing_it_is_always_there(sender):
    text = short(Channel.WHATSAPP, "{{ site }}: " + "x" * 300)
    assert PAGE in render(text, words(text.purpose), sender(link=PAGE)).text


def test_no_shipped_text_takes_another_part_for_it(sender):
    for name, purpose in purposes().items():
        for language in ("en", "pl"):
            text = SHIPPED.chosen(name, None, language, Channel.SMS)
            if text and purpose.action in LINKS and purpose.audience == "patient":
                known = words(purpose) | {"date": When(WORDS["date"].sample.day, WORDS["date"].sample.hour)}
                with_page = render(text, known, sender(link=PAGE)).text
                assert length(as_long(with_page)).parts == length(render(text, known, sender()).text).parts
