"""Two people at one referral: the second is told, sees what happened, and loses nothing."""

from playwright.sync_api import expect

from core import referral
from core.referral import Stage
from tests.referral.story import inbound


def test_the_second_is_told_and_keeps_what_they_typed(house):
    cast = house.cast
    referral_id = inbound(cast)
    ana = house.visit(cast.ana, f"/referral?id={referral_id}&step=ask_information")
    ben = house.visit(cast.ben, f"/referral?id={referral_id}")
    ana.get_by_label("Comment").fill("Please send the radiograph of the upper left")
    ben.get_by_role("button", name="Acknowledge").click()
    expect(ben.get_by_text("Acknowledged").first).to_be_visible()
    ana.get_by_role("button", name="Ask for information").first.click()
    expect(ana.get_by_text("Ben Okafor").first).to_be_visible()
    expect(ana.get_by_label("Comment")).to_have_value("Please send the radiograph of the upper left")
    assert referral.one(cast.ana, referral_id).now.stage is Stage.ACKNOWLEDGED
    ana.get_by_role("button", name="Go on with mine").click()
    expect(ana.get_by_text("Waiting for information").first).to_be_visible()
    assert referral.one(cast.ana, referral_id).now.stage is Stage.NEEDS_INFORMATION
