"""Where it waits, on a map that asks nobody outside: a click on a site narrows the page, a number leads to its list."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from core.work import work
from data.tables import site
from tests.referral.story import inbound, step

pytestmark = pytest.mark.database("sqlite")
LEEDS = {"latitude": 53.7949, "longitude": -1.5412}


def test_from_the_map_to_the_referrals_behind_a_number(house):
    cast = house.cast
    first, _, york = inbound(cast), inbound(cast), inbound(cast, site_id=cast.york)
    step(cast.ana, first, "accept")
    with work() as db:
        db.execute(update(site).where(site.c.id == cast.leeds).values(**LEEDS))
    tab = house.visit(cast.ana)
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    with tab.expect_response("**/outlines.json"):
        tab.goto("/bottlenecks")
    expect(tab.get_by_text("Not on the map, closed or without coordinates: York Dental.")).to_be_visible()
    only_site_in_the_middle = tab.locator("#view-default-view")
    expect(only_site_in_the_middle).to_be_visible()
    tab.wait_for_timeout(1_500)

    only_site_in_the_middle.click()
    expect(tab).to_have_url(re.compile(rf"[?&]site={cast.leeds}\b"))
    heat = tab.get_by_role("table", name="Where it waits")
    expect(heat.get_by_role("row")).to_have_count(2)

    tab.get_by_role("table", name="Sites").get_by_role("link", name="York Dental").click()
    expect(heat.get_by_role("link", name="York Dental")).to_be_visible()
    heat.get_by_role("link", name="1", exact=True).first.click()
    expect(tab.get_by_text("1 in all")).to_be_visible()
    expect(tab.locator(f'a[href="/referral?id={york}"]')).to_be_visible()

    outside = [url for url in asked if not url.startswith((house.web.url, "blob:", "data:"))]
    assert outside == []
