"""A letter arrives, is looked at beside its original, and becomes a referral, or is answered with a no."""

import re

import pytest
from playwright.sync_api import Page, expect

from core import document, intake
from core.document import Holder
from core.intake import State, Wanted
from tests import make
from tests.intake.story import CANCER, FULL
from tests.story.conftest import House, give_file
from tests.story.test_loop import choose
from tests.world.servers import until

pytestmark = pytest.mark.database("sqlite")


def add(house: House, name: str, content: bytes) -> Page:
    """At the desk of Ana, who has two sites."""
    desk = house.visit(house.cast.ana, "/intake")
    desk.get_by_role("button", name="Add a letter").click()
    choose(desk, "Received at", "Leeds Dental")
    give_file(desk, name, content)
    desk.get_by_role("button", name=re.compile("Add to intake")).click()
    return desk


def test_a_letter_is_accepted_beside_its_original_and_becomes_a_referral(house):
    make.provider("Elm Tree Dental Practice")
    desk = add(house, "letter.txt", FULL.encode())
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Jane Doe")
    original = desk.get_by_role("region", name="Original")
    expect(original.locator("mark", has_text="Mrs Jane DOE")).to_be_visible()
    expect(original.locator("mark.doubt", has_text="12/03/1985")).to_be_visible()
    expect(desk.get_by_label("First name")).to_have_value("Jane")
    expect(desk.get_by_text("it could also be 3 December 1985")).to_be_visible()
    desk.get_by_text("The patient agrees to share this").click()
    desk.get_by_role("button", name=re.compile("Accept as referral")).click()
    expect(desk.get_by_text(re.compile("Accepted as B-2026-"))).to_be_visible(timeout=15_000)
    desk.get_by_role("tab", name="Timeline").click()
    desk.get_by_role("link", name="Arrived by letter").click()
    expect(desk.get_by_text("It is referral")).to_be_visible()
    (row,) = intake.inbox(house.cast.ana, Wanted(state=State.ACCEPTED))
    arrived = intake.one(house.cast.ana, row.id)
    (kept,) = document.of(house.cast.ana, Holder(referral_id=arrived.referral_id))
    assert document.content(house.cast.ana, kept.id) == FULL.encode()


def test_a_mail_that_is_not_for_us_is_answered(house):
    desk = add(house, "mail.eml", CANCER.replace(", 2WW please", "").encode())
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Tom Ng")
    desk.get_by_role("button", name="Reject").click()
    form = desk.get_by_role("dialog")
    choose(desk, "Reason", "We do not offer this treatment")
    form.get_by_label("Explanation, for the sender").fill("Please try the hospital.")
    form.get_by_role("button", name="Reject").click()
    expect(desk.get_by_role("heading", name=re.compile("^Rejected"))).to_be_visible(timeout=15_000)
    until(lambda: house.letters("nair@moor.example"))
    (letter,) = house.letters("nair@moor.example")
    assert "We cannot take on Tom Ng" in str(letter["Subject"])
