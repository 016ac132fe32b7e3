"""The whole life of a referral at one desk: a practice rings, and in the end it holds the signed report."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core import clock, referral
from core.referral import Stage
from core.referral.queries import Referral
from tests import make
from tests.referral.story import step
from tests.story.conftest import House, settled
from tests.story.test_loop import choose
from tests.world.servers import until

pytestmark = pytest.mark.database("sqlite")


def note_the_call(desk: Page) -> None:
    desk.get_by_role("link", name="Note a call").click()
    choose(desk, "Received at", "Leeds Dental")
    desk.get_by_label("What they said").fill("Pain on biting, upper left first molar. Please treat the root canal.")
    desk.get_by_label("Patient’s name").fill("Iris Okafor")
    desk.get_by_label("Practice, if one called").fill("Pennine Dental")
    desk.get_by_role("button", name="Add to intake").click()


def accept_it(desk: Page) -> None:
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Iris Okafor")
    if desk.get_by_role("combobox", name="Referred for").input_value() != "Endodontics":
        choose(desk, "Referred for", "Endodontics")
    desk.get_by_text("The patient agrees to share this").click()
    desk.get_by_role("button", name="Accept as referral").click()
    expect(desk.get_by_text(re.compile("Accepted as B-2026-"))).to_be_visible(timeout=15_000)


def report_on_it(chair: Page) -> None:
    settled(chair)
    chair.get_by_label("Diagnosis").fill("Pulp necrosis, upper left first molar")
    chair.get_by_label("What was done").fill("Root canal treated and sealed")
    chair.get_by_label("Recommendations").fill("Please place a crown within six weeks")
    chair.get_by_role("button", name="Send report").click()
    expect(chair.get_by_text("Report of the outcome, signed by Ben Okafor").first).to_be_visible()


def the_one(house: House) -> Referral:
    (row,) = referral.board(house.cast.ana, referral.Wanted(referral.Direction.INBOUND)).rows
    return referral.one(house.cast.ana, row.id)


def test_from_a_telephone_call_to_a_completed_referral_with_its_report(house):
    cast = house.cast
    make.provider("Pennine Dental", email="pennine@example.org")
    desk = house.visit(cast.ana, "/intake")
    note_the_call(desk)
    accept_it(desk)
    found = the_one(house)
    step(cast.ana, found.now.id, "accept")
    step(cast.ana, found.now.id, "book", starts_at=clock.now() + timedelta(minutes=1))
    desk.goto(f"/referral?id={found.now.id}&step=attend")
    desk.get_by_role("button", name="Mark attended").click()
    expect(desk.get_by_text("In treatment").first).to_be_visible()
    report_on_it(house.visit(cast.ben, f"/referral?id={found.now.id}&step=report"))
    until(lambda: any("Report on" in str(m["Subject"]) for m in house.letters("pennine@example.org")))
    report = house.letters("pennine@example.org")[-1].get_payload(0).get_payload(decode=True).decode()
    assert "Root canal treated and sealed" in report
    assert "place a crown within six weeks" in report
    desk.goto(f"/referral?id={found.now.id}")
    desk.get_by_role("button", name="Complete").click()
    expect(desk.get_by_text("Nothing more to do")).to_be_visible()
    expect(desk.get_by_role("link", name="Arrived by telephone")).to_be_visible()
    assert referral.one(cast.ana, found.now.id).now.stage is Stage.COMPLETED
