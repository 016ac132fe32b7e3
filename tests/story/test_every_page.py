"""Every page on the demo group, on a desk and a telephone, light and dark: nothing cut, nothing serious for axe."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from core.access import machine
from core.demo import facts
from core.demo.furnish import furnish
from core.demo.load import load
from core.work import reading
from data.tables import account, account_site, arrival, message, provider, referral
from tests.story.conftest import sign_in
from tests.world.browser import SHOTS, faults, keep, overflows, person
from tests.world.servers import Jobs, Web

PICTURES = Path(__file__).parent / "pictures"
IN_README = ("today", "refer", "inbound", "referral", "messages")
LOOKS = [(dark, phone) for dark in (False, True) for phone in (False, True)]


@dataclass(frozen=True, slots=True)
class Demo:
    """The running demo group and four records in it."""

    web: Web
    referral_id: int
    message_id: int
    provider_id: int
    arrival_id: int

    @property
    def pages(self) -> dict[str, str]:
        """What each picture is called, and where it is taken."""
        return {
            "today": "/",
            "refer": "/refer?direction=inbound",
            "refer-outbound": "/refer?direction=outbound",
            "refer-internal": "/refer?direction=internal",
            "intake": "/intake",
            "arrival": f"/intake?id={self.arrival_id}",
            "arrival-letter": "/intake?add=letter",
            "arrival-call": "/intake?add=call",
            "inbound": "/inbound",
            "outbound": "/outbound",
            "internal": "/internal",
            "closed": "/inbound?stage=closed",
            "referral": f"/referral?id={self.referral_id}",
            "step": f"/referral?id={self.referral_id}&step=report",
            "messages": "/messages",
            "message": f"/messages?id={self.message_id}",
            "providers": "/providers",
            "provider": f"/providers?id={self.provider_id}",
            "match": "/providers?view=match&specialty=oral_surgery",
            "people": "/people",
            "audit": "/audit",
        }


@pytest.fixture
def demo(today, clock, database, tmp_path):
    clock.forward(hours=1, minutes=40)
    load(machine("command-line"))
    furnish(machine("command-line"))
    here = select(account_site.c.site_id).join(account).where(account.c.username == "mia")
    with reading() as db:
        shown = db.execute(
            select(referral.c.id)
            .where(referral.c.site_id.in_(here), referral.c.stage == "in_treatment", referral.c.direction == "inbound")
            .order_by(referral.c.id.desc())
        ).scalars()
        mail = select(message.c.id).where(message.c.site_id.in_(here), message.c.state == "sent").order_by(message.c.id)
        clinic = db.execute(select(provider.c.id).where(provider.c.standing == "active")).scalars().first()
        came = db.execute(select(arrival.c.id).where(arrival.c.urgency == "suspected_cancer")).scalars().first()
        with Web(tmp_path) as web, Jobs(tmp_path, BATON_PUBLIC_URL=web.url):
            yield Demo(web, next(iter(shown)), db.execute(mail).scalars().first(), clinic, came)


@pytest.mark.database("sqlite")
@pytest.mark.parametrize(("dark", "phone"), LOOKS)
def test_every_page_fits_and_is_readable(demo, browser, dark, phone):
    look = f"{'dark' if dark else 'light'}-{390 if phone else 1440}"
    broken = []
    with person(browser, demo.web.url, dark=dark, phone=phone) as tab:
        tab.goto("/")
        sign_in(tab, "mia", facts.password())
        for name, address in demo.pages.items():
            tab.goto(address)
            expect(tab.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
            tab.wait_for_timeout(1500)
            keep(tab, f"{name}-{look}", SHOTS)
            broken += [f"{name}: scrolls sideways"] * overflows(tab) + [f"{name}: {fault}" for fault in faults(tab)]
            if look == "light-1440" and name in IN_README and "BATON_TEST_PICTURES" in os.environ:
                tab.screenshot(path=PICTURES / f"{name}.png")
    assert not broken
