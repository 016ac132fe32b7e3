"""Dev of another site sees nothing of Leeds, by any page, link or search."""

import pytest
from playwright.sync_api import Page, expect

from core import message
from tests.referral.story import inbound, internal, outbound
from tests.world.servers import until

PAGES = (
    *("/", "/intake", "/inbound", "/outbound", "/internal", "/messages", "/inbound?stage=closed"),
    *("/inbound?typed=iris&site=1", "/inbound?view=board", "/referrals?stage=any", "/patients", "/diary"),
)
NAMES = ("Iris", "Okafor", "Mei Lin", "O'Brien")


def frames(tab: Page) -> list[str]:
    """Everything the server sends this tab from now on."""
    received: list[str] = []
    tab.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(str(frame))))
    return received


@pytest.mark.database("sqlite")
def test_what_somebody_of_the_site_is_sent_holds_the_name(house):
    inbound(house.cast)
    tab = house.visit(house.cast.ana)
    seen = frames(tab)
    tab.goto("/inbound")
    expect(tab.get_by_role("link", name="Iris Okafor")).to_be_visible()
    assert any("Iris Okafor" in frame for frame in seen)


@pytest.mark.database("sqlite")
def test_dev_sees_nothing_by_any_page_or_query(house):
    cast = house.cast
    mine = [inbound(cast), outbound(cast), internal(cast)]
    until(lambda: house.letters())
    assert message.of(cast.ana, "referral", mine[0])
    tab = house.visit(cast.dev)
    seen = frames(tab)
    for page in (*PAGES, *(f"/referral?id={n}" for n in mine), *(f"/referral?id={n}&step=accept" for n in mine)):
        tab.goto(page)
        expect(tab.get_by_role("button", name="Sign out")).to_be_attached()
        tab.wait_for_timeout(700)
        shown = tab.locator("body").inner_text()
        assert not [name for name in NAMES if name in shown], page
    assert len(seen) > len(PAGES)
    assert not [name for name in NAMES if any(name in frame for frame in seen)]
    for question in ("/api/find/patients?q=iris", "/api/find/patients?q=1961-05-23"):
        assert tab.request.get(question).json() == []
