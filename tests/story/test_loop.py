"""A referral goes from a form to a delivered thank-you, and its outcome comes back to the referrer."""

import pytest
from playwright.sync_api import Page, expect

from core import clock, referral
from core.channel import Channel
from tests import make
from tests.referral.story import inbound, step
from tests.story.conftest import House
from tests.world.servers import until


def fill_in(tab: Page, practice: str = "penn") -> None:
    """What a receptionist types into an inbound referral."""
    tab.get_by_role("combobox", name="Patient").fill("iris")
    tab.get_by_role("option", name="Iris Okafor").click()
    tab.get_by_role("combobox", name="Referring practice").fill(practice)
    tab.get_by_role("option", name="Pennine Dental").click()
    choose(tab, "Received at", "Leeds Dental")
    choose(tab, "Referred for", "Endodontics")
    tab.get_by_label("Reason for referral").fill("Pain on biting, upper left first molar")
    tab.get_by_text("The patient agrees to share").click()


def choose(tab: Page, label: str, option: str) -> None:
    """Pick from one of Streamlit's lists by typing."""
    tab.get_by_role("combobox", name=label).fill(option[:6])
    tab.get_by_role("option", name=option).first.click()


def people_of(house: House) -> None:
    make.patient("Iris Okafor", at=house.cast.leeds, email="iris@example.org")
    make.provider("Pennine Dental", email="pennine@example.org")


def mei(house: House) -> int:
    """A patient who agreed to hear by e-mail."""
    agreed = {Channel.EMAIL: True}
    return make.patient("Mei Lin", at=house.cast.leeds, email="mei@example.org", consents=agreed)


def test_from_the_form_to_the_other_desk_and_the_mail(house):
    people_of(house)
    desk, other = house.visit(house.cast.ana, "/refer?direction=inbound"), house.visit(house.cast.ben, "/inbound")
    expect(other.get_by_text("Nothing is open here")).to_be_visible()
    fill_in(desk)
    desk.get_by_role("button", name="Send referral").click()
    expect(desk.get_by_role("heading", name="Iris Okafor", level=1)).to_be_visible()
    until(lambda: house.letters("pennine@example.org"))
    (letter,) = house.letters("pennine@example.org")
    assert letter["Subject"] == "Thank you for referring Iris Okafor"
    other.reload()
    expect(other.get_by_role("link", name="Iris Okafor")).to_be_visible()


@pytest.mark.database("sqlite")
def test_booked_then_attended_sends_the_outcome_to_the_referrer(house):
    cast = house.cast
    referral_id = inbound(cast, patient_id=mei(house))
    step(cast.ana, referral_id, "accept")
    step(cast.ana, referral_id, "book", starts_at=clock.now())
    until(lambda: house.letters("mei@example.org"))
    desk = house.visit(cast.ana, f"/referral?id={referral_id}&step=attend")
    desk.get_by_label("What was found and done").fill("Root canal started, temporary filling placed")
    desk.get_by_role("button", name="Mark attended").click()
    expect(desk.get_by_text("In treatment").first).to_be_visible()
    until(lambda: any("what we found" in str(m["Subject"]) for m in house.letters("elm@example.org")))
    outcome = next(m for m in house.letters("elm@example.org") if "what we found" in str(m["Subject"]))
    assert "Root canal started" in outcome.get_payload(0).get_payload(decode=True).decode()


@pytest.mark.database("sqlite")
def test_a_missed_visit_sends_another_message_and_opens_a_task_to_book_again(house):
    cast = house.cast
    referral_id = inbound(cast)
    step(cast.ana, referral_id, "accept")
    step(cast.ana, referral_id, "book", starts_at=clock.now())
    desk = house.visit(cast.ana, f"/referral?id={referral_id}&step=miss")
    desk.get_by_role("combobox", name="Reason", exact=True).fill("Forgot")
    desk.get_by_role("option", name="Forgot").click()
    desk.get_by_role("button", name="Mark missed").click()
    expect(desk.get_by_text("Missed").first).to_be_visible()
    until(lambda: any("could not be seen" in str(m["Subject"]) for m in house.letters("elm@example.org")))
    desk.goto("/")
    expect(desk.get_by_text("Call Iris Okafor to book again")).to_be_visible()
    assert referral.one(cast.ana, referral_id).now.visit == "missed"
