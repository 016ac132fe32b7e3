"""A group shapes its own workflow: a field, a name, a word within it, and a decline that a second person approves."""

import pytest
from playwright.sync_api import expect

from core import referral
from core.referral import Stage
from core.referral.tailored import NewApproving, add_approval
from core.workflow import Condition
from tests.referral.story import inbound
from tests.story.conftest import House
from tests.story.test_referral import choose, stands

pytestmark = pytest.mark.database("sqlite")


def test_what_is_decided_on_one_page_is_there_on_the_next(house: House):
    cast = house.cast
    id = inbound(cast)
    cleo = house.visit(cast.cleo, "/workflow")
    cleo.get_by_role("button", name="Add a field").click()
    cleo.get_by_label("Name").fill("Laboratory")
    cleo.get_by_role("button", name="Save").click()
    expect(cleo.get_by_role("table").get_by_text("Laboratory")).to_be_visible()
    cleo.goto("/workflow?view=stages")
    cleo.get_by_role("row").filter(has_text="Received").first.get_by_role("button", name="Change").click()
    cleo.get_by_label("Called, inbound").fill("On the desk")
    cleo.get_by_role("button", name="Save").click()
    expect(cleo.get_by_role("table").get_by_text("On the desk")).to_be_visible()
    cleo.goto("/workflow?view=changes")
    expect(cleo.get_by_text("“Received” is called “On the desk”")).to_be_visible()
    ana = house.visit(cast.ana, f"/referral?id={id}&edit=yes")
    ana.get_by_label("Laboratory").fill("Ceramix")
    ana.get_by_role("button", name="Save changes").click()
    expect(ana.get_by_text("Request changed: Laboratory").first).to_be_visible()
    expect(ana.get_by_text("On the desk").first).to_be_visible()
    ana.goto("/refer?direction=outbound")
    expect(ana.get_by_label("Laboratory")).to_be_visible()
    ana.goto("/referrals?typed=ceramix")
    expect(ana.get_by_role("link", name="Iris Okafor")).to_be_visible()


def test_a_decline_waits_until_a_second_person_approves_it(house: House):
    cast = house.cast
    add_approval(cast.cleo, NewApproving(step="decline", condition=Condition.ALWAYS, role="manager"))
    id = inbound(cast)
    ana = house.visit(cast.ana, f"/referral?id={id}&step=decline")
    expect(ana.get_by_text("A manager has to approve this")).to_be_visible()
    choose(ana, "Reason", "No capacity in reasonable time")
    ana.get_by_role("button", name="Decline").click()
    expect(ana.get_by_text("Waits for a manager").first).to_be_visible()
    assert stands(cast, id) is Stage.SENT
    expect(ana.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    mia = house.visit(cast.mia, f"/referral?id={id}")
    expect(mia.get_by_text("No capacity in reasonable time").first).to_be_visible()
    mia.get_by_role("button", name="Approve", exact=True).click()
    expect(mia.get_by_text("Ana Costa, approved by Mia Lund").first).to_be_visible()
    assert stands(cast, id) is Stage.DECLINED
    assert referral.waiting_for(cast.mia, id) is None
