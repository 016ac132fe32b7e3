"""The page of one referral: declined, redirected, missed twice and lost, a report prepared and then signed."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core import clock, referral
from core.referral import Stage
from tests import make
from tests.cast import Cast
from tests.referral.story import booked, inbound, step
from tests.story.conftest import House

pytestmark = pytest.mark.database("sqlite")


def choose(tab: Page, field: str, option: str) -> None:
    """One of a list, by typing it."""
    tab.get_by_role("combobox", name=field).click()
    tab.get_by_role("option", name=option).click()


def stands(cast: Cast, id: int) -> Stage:
    return referral.one(cast.ana, id).now.stage


def test_one_is_declined_and_another_redirected_with_a_reason_that_is_read_again(house: House):
    cast = house.cast
    refused = inbound(cast)
    sent_on = inbound(cast, patient_id=make.patient("Ruth Adeyemi", at=cast.leeds))
    ana = house.visit(cast.ana, f"/referral?id={refused}&step=decline")
    choose(ana, "Reason", "Does not meet our criteria")
    ana.get_by_role("button", name="Decline").click()
    expect(ana.get_by_text("needs a word of explanation")).to_be_visible()
    ana.get_by_label("Comment").fill("The tooth is sound on the radiograph")
    ana.get_by_role("button", name="Decline").click()
    expect(ana.get_by_text("Declined: Does not meet our criteria").first).to_be_visible()
    assert stands(cast, refused) is Stage.DECLINED
    ana.goto(f"/referral?id={sent_on}&step=redirect")
    choose(ana, "Reason", "Nearer to the patient")
    ana.get_by_role("button", name="Redirect").click()
    expect(ana.get_by_text("Write a short note")).to_be_visible()
    ana.get_by_label("Why it suits better").fill("They are round the corner")
    ana.get_by_role("button", name="Redirect").click()
    expect(ana.get_by_text("Redirected: Nearer to the patient").first).to_be_visible()
    expect(ana.get_by_text("They are round the corner").first).to_be_visible()
    assert stands(cast, sent_on) is Stage.REDIRECTED


def test_a_patient_who_misses_two_visits_is_lost_and_each_visit_stays(house: House):
    cast = house.cast
    id = inbound(cast)
    booked(cast, id)
    step(cast.ana, id, "miss", reason="miss.forgot")
    step(cast.ana, id, "book", starts_at=clock.now() + timedelta(minutes=1))
    ana = house.visit(cast.ana, f"/referral?id={id}&step=miss")
    choose(ana, "Reason", "Did not come and gave no notice")
    ana.get_by_role("button", name="Mark missed").click()
    expect(ana.get_by_text("Appointment missed: Did not come").first).to_be_visible()
    ana.goto(f"/referral?id={id}&step=lose")
    choose(ana, "Reason", "Missed booked visits and no longer reached")
    ana.get_by_role("button", name="Close without contact").click()
    expect(ana.get_by_text("Closed without contact: Missed booked visits").first).to_be_visible()
    ana.get_by_role("tab", name="Visits & reports").click()
    expect(ana.locator(".visits .badge")).to_have_text(["Missed", "Missed"])
    assert stands(cast, id) is Stage.LOST


def test_a_report_is_prepared_by_one_and_signed_by_another(house: House):
    cast = house.cast
    id = inbound(cast)
    booked(cast, id)
    step(cast.ana, id, "attend")
    ana = house.visit(cast.ana, f"/referral?id={id}")
    ana.get_by_role("button", name="Prepare report").click()
    ana.get_by_label("Diagnosis").fill("Pulp necrosis, upper left first molar")
    ana.get_by_label("What was done").fill("Root canal treated and sealed")
    choose(ana, "To be signed by", "Ben Okafor")
    ana.get_by_role("button", name="Prepare report").click()
    expect(ana.get_by_text("Report prepared for Ben Okafor to sign").first).to_be_visible()
    ben = house.visit(cast.ben)
    expect(ben.get_by_text("Sign the report about Iris Okafor").first).to_be_visible(timeout=20_000)
    ben.goto(f"/referral?id={id}&step=report")
    expect(ben.get_by_label("What was done")).to_have_value("Root canal treated and sealed")
    ben.get_by_role("button", name="Send report").click()
    expect(ben.get_by_text("Report of the outcome, signed by Ben Okafor").first).to_be_visible()
    ben.get_by_role("tab", name="Visits & reports").click()
    expect(ben.get_by_text("Pulp necrosis, upper left first molar").first).to_be_visible()
    assert stands(cast, id) is Stage.REPORTED
