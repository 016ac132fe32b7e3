"""A manager adds a field and builds a rule, tries it on what happened, sees it act, reads why, and takes it back."""

from contextlib import suppress

import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLong
from sqlalchemy import select

from core import task
from core.work import reading
from data.tables import timer
from jobs import timers
from tests import make
from tests.cast import Cast
from tests.referral.story import inbound, step
from tests.world.browser import keep
from tests.world.servers import until

pytestmark = pytest.mark.database("sqlite")


def choose(tab: Page, label: str, option: str, n: int = 0) -> None:
    """Pick from a list by typing, as soon as it opens: a list that the page draws anew just then closes again."""
    box = tab.get_by_role("combobox", name=label, exact=True).nth(n)
    found = tab.get_by_role("option", name=option).first
    for _ in range(12):
        box.fill("")
        box.fill(option)
        with suppress(TooLong):
            found.click(timeout=1500)
            return
    raise LookupError(option)


def say(tab: Page) -> Locator:
    """The sentence as it stands."""
    return tab.locator(".sentence").first


def act(tab: Page, name: str) -> None:
    tab.get_by_role("button", name="Add an action").click()
    tab.get_by_role("menuitem", name=name).click()
    expect(say(tab)).to_contain_text(name.lower() + " …")


def ask(tab: Page, n: int, fact: str) -> None:
    tab.get_by_role("button", name="Add a condition").click()
    choose(tab, "Fact", fact, n)


def add_field(tab: Page) -> None:
    """What the group wants to know of a referral, and a rule can ask about."""
    tab.get_by_role("button", name="Add a field").click()
    tab.get_by_label("Name").fill("Laboratory")
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("table").get_by_text("Laboratory")).to_be_visible()


def build(tab: Page) -> None:
    """“Implant consult accepted and stage 2 not booked within 10 days: task, message, at risk.”"""
    tab.get_by_text("Time has passed").click()
    choose(tab, "What it is counted from", "A referral is accepted")
    expect(say(tab)).to_contain_text("10 days after a referral is accepted")
    ask(tab, 0, "Specialty")
    choose(tab, "Answers", "Implants")
    tab.keyboard.press("Tab")
    expect(say(tab)).to_contain_text("10 days after an implant referral is accepted")
    ask(tab, 1, "A visit was ever booked")
    choose(tab, "Answer", "no")
    ask(tab, 2, "Laboratory")
    expect(tab.get_by_role("combobox", name="Question")).to_have_count(2)
    tab.get_by_role("combobox", name="Question").last.click()
    tab.get_by_role("option", name="is not known").click()
    expect(say(tab)).to_contain_text("and the laboratory is not known")
    act(tab, "Open a task")
    tab.get_by_label("Called").fill("Call [patient] to book the implant")
    tab.keyboard.press("Tab")
    expect(say(tab)).to_contain_text("open a task “Call [patient] to book the implant”")
    act(tab, "Send a message")
    choose(tab, "With the text", "To the patient: Let us find an appointment for you")
    act(tab, "Flag at risk")
    tab.get_by_label("Because").fill("No implant visit after ten days")
    tab.get_by_label("Name").fill("Implants that wait")


def waiting() -> list[int]:
    """The referrals that a rule waits for."""
    with reading() as db:
        return list(db.execute(select(timer.c.referral_id).where(timer.c.fired_at.is_(None))).scalars())


def test_a_manager_adds_a_field_builds_a_rule_and_takes_it_back(house, clock):
    cast = house.cast
    accepted(cast, "Rose Tyler")
    clock.forward(days=12)
    mei = accepted(cast, "Mei Lin")
    tab = house.visit(cast.mia, "/workflow")
    add_field(tab)
    tab.goto("/rules?id=new")
    tab.get_by_role("button", name="Save rule").click()
    expect(tab.get_by_text("Choose what the rule waits for.")).to_be_visible()
    expect(tab.get_by_text("A rule that does nothing is no rule. Add an action.")).to_be_visible()
    build(tab)
    tab.get_by_role("button", name="Try it on the last 90 days").click()
    expect(tab.get_by_text("It would have acted once, out of 1 occasion")).to_be_visible()
    expect(tab.get_by_role("link", name="Rose Tyler")).to_be_visible()
    tab.get_by_role("button", name="Save rule").click()
    expect(tab.get_by_role("heading", level=1, name="Implants that wait")).to_be_visible()
    timers.run()
    assert waiting() == [mei]
    clock.forward(days=11)
    timers.run()
    until(lambda: any("Call Mei Lin" in one.title for one in task.of(cast.ana, "referral", mei)))
    tab = house.visit(cast.mia, f"/referral?id={mei}")
    read_why(tab)
    change(tab)
    take_back(tab)


def accepted(cast: Cast, name: str) -> int:
    it = inbound(cast, specialty="implant", patient_id=make.patient(name, at=cast.leeds))
    step(cast.ana, it, "accept")
    return it


def read_why(tab: Page) -> None:
    """What it did is on the timeline, and why under it; from there to the rule."""
    expect(tab.get_by_text("Flagged at risk: No implant visit after ten days").first).to_be_visible()
    tab.get_by_role("link", name="Why rules acted or not").click()
    expect(tab.get_by_text("Yes: no visit was ever booked").first).to_be_visible()
    keep(tab, "rule-why")
    tab.get_by_role("link", name="Implants that wait").first.click()
    tab.get_by_role("link", name="What it did").click()
    expect(tab.get_by_role("link", name="Mei Lin")).to_be_visible()


def change(tab: Page) -> None:
    """Never without saying why; the way it reads is the way it is kept."""
    tab.get_by_role("link", name="The rule", exact=True).click()
    tab.get_by_label("How many", exact=True).fill("5")
    tab.get_by_label("How many", exact=True).press("Tab")
    expect(say(tab)).to_contain_text("5 days after an implant referral is accepted")
    tab.get_by_role("button", name="Save rule").click()
    expect(tab.get_by_text("Say why, for whoever reads this later.")).to_be_visible()
    tab.get_by_label("Why you change it").fill("Ten days is too long")
    tab.get_by_role("button", name="Save rule").click()
    expect(tab.get_by_text("Saved. It holds from now on")).to_be_visible()


def take_back(tab: Page) -> None:
    tab.get_by_role("link", name="Versions").click()
    expect(tab.get_by_text("Ten days is too long")).to_be_visible()
    tab.get_by_role("button", name="Go back to this").click()
    tab.get_by_role("button", name="Go back to version 1").click()
    expect(tab.get_by_text("The rule is as it was in version 1")).to_be_visible()
    expect(tab.get_by_text("Version 3 · stands now")).to_be_visible()
    keep(tab, "rule-versions")
