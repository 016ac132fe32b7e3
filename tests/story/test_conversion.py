"""A manager looks at the funnel, follows a number to exactly the referrals it counts, and finds the way back."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from core import clock
from tests import make
from tests.referral.story import booked, inbound, outbound
from tests.world.browser import faults
from tests.world.drain import drain

pytestmark = pytest.mark.database("sqlite")

JANUARY = datetime(2026, 1, 13, 9, 0, tzinfo=UTC)
PERIOD = "period=2026-01..2026-02"


def seven_in_january(cast):
    """Seven came in, of which five were booked; two went out."""
    with clock.telling(JANUARY):
        several = [inbound(cast, patient_id=make.patient(f"Patient {n}", at=cast.leeds)) for n in range(7)]
        for number in several[:5]:
            booked(cast, number)
        for n in range(2):
            outbound(cast, patient_id=make.patient(f"Other {n}", at=cast.leeds))
        drain()


def listed(tab: Page) -> int:
    """How many rows the list of all referrals has."""
    expect(tab.get_by_role("heading", name="All referrals")).to_be_visible()
    expect(tab.get_by_text("in all,")).to_be_visible()
    return tab.locator("td a.open").count()


def step(tab: Page, name: str) -> Locator:
    """The row of the funnel for one step."""
    table = tab.get_by_role("table", name="How far they came")
    return table.get_by_role("row").filter(has=tab.get_by_role("rowheader", name=name))


def test_a_bar_of_the_funnel_leads_to_exactly_those_referrals(house):
    seven_in_january(house.cast)
    tab = house.visit(house.cast.mia, f"/conversion?{PERIOD}")
    expect(step(tab, "Received").get_by_role("link", name="9")).to_be_visible()
    step(tab, "Booked").locator("a.to").click()
    expect(tab.get_by_text("5 in all")).to_be_visible()
    assert listed(tab) == 5
    tab.go_back()
    expect(step(tab, "Booked")).to_be_visible()
    assert PERIOD in tab.url
    tab.get_by_role("button", name="Table: Received by month").click()
    tab.get_by_role("region", name="Received by month").get_by_role("link", name="9").click()
    assert listed(tab) == 9
    tab.go_back()
    drawn = tab.locator(".st-key-chart-received-by-month .js-plotly-plot .nsewdrag")
    drawn.click(position={"x": 120, "y": 150})
    expect(tab).to_have_url(re.compile("measure=received&since=2026-01&until=2026-01"))
    assert listed(tab) == 9


def test_the_line_of_filters_outlives_a_reload_a_shared_link_and_the_way_back(house):
    seven_in_january(house.cast)
    tab = house.visit(house.cast.mia, f"/conversion?{PERIOD}&split=specialty")
    received = step(tab, "Received")
    expect(received.get_by_role("link", name="9")).to_be_visible()
    tab.get_by_role("button", name="More").click()
    tab.get_by_label("Direction").select_option("Outbound")
    expect(received.get_by_role("link", name="2")).to_be_visible()
    shared = tab.url
    assert {PERIOD, "direction=outbound", "split=specialty"} <= set(shared.partition("?")[2].split("&"))
    tab.reload()
    expect(received.get_by_role("link", name="2")).to_be_visible()
    tab.go_back()
    expect(received.get_by_role("link", name="9")).to_be_visible()
    other = house.visit(house.cast.cleo, shared)
    expect(step(other, "Received")).to_contain_text("2")
    expect(step(other, "Received").get_by_role("link")).to_have_count(0)
    assert not faults(other)
