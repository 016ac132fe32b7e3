"""A task from its beginning to its end: added at a referral, ticked off, put off, back by itself, done, and told."""

import pytest
from playwright.sync_api import Page, expect

from core import referral, task
from core.referral import Stage
from tests.referral.story import inbound
from tests.story.conftest import House
from tests.story.test_referral import choose
from tests.task.added import add
from tests.world.browser import keep

pytestmark = pytest.mark.database("sqlite")


def test_a_task_is_added_ticked_off_put_off_and_done_with_a_note(house: House, clock):
    cast = house.cast
    number = inbound(cast)
    ana = house.visit(cast.ana, f"/referral?id={number}")
    added(ana)
    put_off(ana)
    assert task.mine(cast.ana) == []
    clock.forward(days=3)
    done(house.visit(cast.ana, "/tasks"), number)
    (one,) = task.of(cast.ana, "referral", number)
    assert (one.state, one.note, one.progress) == ("done", "It comes by mail tomorrow", "2 of 2")


def added(tab: Page) -> None:
    """From the referral's own page, with a checklist."""
    tab.get_by_role("button", name="Add task").click()
    form = tab.get_by_role("dialog")
    form.get_by_label("What is to be done").fill("Ask for the radiograph")
    form.get_by_label("Checklist, one line each").fill("Ring the practice\nNote who said what")
    form.get_by_role("button", name="Add task").click()
    expect(tab.get_by_text("Task added")).to_be_visible()


def put_off(tab: Page) -> None:
    """After the first line is ticked off."""
    beside = tab.locator("[class*='st-key-todo-']")
    expect(beside.get_by_text("Ask for the radiograph")).to_be_visible()
    beside.get_by_text("Ring the practice").click()
    expect(beside.get_by_text("1 of 2")).to_be_visible()
    beside.get_by_role("button", name="Put off").click()
    tab.get_by_text("In 3 days").click()
    expect(beside.get_by_text("Put off until Fri 13 Mar")).to_be_visible()
    keep(tab, "task-put-off")


def done(tab: Page, number: int) -> None:
    """From the list of tasks, with a note; all of it stands on the referral's timeline."""
    tab.get_by_role("link", name="Ask for the radiograph").click()
    expect(tab.get_by_role("link", name="Iris Okafor")).to_be_visible()
    tab.get_by_text("Note who said what").click()
    expect(tab.get_by_text("2 of 2").first).to_be_visible()
    tab.get_by_role("button", name="More").click()
    tab.get_by_text("Done with a note").click()
    form = tab.get_by_role("dialog")
    form.get_by_label("What came of it").fill("It comes by mail tomorrow")
    form.get_by_role("button", name="Done").click()
    expect(tab.get_by_text("Done: Ask for the radiograph")).to_be_visible()
    tab.goto(f"/referral?id={number}")
    for told in (
        "Task: Ask",
        "Ticked off: Ring",
        "Task put off until Fri 13 Mar",
        "Task done: Ask",
        "by mail tomorrow",
    ):
        expect(tab.get_by_text(told).first).to_be_visible()


def test_ending_a_referral_asks_what_becomes_of_its_tasks(house: House):
    cast = house.cast
    number = inbound(cast)
    add(cast, title="Send the shade", subject="referral", subject_id=number, site_id=None)
    ana = house.visit(cast.ana, f"/referral?id={number}&step=decline")
    choose(ana, "Reason", "No capacity")
    expect(ana.get_by_text("A task is still open")).to_be_visible()
    keep(ana, "task-asked")
    ana.get_by_text("Close it too").click()
    ana.get_by_role("button", name="Decline").click()
    expect(ana.get_by_text("Task no longer needed: Send the shade").first).to_be_visible()
    assert referral.one(cast.ana, number).now.stage is Stage.DECLINED
    assert [one.state for one in task.of(cast.ana, "referral", number)] == ["dropped"]
