"""A patient asks from a phone and a practice refers with a radiograph, without an account; a machine gets nowhere."""

import re

import pytest
from playwright.sync_api import Page, expect

from core import document, intake
from core.document import Holder
from core.enquiry import Audience
from core.intake import Held, Wanted
from tests.conftest import Clock
from tests.document.papers import picture
from tests.enquiry.story import PATIENT, PRACTICE, opened
from tests.story.conftest import House
from tests.world.browser import faults, overflows
from tests.world.servers import until

pytestmark = pytest.mark.database("sqlite")
FIRST_PAGE = 50 * 1024


def fill(tab: Page, typed: dict[str, str]) -> None:
    """By the names of the questions, in the order of the page."""
    for name, text in typed.items():
        field = tab.locator(f'form [name="{name}"]').first
        kind = field.get_attribute("type") or field.evaluate("one => one.tagName")
        if kind == "checkbox":
            field.check()
        elif kind == "radio":
            tab.locator(f'[name="{name}"][value="{text}"]').check()
        elif kind == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)


def send(tab: Page, clock: Clock) -> str:
    """After the half minute that typing takes; the reference."""
    clock.forward(seconds=30)
    tab.get_by_role("button", name="Send").click()
    return tab.locator(".reference").inner_text()


def test_a_patient_asks_from_a_phone_and_the_desk_has_it_at_once(house: House, clock: Clock):
    opened(house.cast)
    phone, loaded = house.visit(phone=True), []
    phone.on("response", lambda answer: loaded.append(len(answer.body())))
    phone.goto("/enquire/leeds")
    assert (sum(loaded) <= FIRST_PAGE, faults(phone), overflows(phone)) == (True, [], False)
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("alert")).to_contain_text("Nothing you typed is lost")
    fill(phone, PATIENT)
    reference = send(phone, clock)
    assert (faults(phone), overflows(phone)) == ([], False)
    desk = house.visit(house.cast.ana, "/intake")
    desk.get_by_role("link", name="Iris O'Brien").click()
    expect(desk.get_by_text(reference)).to_be_visible()
    expect(desk.get_by_text("You may e-mail me", exact=True)).to_be_visible()
    desk.get_by_text("The patient agrees to share this").click()
    desk.get_by_role("button", name=re.compile("Accept as referral")).click()
    expect(desk.get_by_text(re.compile("Accepted as B-2026-"))).to_be_visible(timeout=15_000)
    until(lambda: house.letters("iris@example.org"))
    assert "We have your enquiry" in [str(each["Subject"]) for each in house.letters("iris@example.org")]


def test_a_practice_refers_with_a_radiograph_and_a_machine_is_caught(house: House, clock: Clock):
    opened(house.cast, Audience.PRACTICE)
    practice = house.visit(at="/refer-to/leeds")
    practice.get_by_role("link", name="Endodontics").click()
    fill(practice, PRACTICE)
    practice.get_by_label("Practice’s e-mail").fill("elm")
    practice.locator("#paper-other").set_input_files(
        [{"name": "opg.png", "mimeType": "image/png", "buffer": picture()}]
    )
    practice.get_by_role("button", name="Send").click()
    expect(practice.get_by_text("We have opg.png")).to_be_visible()
    assert faults(practice) == []
    practice.get_by_label("Practice’s e-mail").fill("elm@example.org")
    send(practice, clock)
    (row,) = intake.inbox(house.cast.ana, Wanted())
    (kept,) = document.of(house.cast.ana, Holder(arrival_id=row.id))
    assert (row.sender_name, kept.file_name) == ("Elm Tree Dental Practice", "opg.png")
    machine = house.visit(at="/refer-to/leeds/implant")
    fill(machine, PRACTICE | {"family_name": "Bot"})
    machine.locator("#homepage").evaluate("one => { one.value = 'https://spam.example' }")
    assert send(machine, clock)
    (caught,) = intake.inbox(house.cast.ana, Wanted(state="held"))
    assert (caught.held, [each.id for each in intake.inbox(house.cast.ana, Wanted())]) == (Held.TRAP, [row.id])
