"""Somebody leaves: their manager says who takes over in the same step, and the next morning nothing waits for them."""

import pytest
from playwright.sync_api import expect

from core import people, referral
from core.audit import timeline
from tests.ownership.work import several, stranded
from tests.world.browser import keep


@pytest.mark.database("sqlite")
def test_a_leavers_work_is_handed_over_from_the_people_page(house):
    cast = house.cast
    ids = several(cast, cast.ben, 3)
    tab = house.visit(cast.mia, "/people")
    tab.get_by_role("row", name="Ben Okafor").get_by_role("button", name="Change").click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_role("button", name="Disable account").click()
    expect(dialog.get_by_text("Ben Okafor has 3 open referrals there")).to_be_visible()
    assert next(one for one in people.people(cast.adam) if one.id == cast.ben.account_id).status != "disabled"
    dialog.get_by_label("When they leave, 3 open referrals go to").click()
    tab.get_by_role("option", name="Ana Costa").click()
    keep(tab, "leaver")
    dialog.get_by_role("button", name="Disable account").click()
    expect(tab.get_by_text("Ben Okafor can no longer sign in")).to_be_visible()
    assert {referral.one(cast.ana, id).owner for id in ids} == {"Ana Costa"}
    assert timeline(cast.ana, "referral", ids[0])[0].sentence == "Owner is now Ana Costa, handed over from Ben Okafor"
    assert stranded() == []
    ana = house.visit(cast.ana, f"/referral?id={ids[0]}")
    expect(ana.get_by_text("Owner is now Ana Costa, handed over from Ben Okafor")).to_be_visible()
