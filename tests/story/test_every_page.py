"""Every page on the demo group, on a desk in the light and a phone in the dark: nothing cut, nothing grave for axe."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core.access import machine
from core.demo import facts
from core.demo.furnish import furnish
from core.demo.furnish.base import House
from core.demo.load import load
from core.patient import doubles, look_for_doubles
from core.work import reading
from data.tables import account, account_site, arrival, message, provider, referral, rule
from tests.story.conftest import sign_in
from tests.world.browser import SHOTS, faults, keep, overflows, person
from tests.world.servers import Web

PICTURES = Path(__file__).parent / "pictures"
IN_README = ("today", "refer", "inbound", "referral", "messages")
RENEWS = "BATON_TEST_PICTURES" in os.environ
LOOKS = [(dark, phone) for dark in (False, True) for phone in (False, True) if RENEWS or dark is phone]
"""Both widths and both schemes, each once; all four when the pictures are renewed."""

CONFIGURED = {
    "assignment": "/assignment",
    "handover": "/handover",
    "workflow": "/workflow",
    "workflow-stages": "/workflow?view=stages",
    "rules": "/rules",
    "people": "/people",
    "audit": "/audit",
}
"""What managers set, and what they look through."""


@dataclass(frozen=True, slots=True)
class Demo:
    """The running demo group and some of its records."""

    web: Web
    referral_id: int
    message_id: int
    provider_id: int
    arrival_id: int
    rule_id: int
    doubles: tuple[int, int]

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
            "cards": "/inbound?view=board",
            "referrals": "/referrals",
            "tasks": "/tasks?view=all",
            "diary": "/diary",
            "diary-month": "/diary?view=month",
            "referral": f"/referral?id={self.referral_id}",
            "step": f"/referral?id={self.referral_id}&step=report",
            "onward": f"/refer?onward={self.referral_id}",
            "patients": "/patients",
            "patient": f"/patients?id={self.doubles[0]}",
            "doubles": "/patients?view=doubles",
            "messages": "/messages",
            "message": f"/messages?id={self.message_id}",
            "merge": f"/patients?id={self.doubles[0]}&with={self.doubles[1]}",
            "providers": "/providers",
            "provider": f"/providers?id={self.provider_id}",
            "match": "/providers?view=match&specialty=oral_surgery",
            "asks": "/providers?view=asks",
            "interests": "/providers?view=interests",
            "rule": f"/rules?id={self.rule_id}",
            **CONFIGURED,
        }


@pytest.fixture
def demo(today, clock, database, tmp_path):
    clock.forward(hours=1, minutes=40)
    load(machine("command-line"))
    furnish(machine("command-line"))
    while look_for_doubles(machine("job:doubles")):
        pass
    here = select(account_site.c.site_id).join(account).where(account.c.username == "mia")
    with reading() as db:
        seen = [referral.c.stage == "in_treatment", referral.c.direction == "inbound", referral.c.site_id.in_(here)]
        shown = db.execute(select(referral.c.id).where(*seen).order_by(referral.c.id.desc())).scalars().first()
        mail = select(message.c.id).where(message.c.site_id.in_(here), message.c.state == "sent").order_by(message.c.id)
        clinic = db.execute(select(provider.c.id).where(provider.c.standing == "active")).scalars().first()
        came = db.execute(select(arrival.c.id).where(arrival.c.urgency == "suspected_cancer")).scalars().first()
        letter = db.execute(mail).scalars().first()
        thanks = db.execute(select(rule.c.id).where(rule.c.name == "thank-referrer")).scalar_one()
    twice = doubles(House.found(machine("command-line")).people["mia"])[0]
    with Web(tmp_path) as web:
        yield Demo(web, shown, letter, clinic, came, thanks, (twice.one.id, twice.other.id))


def settled(tab: Page) -> None:
    """The page has its title, and nothing is on its way."""
    expect(tab.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    expect(tab.locator('[data-test-script-state="notRunning"]')).to_be_attached(timeout=30_000)
    tab.wait_for_timeout(400)


@pytest.mark.database("sqlite")
def test_every_page_fits_and_is_readable(demo, browser):
    broken = []
    for dark, phone in LOOKS:
        look = f"{'dark' if dark else 'light'}-{390 if phone else 1440}"
        with person(browser, demo.web.url, dark=dark, phone=phone) as tab:
            tab.goto("/")
            sign_in(tab, "mia", facts.password())
            for name, address in demo.pages.items():
                tab.goto(address)
                settled(tab)
                keep(tab, f"{name}-{look}", SHOTS)
                wrong = ["scrolls sideways"] * overflows(tab) + faults(tab)
                broken += [f"{name}, {look}: {fault}" for fault in wrong]
                if look == "light-1440" and name in IN_README and RENEWS:
                    tab.screenshot(path=PICTURES / f"{name}.png")
    assert not broken
