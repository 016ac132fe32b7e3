"""A new referral as people write it: by keyboard alone, through a crash, and on from another one."""

import sys
import time

import pytest
from playwright.sync_api import Page, expect

from core import desk, document, referral
from core.document import Holder
from core.referral import Direction
from tests import make
from tests.document.papers import opg
from tests.referral.story import inbound
from tests.world.servers import until

pytestmark = pytest.mark.database("sqlite")
KEY_MS = 60
"""Somebody who types neither fast nor slowly."""
FOCUSED = """() => {
    let here = document.activeElement;
    while (here?.shadowRoot?.activeElement) here = here.shadowRoot.activeElement;
    if (here === document.body) return '';
    const by = (here?.getAttribute('aria-labelledby') || '').split(' ').map((id) => document.getElementById(id));
    const words = [here?.getAttribute('aria-label'), here?.labels?.[0]?.textContent, ...by.map((e) => e?.textContent)];
    return [...words, here?.textContent].filter(Boolean).join(' ');
}"""


class Keys:
    """The keyboard of one person, and nothing else."""

    def __init__(self, tab: Page) -> None:
        self.tab, self.pressed = tab, 0

    def press(self, key: str) -> None:
        self.tab.wait_for_timeout(KEY_MS)
        self.tab.keyboard.press(key)
        self.pressed += 1

    def type(self, text: str) -> None:
        for letter in text:
            self.press(letter)

    def at(self, label: str) -> bool:
        return label in self.tab.evaluate(FOCUSED)

    def go_to(self, label: str) -> None:
        """Tab on until the cursor is there."""
        for _ in range(15):
            if self.at(label):
                return
            self.press("Tab")
        raise AssertionError(f"No way to {label} by Tab; the cursor is at {self.tab.evaluate(FOCUSED)!r}.")


def who(keys: Keys) -> None:
    """A patient whom nobody knows, and the practice that referred them."""
    keys.type("Zara Quill")
    expect(keys.tab.get_by_role("option", name="Add new patient “Zara Quill”")).to_be_visible()
    keys.press("Enter")
    until(lambda: keys.at("First name"))
    keys.go_to("Date of birth")
    keys.type("23051990")
    keys.go_to("Telephone")
    keys.type("0113 496 0123")
    keys.go_to("Referring practice")
    keys.type("penn")
    expect(keys.tab.get_by_role("option", name="Pennine Dental")).to_be_visible()
    keys.press("Enter")


def what(keys: Keys) -> None:
    """What for, and why."""
    keys.go_to("Referred for")
    keys.type("endo")
    keys.press("Enter")
    keys.go_to("Reason for referral")
    keys.type("Pain on biting, upper left first molar")
    keys.go_to("The patient agrees")
    keys.press("Space")


def test_a_new_user_logs_an_inbound_referral_by_keyboard_within_a_minute(house):
    make.provider("Pennine Dental")
    keys = Keys(house.visit(house.cast.dev, "/refer"))
    until(lambda: keys.at("Patient"), patience_s=20)
    began = time.monotonic()
    who(keys)
    what(keys)
    expect(keys.tab.get_by_text("Still missing")).not_to_be_visible()
    keys.press("Control+Enter")
    expect(keys.tab.get_by_role("heading", name="Zara Quill", level=1)).to_be_visible()
    took = time.monotonic() - began
    sys.stdout.write(f"An inbound referral with a new patient: {took:.0f} s, {keys.pressed} keys, no mouse.\n")
    assert took < 60
    assert desk.unfinished(house.cast.dev) == []


def said(actor):
    return [desk.opened(actor, each.id)[0].said.get("reason", "") for each in desk.unfinished(actor)]


def test_what_was_typed_survives_a_killed_server_and_a_closed_browser(house):
    dev, words = house.cast.dev, "Impacted lower wisdom tooth <b>&amp; 'pain'</b> 😀"
    tab = house.visit(dev, "/refer?direction=outbound")
    tab.get_by_label("Reason for referral").fill(words)
    until(lambda: said(dev) == [words])
    house.web.kill()
    tab.context.close()
    house.web.start()
    fresh = house.visit(dev, "/refer")
    fresh.get_by_role("button", name="Unfinished (1)").click()
    fresh.get_by_role("link", name="Continue").click()
    typed = "fields => fields.map((field) => field.value)"
    until(lambda: fresh.get_by_label("Reason for referral").evaluate_all(typed) == [words])
    expect(fresh.get_by_role("combobox", name="Refer to")).to_be_visible()


def test_a_referral_is_referred_on_with_its_papers_and_both_pages_show_the_journey(house):
    cast = house.cast
    make.provider("Aire Oral Surgery")
    first = inbound(cast)
    opg(cast, Holder(referral_id=first))
    tab = house.visit(cast.ana, f"/referral?id={first}")
    tab.get_by_role("link", name="Refer on").click()
    expect(tab.get_by_label("Reason for referral")).to_have_value("Pain on biting, upper left first molar")
    tab.get_by_role("combobox", name="Refer to").fill("aire")
    tab.get_by_role("option", name="Aire Oral Surgery").click()
    tab.get_by_text("The patient agrees to share").click()
    tab.get_by_role("button", name="Send referral").click()
    back = tab.get_by_role("link", name="Endodontics, Leeds Dental")
    expect(back).to_be_visible()
    onward = referral.journey(cast.ana, first).legs[-1].id
    assert referral.one(cast.ana, onward).now.direction is Direction.OUTBOUND
    assert [paper.file_name for paper in document.of(cast.ana, Holder(referral_id=onward))] == ["OPG.png"]
    back.click()
    expect(tab.get_by_text("Referred on to Aire Oral Surgery as").first).to_be_visible()
