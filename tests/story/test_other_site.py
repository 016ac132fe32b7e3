"""Dev of another site sees nothing of Leeds, by any page, link or search."""

from playwright.sync_api import expect

from core import message
from tests.referral.story import inbound, internal, outbound
from tests.world.servers import until

PAGES = ("/", "/inbound", "/outbound", "/internal", "/messages", "/inbound?stage=closed", "/inbound?typed=iris&site=1")
NAMES = ("Iris", "Okafor", "Mei Lin", "O'Brien")


def test_dev_sees_nothing_by_any_page_or_query(house):
    cast = house.cast
    mine = [inbound(cast), outbound(cast), internal(cast)]
    until(lambda: house.letters())
    assert message.of(cast.ana, "referral", mine[0])
    tab = house.visit(cast.dev)
    seen = []
    tab.on("websocket", lambda socket: socket.on("framereceived", lambda frame: seen.append(str(frame))))
    for page in (*PAGES, *(f"/referral?id={n}" for n in mine), *(f"/referral?id={n}&step=accept" for n in mine)):
        tab.goto(page)
        expect(tab.get_by_role("button", name="Sign out")).to_be_attached()
        tab.wait_for_timeout(700)
        shown = tab.locator("body").inner_text()
        assert not [name for name in NAMES if name in shown], page
    assert seen
    assert not [name for name in NAMES if any(name in frame for frame in seen)]
    for question in ("/api/find/patients?q=iris", "/api/find/patients?q=1961-05-23"):
        assert tab.request.get(question).json() == []
