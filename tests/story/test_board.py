"""A board of cards, by mouse and by keyboard: what may be is done, what asks is asked, what may not be goes back."""

import pytest
from playwright.sync_api import Locator, Page, expect

from core import referral
from core.referral import Stage
from tests import make
from tests.referral.story import inbound, step

pytestmark = pytest.mark.database("sqlite")


def lane(tab: Page, name: str) -> Locator:
    return tab.locator(".lane").filter(has=tab.get_by_role("heading", name=name))


def card(tab: Page, name: str) -> Locator:
    return tab.locator(".tile").filter(has=tab.get_by_role("link", name=name))


def drag(tab: Page, name: str, onto: Locator) -> None:
    """With the mouse, as a hand does it: down, a little, there, up."""
    card(tab, name).hover()
    tab.mouse.down()
    box = card(tab, name).bounding_box()
    tab.mouse.move(box["x"] + 30, box["y"] + 30, steps=3)
    there = onto.bounding_box()
    tab.mouse.move(there["x"] + there["width"] / 2, there["y"] + min(there["height"] / 2, 80), steps=5)
    tab.mouse.up()


def board(house, *names: str) -> tuple[Page, list[int]]:
    made = [inbound(house.cast, patient_id=make.patient(name, at=house.cast.leeds)) for name in names]
    tab = house.visit(house.cast.ben, "/inbound?view=board")
    expect(card(tab, names[0])).to_be_visible()
    return tab, made


def choose(tab: Page, name: str) -> None:
    """Walk through where the card may go until the one that is meant is told."""
    status = tab.locator(".status[aria-live]")
    for _ in range(len(Stage)):
        tab.keyboard.press("ArrowRight")
        if status.inner_text() == f"{name}.":
            return
    raise LookupError(f"The card cannot go to {name}.")


def stage(house, referral_id: int) -> Stage:
    return referral.one(house.cast.ana, referral_id).now.stage


def test_by_mouse(house):
    tab, (rose, mei) = board(house, "Rose Tyler", "Mei Lin")
    drag(tab, "Rose Tyler", lane(tab, "In triage"))
    expect(lane(tab, "In triage").get_by_role("link", name="Rose Tyler")).to_be_visible()
    expect(tab.get_by_text("Rose Tyler: Acknowledged")).to_be_visible()
    assert stage(house, rose) is Stage.ACKNOWLEDGED

    drag(tab, "Mei Lin", lane(tab, "Booked"))
    expect(lane(tab, "Received").get_by_role("link", name="Mei Lin")).to_be_visible()
    assert stage(house, mei) is Stage.SENT

    step(house.cast.ana, mei, "ask_information", comment="Which tooth?")
    drag(tab, "Mei Lin", lane(tab, "In triage"))
    expect(tab.get_by_text("Somebody else changed Mei Lin’s referral while you looked.")).to_be_visible()
    expect(tab.get_by_text("Information asked for")).to_be_visible()
    expect(lane(tab, "Waiting for information").get_by_role("link", name="Mei Lin")).to_be_visible()


def test_by_keyboard_one_that_is_left_where_it_was(house):
    tab, (rose,) = board(house, "Rose Tyler")
    status = tab.locator(".status[aria-live]")
    tab.get_by_role("link", name="Rose Tyler").focus()
    tab.keyboard.press("Space")
    expect(status).to_contain_text("Rose Tyler picked up. It can go to In triage")
    tab.keyboard.press("ArrowRight")
    expect(status).to_have_text("In triage.")
    tab.keyboard.press("Escape")
    expect(status).to_have_text("Rose Tyler stays where it was.")
    assert stage(house, rose) is Stage.SENT

    tab.keyboard.press("Space")
    choose(tab, "Declined")
    tab.keyboard.press("Space")
    dialog = tab.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Decline")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(status).to_have_text("Rose Tyler is still at Received.")
    expect(lane(tab, "Received").get_by_role("link", name="Rose Tyler")).to_be_visible()


def test_by_keyboard_one_that_is_answered_and_one_that_is_opened(house):
    tab, (rose,) = board(house, "Rose Tyler")
    status, dialog = tab.locator(".status[aria-live]"), tab.get_by_role("dialog")
    tab.get_by_role("link", name="Rose Tyler").focus()
    tab.keyboard.press("Space")
    choose(tab, "Waiting for information")
    tab.keyboard.press("Space")
    dialog.get_by_label("Comment").fill("Which tooth is it?")
    dialog.get_by_role("button", name="Ask for information").click()
    expect(lane(tab, "Waiting for information").get_by_role("link", name="Rose Tyler")).to_be_visible()
    expect(status).to_have_text("Rose Tyler is at Waiting for information now.")
    assert stage(house, rose) is Stage.NEEDS_INFORMATION
    tab.get_by_role("link", name="Rose Tyler").focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1, name="Rose Tyler")).to_be_visible()
