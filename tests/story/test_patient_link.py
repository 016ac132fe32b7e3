"""A patient follows the link in their mail on a telephone, with scripts or without, and asks for another time."""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from core import task
from core.rule.react import react
from tests import make
from tests.api.patient_page import RIGHT
from tests.referral.story import booked, inbound
from tests.story.conftest import House
from tests.world.browser import PHONE, faults, overflows
from tests.world.servers import Jobs, until
from tests.world.smtp import Sink

LIGHT = 50 * 1024
"""Bytes of the first page with all that it fetches."""


@contextmanager
def telephone(house: House, *, scripts: bool):
    """One that was never here before."""
    context = house.browser.new_context(viewport=PHONE, base_url=house.web.url, java_script_enabled=scripts)
    try:
        yield context.new_page()
    finally:
        context.close()


def mailed(house: House, tmp_path) -> tuple[int, str]:
    """A booked referral, and the link that a real mail server holds for its patient."""
    house.jobs.stop()
    iris = make.patient("Iris Okafor", at=house.cast.leeds, email="iris@example.org")
    with Sink() as sink, Jobs(tmp_path, swift=True, BATON_MAIL_URL=sink.url, BATON_PUBLIC_URL=house.web.url):
        number = inbound(house.cast, patient_id=iris)
        booked(house.cast, number, days=6)
        until(lambda: [one for one in sink.letters if "iris@example.org" in one.recipients])
        (letter,) = [one for one in sink.letters if "iris@example.org" in one.recipients]
        body = letter.message.get_body(("plain",)).get_content()
    return number, re.search(r"See or change my appointment: \S+(/p/\S+)", body)[1]


def opens(phone: Page, place: str) -> int:
    """The door and the page behind it; how many bytes came, with all that they fetched."""
    weight: list[int] = []
    phone.on("response", lambda answer: weight.append(len(answer.body()) if answer.ok else 0))
    phone.goto(place)
    for label, typed in zip(("Day", "Month", "Year"), RIGHT.values(), strict=True):
        phone.get_by_label(label).fill(typed)
    phone.get_by_role("button", name="Show my page").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your appointment is booked")
    return sum(weight)


def asks(phone: Page) -> None:
    phone.get_by_role("link", name="Ask for another time").click()
    phone.get_by_label("Which days and times suit you?").fill("Mornings, please")
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("status")).to_have_text("Thank you. We have what you asked for, and will contact you.")


def wishes(house: House, number: int) -> list[str]:
    while react():
        pass
    several = task.of(house.cast.ana, "referral", number)
    return [each.note for each in several if each.kind == "patient_rebook" and each.state == "open"]


@pytest.mark.database("sqlite")
def test_a_patient_asks_for_another_time_and_the_desk_has_it_as_a_task(house, tmp_path, clock):
    number, place = mailed(house, tmp_path)
    with telephone(house, scripts=True) as phone:
        assert 0 < opens(phone, place) < LIGHT
        for page in (place, f"{place}/rebook", place):
            phone.goto(page)
            assert faults(phone) == []
            assert not overflows(phone)
        asks(phone)
        phone.go_back()
        phone.get_by_role("button", name="Send").click()
    with telephone(house, scripts=False) as phone:
        opens(phone, place)
        expect(phone.get_by_text("you asked us for another time")).to_be_visible()
        phone.get_by_role("link", name="Ask to cancel the appointment").click()
        phone.get_by_role("link", name="Back to my page").click()
        phone.get_by_role("button", name="Close my page").click()
        expect(phone.get_by_role("button", name="Show my page")).to_be_visible()
    assert wishes(house, number) == ["They write: Mornings, please"]
    desk = house.visit(house.cast.ana, f"/referral?id={number}")
    expect(desk.get_by_text("The patient asks for another time").first).to_be_visible()
    expect(desk.get_by_text("Link first opened by Iris Okafor").first).to_be_visible()
