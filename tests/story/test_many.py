"""Fifty referrals at once, one of which somebody else was faster with; and a file of them that opens."""

import csv
import io

import pytest
from playwright.sync_api import Page, expect

from core import referral
from core.referral import Stage, Wanted
from tests import make
from tests.referral.story import inbound, step

pytestmark = pytest.mark.database("sqlite")


def choose(tab: Page, label: str, option: str) -> None:
    tab.get_by_role("combobox", name=label).click()
    tab.get_by_test_id("stSelectboxVirtualDropdown").get_by_role("option", name=option).click()


def test_fifty_in_one_go_and_the_one_that_was_refused_again(house):
    cast = house.cast
    elm = make.provider("Elm Dental")
    made = [
        inbound(cast, patient_id=make.patient(f"Patient {n:02}", at=cast.leeds), referrer_provider_id=elm)
        for n in range(50)
    ]
    tab = house.visit(cast.ana, "/referrals")
    tab.get_by_role("checkbox", name="Choose all 50 on this page").check()
    step(cast.ben, made[7], "ask_information", comment="Which tooth?")
    tab.get_by_role("button", name="Do with them…").click()
    dialog = tab.get_by_role("dialog")
    choose(tab, "What to do with them", "Decline")
    dialog.get_by_role("button", name="Decline: 50 referrals").click()
    expect(dialog.get_by_text("Choose a reason.")).to_be_visible()
    choose(tab, "Reason", "No capacity in reasonable time")
    dialog.get_by_role("button", name="Decline: 50 referrals").click()
    expect(dialog.get_by_text("49 done, 1 refused.")).to_be_visible(timeout=30_000)
    expect(dialog.get_by_role("link", name="Patient 07")).to_be_visible()
    expect(dialog.get_by_text("Somebody else changed this referral")).to_be_visible()
    stands = [referral.one(cast.ana, id).now.stage for id in made]
    assert stands == [Stage.NEEDS_INFORMATION if id == made[7] else Stage.DECLINED for id in made]
    dialog.get_by_role("button", name="Try it again").click()
    expect(dialog.get_by_text("50 done.")).to_be_visible()
    dialog.get_by_text("Close", exact=True).click()
    expect(tab.get_by_text("Nothing is open at your sites")).to_be_visible()
    assert referral.board(cast.ana, Wanted()).rows == ()


def test_a_view_is_kept_and_what_it_shows_is_exported(house):
    cast = house.cast
    inbound(cast)
    tab = house.visit(cast.ana, "/referrals?direction=inbound")
    tab.get_by_role("button", name="Save view").click()
    tab.get_by_label("Name", exact=True).fill("Coming in")
    tab.get_by_role("button", name="Save view").last.click()
    expect(tab.get_by_role("link", name="Coming in")).to_have_attribute("aria-current", "page")
    tab.get_by_role("button", name="Export").click()
    with tab.expect_download() as taken:
        tab.get_by_role("link", name="CSV").click()
    text = taken.value.path().read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["Patient"], row["Direction"]) == ("Iris Okafor", "Inbound")
