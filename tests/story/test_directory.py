"""The directory in a browser: a practice is found for a request, one is added from the form, one is onboarded."""

import pytest
from playwright.sync_api import expect

from core import directory
from core.directory import NewProvider, Offer, Standing
from tests import make
from tests.story.conftest import settled
from tests.story.test_loop import choose

pytestmark = pytest.mark.database("sqlite")


def test_who_suits_a_request_is_one_click_away_and_who_is_missing_is_added(house):
    make.provider("Aire Oral Surgery", offers=(Offer("oral_surgery", "nhs", wait_days=20),))
    make.provider("Calder Oral Surgery", offers=(Offer("oral_surgery", "nhs", wait_days=90),))
    tab = house.visit(house.cast.mia, "/refer?direction=outbound")
    choose(tab, "Referred for", "Oral surgery")
    tab.get_by_role("button", name="Find a match").click()
    expect(tab.get_by_text("1. Aire Oral Surgery")).to_be_visible()
    expect(tab.get_by_text("First visit after 20 days, as they announced +21")).to_be_visible()
    tab.get_by_role("button", name="Choose").first.click()
    practice = tab.get_by_role("combobox", name="Refer to")
    expect(practice).to_have_value("Aire Oral Surgery")
    expect(tab.get_by_role("dialog")).to_have_count(0)
    practice.press("Backspace")
    practice.fill("Wren Surgery")
    tab.get_by_role("option", name="Add new practice").click()
    tab.get_by_label("Town").fill("Otley")
    tab.get_by_role("button", name="Add this practice").click()
    expect(tab.get_by_role("button", name="Add this practice")).to_have_count(0)
    expect(practice).to_have_value("Wren Surgery")
    (added,) = directory.find_providers(house.cast.mia, "wren otley")
    assert directory.provider(house.cast.mia, added.id).standing is Standing.DRAFT


def test_a_coordinator_proposes_and_the_operator_approves(house):
    wren = directory.suggest_provider(house.cast.dev, NewProvider(name="Wren Surgery", town="Otley"))
    tab = house.visit(house.cast.ana, f"/providers?id={wren}")
    tab.get_by_role("button", name="Propose to the group").click()
    expect(tab.get_by_text("First add a service that they offer and where referrals are sent.")).to_be_visible()
    tab.get_by_role("button", name="Add a service").click()
    choose(tab, "They take referrals for", "Implants")
    tab.get_by_label("Announced wait, in days").fill("21")
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("dialog")).to_have_count(0)
    tab.get_by_role("tab", name="Contacts").click()
    tab.get_by_role("button", name="Add a contact").click()
    tab.get_by_label("Address or number").fill("in@example.org")
    tab.get_by_role("button", name="Add contact", exact=True).click()
    expect(tab.get_by_role("dialog")).to_have_count(0)
    settled(tab)
    tab.get_by_role("button", name="Propose to the group").click()
    expect(tab.get_by_text("Proposed", exact=True)).to_be_visible()
    desk = house.visit(house.cast.cleo, f"/providers?id={wren}")
    desk.get_by_role("button", name="Approve").click()
    desk.get_by_role("button", name="Activate").click()
    expect(desk.get_by_text("Active", exact=True)).to_be_visible()
    assert directory.provider(house.cast.dev, wren).offers[0].wait_days == 21


def test_a_match_on_the_providers_page_begins_the_form(house):
    make.provider("Aire Oral Surgery", offers=(Offer("oral_surgery", "nhs"),))
    tab = house.visit(house.cast.mia, "/providers?view=match&specialty=oral_surgery")
    tab.get_by_role("button", name="Choose").click()
    expect(tab.get_by_role("combobox", name="Refer to")).to_have_value("Aire Oral Surgery")
    expect(tab.get_by_role("combobox", name="Referred for")).to_have_value("Oral surgery")
