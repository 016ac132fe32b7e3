"""What work was worth: a manager follows a sum to its referrals, keeps a look, and takes the figures along."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from core import clock, referral
from core.referral import NewCampaign, Source
from tests import make
from tests.referral.story import OUTCOME, booked, inbound, step
from tests.world.browser import faults
from tests.world.drain import drain

pytestmark = pytest.mark.database("sqlite")

JANUARY = datetime(2026, 1, 13, 9, 0, tzinfo=UTC)
PERIOD = "period=2026-01..2026-02"


def worked(cast):
    """Two who came of a campaign, one of them worth £1,200, and one whom a practice sent, worth £300.50."""
    with clock.telling(JANUARY):
        began = {"source": "campaign", "began_on": date(2026, 1, 1), "site_id": cast.leeds}
        campaign = referral.add_campaign(cast.mia, NewCampaign(name="Spring <b>&</b> smiles", **began))
        came = {"source": Source.CAMPAIGN, "campaign_id": campaign, "referrer_provider_id": None}
        for pounds, more in (("1200", came), (None, came), ("300.50", {})):
            number = inbound(cast, patient_id=make.patient(f"Patient {pounds}", at=cast.leeds), **more)
            booked(cast, number)
            step(cast.ben, number, "attend")
            if pounds:
                step(cast.ben, number, "report", **OUTCOME, value=Decimal(pounds))
        drain()


def test_a_sum_leads_to_its_referrals_and_a_look_to_the_first_page(house):
    worked(house.cast)
    tab = house.visit(house.cast.mia, f"/source_value?{PERIOD}")
    expect(tab.get_by_text("£1,501 from 2 referrals with a value")).to_be_visible()
    campaign = tab.get_by_role("row").filter(has_text="Spring <b>&</b> smiles")
    expect(campaign).to_contain_text("Not given")
    assert not faults(tab)
    campaign.get_by_role("link", name="2").first.click()
    expect(tab.get_by_text("2 in all")).to_be_visible()
    tab.go_back()
    tab.get_by_role("button", name="Table: Value by source").click()
    tab.get_by_role("region", name="Value by source").get_by_role("link", name="£300.50").click()
    expect(tab.get_by_text("1 in all")).to_be_visible()
    expect(tab.get_by_text("£300.50 in all.")).to_be_visible()
    tab.goto(f"/explore?{PERIOD}&what=value&by=source")
    tab.get_by_role("button", name="Keep this look").click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Worth <i>it</i>")
    dialog.get_by_text("Show it on my first page").click()
    dialog.get_by_role("button", name="Keep").click()
    expect(tab.get_by_role("heading", name="Worth <i>it</i>")).to_be_visible()
    tab.goto("/")
    card = tab.get_by_role("link", name=re.compile("Worth"))
    expect(card).to_contain_text("£1,501")
    card.click()
    expect(tab).to_have_url(re.compile("explore.*what=value"))


def test_figures_are_taken_along_from_where_they_are_explored(house):
    worked(house.cast)
    tab = house.visit(house.cast.mia, f"/explore?{PERIOD}")
    expect(tab.get_by_text("3 in all.")).to_be_visible()
    tab.get_by_role("button", name="Export").click()
    with tab.expect_download() as taken:
        tab.get_by_role("link", name="CSV").last.click()
    with zipfile.ZipFile(io.BytesIO(taken.value.path().read_bytes())) as packed:
        lines = packed.read("milestone.csv").decode().splitlines()
    assert len(lines) == 4
    assert taken.value.suggested_filename.endswith("-csv.zip")
