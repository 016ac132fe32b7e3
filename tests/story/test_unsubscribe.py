"""The desk notes what a patient said in which words; she ends mails on her phone, and the next one is withheld."""

import re

import pytest
from playwright.sync_api import expect

from core import consent, message
from core.audit import About
from core.channel import Channel
from core.consent import Purpose
from tests import make
from tests.message.write import put
from tests.story.conftest import House
from tests.world.browser import faults, keep, overflows
from tests.world.servers import until

pytestmark = pytest.mark.database("sqlite")
MAIL = "mei.lin@example.org"


def mailed(house: House, who: int, key: str, text: str) -> None:
    """A message to her waits in the outbox."""
    about = About("patient", who, house.cast.leeds, who)
    html = f"<p>{text}</p><!-- foot -->"
    put(house.cast, key, about=about, audience="patient", to_name="Mei Lin", to_address=MAIL, text=text, html=html)


def link_in(house: House) -> str:
    """Where the one mail says that mails can be ended, as a mail program reads it."""
    until(lambda: house.letters(MAIL))
    (letter,) = house.letters(MAIL)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return re.fullmatch(r"<(.+)>", letter["List-Unsubscribe"])[1]


def test_consent_is_noted_in_its_words_and_ended_on_a_phone(house):
    cast = house.cast
    mei = make.patient("Mei Lin", at=cast.leeds, email=MAIL)
    desk = house.visit(cast.ana, f"/patients?id={mei}")
    desk.get_by_role("button", name="Record what they said").click()
    asked = desk.get_by_role("dialog")
    asked.get_by_text("E-mail", exact=True).click()
    wording = asked.get_by_role("textbox", name="In these words")
    expect(wording).to_have_value("May we contact you by e-mail about your care?")
    asked.get_by_role("button", name="Record").click()
    expect(desk.get_by_text("Yes, in person")).to_be_visible()
    expect(desk.get_by_text("“May we contact you by e-mail about your care?”")).to_be_visible()
    mailed(house, mei, "1", "Your appointment is on Monday.")
    phone = house.visit(at=link_in(house), phone=True)
    assert not faults(phone)
    assert not overflows(phone)
    keep(phone, "unsubscribe-phone")
    phone.get_by_role("button", name="Stop our messages").click()
    expect(phone.get_by_role("heading", name="You get no more messages")).to_be_visible()
    mailed(house, mei, "2", "Your appointment is on Tuesday.")
    until(lambda: message.page(cast.ana, message.Filter(state="withheld")).lines)
    assert len(house.letters(MAIL)) == 1
    assert consent.of(cast.ana, mei).agreement.against(Channel.EMAIL, Purpose.CARE)
    desk.goto(f"/patients?id={mei}")
    expect(desk.get_by_text("No, used the link in a message")).to_be_visible()
