"""A manager puts a text into her site's own words: the next message of that site has them, the other site's has not."""

import pytest
from playwright.sync_api import Page, expect

from core.channel import Channel
from tests import make
from tests.referral.story import booked, inbound
from tests.story.conftest import House
from tests.world.browser import faults, keep
from tests.world.servers import until

pytestmark = pytest.mark.database("sqlite")
AGREED = {Channel.EMAIL: True}


def write(tab: Page) -> None:
    """What can be sent shows beside it while she types; what cannot is marked, and not kept."""
    text = tab.get_by_label("Text")
    text.fill("Dear {{ dear }},\n\nYou need your ")
    tab.get_by_role("button", name="Day and time of the visit").click()
    expect(text).to_have_value("Dear {{ dear }},\n\nYou need your {{ date }}")
    mail = tab.frame_locator("iframe").first
    expect(mail.get_by_text("You need your Tuesday 24 November at 14:30")).to_be_visible()
    text.fill("You need your {{ diagnosis }}")
    expect(tab.get_by_text("A message to a patient says no more than it must")).to_be_visible()
    expect(tab.get_by_role("button", name="Save text")).to_be_disabled()
    text.fill("Dear {{ dear }},\n\nWe look forward to seeing you on {{ date }}.")
    expect(mail.get_by_text("We look forward to seeing you on Tuesday 24 November")).to_be_visible()


def try_with(tab: Page, name: str) -> None:
    """A real referral of her site in place of the examples."""
    tab.get_by_role("combobox", name="Fill it with").fill(name)
    tab.get_by_role("option", name=name).first.click()
    expect(tab.frame_locator("iframe").first.get_by_text(f"Dear {name}")).to_be_visible()


def plain(house: House, to: str) -> str:
    """The words of the one letter to somebody, wherever they stand in it."""
    until(lambda: house.letters(to))
    (letter,) = house.letters(to)
    (part,) = [one for one in letter.walk() if one.get_content_type() == "text/plain"]
    return part.get_payload(decode=True).decode()


def test_a_site_in_its_own_words(house):
    cast = house.cast
    before = inbound(cast, patient_id=make.patient("Mei Lin", at=cast.leeds))
    booked(cast, before, days=2)
    tab = house.visit(cast.mia, "/texts")
    tab.get_by_role("link", name="Appointment booked").first.click()
    expect(tab.get_by_text("Sent by the rule")).to_contain_text("Confirm the appointment to the patient")
    expect(tab.get_by_text("SMS: 1 part")).to_be_visible()
    write(tab)
    try_with(tab, "Mei Lin")
    assert not faults(tab)
    keep(tab, "texts-own-words")
    tab.get_by_role("button", name="Save text").click()
    expect(tab.get_by_text("Saved. The next message is written like this")).to_be_visible()
    expect(tab.get_by_role("button", name="Back to the shipped text")).to_be_visible()
    rose = make.patient("Rose Tyler", at=cast.leeds, email="rose@example.org", consents=AGREED)
    zofia = make.patient("Zofia Nowak", at=cast.york, email="zofia@example.org", consents=AGREED, language="pl")
    iris = make.patient("Iris Okafor", at=cast.york, email="iris@example.org", consents=AGREED)
    for who, site in ((rose, cast.leeds), (zofia, cast.york), (iris, cast.york)):
        booked(cast, inbound(cast, patient_id=who, site_id=site), days=3)
    assert "We look forward to seeing you on Friday 13 March at 09:" in plain(house, "rose@example.org")
    assert "Your appointment at York Dental is booked." in plain(house, "iris@example.org")
    assert "wizyta jest umówiona:\n\n  piątek, 13 marca, godz. 09:" in plain(house, "zofia@example.org")
    tab.get_by_role("link", name="Versions").click()
    expect(tab.get_by_role("heading", name="Version 1 · stands now")).to_be_visible()
