"""Every page on the demo group, on a desk in the light and a phone in the dark: nothing cut, nothing grave for axe."""

import os
from dataclasses import asdict, dataclass
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
from data.tables import account, account_site, arrival, message, provider, referral, rule, task
from tests.story.conftest import sign_in
from tests.world.browser import DESK, PHONE, SHOTS, faults, keep, overflows, person
from tests.world.servers import Web

PICTURES = Path(__file__).parent / "pictures"
IN_README = ("today", "refer", "inbound", "referral", "messages", "conversion")
RENEWS = "BATON_TEST_PICTURES" in os.environ
AT_REST = """() => document.fonts.status === "loaded" && !document.getAnimations().some(
    (one) => one.playState === "running" && one.effect.getComputedTiming().endTime < 9999)"""
"""Letters have come, and what moved has arrived, but for what turns for ever."""

PAGES = {
    "today": "/",
    "tasks": "/tasks?view=all",
    "task": "/tasks?view=all&id={task_id}",
    "alerts": "/alerts?list=open",
    "refer": "/refer?direction=inbound",
    "refer-outbound": "/refer?direction=outbound",
    "refer-internal": "/refer?direction=internal",
    "onward": "/refer?onward={referral_id}",
    "intake": "/intake",
    "arrival": "/intake?id={arrival_id}",
    "arrival-letter": "/intake?add=letter",
    "arrival-call": "/intake?add=call",
    "inbound": "/inbound",
    "outbound": "/outbound",
    "internal": "/internal",
    "closed": "/inbound?stage=closed",
    "cards": "/inbound?view=board",
    "referrals": "/referrals",
    "stall": "/guardian",
    "conversion": "/conversion",
    "conversion-asked": "/conversion?period=2026-01..2026-06&split=provider&figure=no_show&days=30",
    "reports": "/reports",
    "reports-archive": "/reports?view=archive",
    "reports-lists": "/reports?view=lists",
    "source-value": "/source_value",
    "explore": "/explore?what=booking&also=site",
    "explore-parts": "/explore?by=source&also=direction",
    "diary": "/diary",
    "diary-month": "/diary?view=month",
    "referral": "/referral?id={referral_id}",
    "step": "/referral?id={referral_id}&step=report",
    "referral-messages": "/referral?id={referral_id}&tab=messages",
    "write": "/write?referral={referral_id}",
    "bottlenecks": "/bottlenecks",
    "bottlenecks-stays": "/bottlenecks?cells=stays",
    "team": "/team",
    "live-day": "/live_day?names=full",
    "patients": "/patients",
    "patient": "/patients?id={one_id}",
    "patient-messages": "/patients?id={one_id}&tab=messages",
    "doubles": "/patients?view=doubles",
    "merge": "/patients?id={one_id}&with={other_id}",
    "providers": "/providers",
    "provider": "/providers?id={provider_id}",
    "match": "/providers?view=match&specialty=oral_surgery",
    "asks": "/providers?view=asks",
    "interests": "/providers?view=interests",
    "sites": "/sites",
    "scorecard": "/scorecard",
    "scorecard-one": "/scorecard?provider={provider_id}",
    "scorecard-call": "/scorecard?view=call",
    "messages": "/messages",
    "message": "/messages?id={message_id}",
    "audit": "/audit",
    "assignment": "/assignment",
    "rules": "/rules",
    "rule": "/rules?id={rule_id}",
    "rule-new": "/rules?id=new",
    "texts": "/texts",
    "text": "/texts?name=booked-patient",
    "text-versions": "/texts?name=booked-patient&view=versions",
    "contact": "/manners",
    "deadlines": "/deadlines",
    "hours": "/hours",
    "escalation": "/escalation",
    "workflow": "/workflow",
    "workflow-stages": "/workflow?view=stages",
    "enquiries": "/enquiries",
    "channels": "/channels",
    "hooks": "/hooks",
    "people": "/people",
    "handover": "/handover",
}
"""What each picture is called, and where it is taken."""


@dataclass(frozen=True, slots=True)
class Look:
    """A scheme and a width."""

    dark: bool
    phone: bool


LOOKS = [Look(dark, phone) for dark in (False, True) for phone in (False, True) if RENEWS or dark is phone]
"""Both widths and both schemes, each once; all four when the pictures are renewed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Some records of the demo group."""

    referral_id: int
    message_id: int
    provider_id: int
    arrival_id: int
    rule_id: int
    task_id: int
    one_id: int
    other_id: int


@pytest.fixture
def demo(today, clock, database, tmp_path):
    clock.forward(hours=1, minutes=40)
    load(machine("command-line"))
    furnish(machine("command-line"))
    while look_for_doubles(machine("job:doubles")):
        pass
    with Web(tmp_path, swift=True) as web:
        yield web, _seen()


def _seen() -> Seen:
    here = select(account_site.c.site_id).join(account).where(account.c.username == "mia")
    twice = doubles(House.found(machine("command-line")).people["mia"])[0]
    r = referral.c
    with reading() as db:

        def first(column, *where):
            return db.execute(select(column).where(*where).order_by(column)).scalars().first()

        inbound = [r.stage == "in_treatment", r.direction == "inbound", r.site_id.in_(here)]
        return Seen(
            referral_id=first(r.id, *inbound),
            message_id=first(message.c.id, message.c.site_id.in_(here), message.c.state == "sent"),
            provider_id=first(provider.c.id, provider.c.standing == "active"),
            arrival_id=first(arrival.c.id, arrival.c.urgency == "suspected_cancer"),
            rule_id=first(rule.c.id, rule.c.name == "thank-referrer"),
            task_id=first(task.c.id, task.c.site_id.in_(here), task.c.state == "open"),
            one_id=twice.one.id,
            other_id=twice.other.id,
        )


def settled(tab: Page) -> None:
    """The page has its title, and nothing is on its way."""
    expect(tab.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    expect(tab.locator('[data-test-script-state="notRunning"]')).to_be_attached(timeout=30_000)
    expect(tab.get_by_test_id("stSkeleton")).to_have_count(0)
    tab.wait_for_function(AT_REST)


def put_on(tab: Page, look: Look) -> str:
    """The page as it is seen there; answers what that is called."""
    tab.set_viewport_size(PHONE if look.phone else DESK)
    tab.emulate_media(color_scheme="dark" if look.dark else "light")
    return f"{'dark' if look.dark else 'light'}-{390 if look.phone else 1440}"


@pytest.mark.database("sqlite")
def test_every_page_fits_and_is_readable(demo, browser):
    """Each page is loaded in one of the looks, in turn, and put into the others."""
    (web, seen), broken = demo, []
    with person(browser, web.url) as tab:
        tab.goto("/")
        sign_in(tab, "mia", facts.password())
        for n, (name, address) in enumerate(PAGES.items()):
            looks = LOOKS if n % 2 else LOOKS[::-1]
            for each in looks:
                look = put_on(tab, each)
                if RENEWS or each is looks[0]:
                    tab.goto(address.format(**asdict(seen)))
                settled(tab)
                keep(tab, f"{name}-{look}", SHOTS)
                wrong = ["scrolls sideways"] * overflows(tab) + faults(tab)
                broken += [f"{name}, {look}: {fault}" for fault in wrong]
                if look == "light-1440" and name in IN_README and RENEWS:
                    tab.screenshot(path=PICTURES / f"{name}.png")
    assert not broken
