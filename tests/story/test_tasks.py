"""A task from its beginning to its end: added at a referral, ticked off, put off, back by itself, done, and told."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from core import referral, task
from core.referral import Stage
from core.task import Terms
from tests.referral.story import inbound
from tests.story.conftest import House
from tests.story.test_referral import choose
from tests.task.added import add, the
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


def test_the_second_of_two_who_change_a_task_sees_both_and_loses_nothing(house: House):
    cast = house.cast
    number = add(cast, title="Order films", owner_id=cast.ana.account_id, note="Two boxes")
    ana = house.visit(cast.ana, f"/tasks?id={number}")
    ana.get_by_role("button", name="More").click()
    ana.get_by_text("Change", exact=True).click()
    form = ana.get_by_role("dialog")
    form.get_by_label("Note, if one helps").fill("Three boxes")
    seen = the(cast.ben, number)
    task.edit(cast.ben, number, seen.version, replace(Terms.of(seen), title="Order films and bibs", note="Four boxes"))
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("Somebody else changed this task meanwhile")).to_be_visible()
    expect(form.get_by_label("What is to be done")).to_have_value("Order films and bibs")
    expect(form.get_by_label("Note, if one helps")).to_have_value("Three boxes")
    expect(form.get_by_text("changed this to Four boxes")).to_be_visible()
    form.get_by_role("button", name="Save").click()
    expect(ana.get_by_text("Task changed")).to_be_visible()
    assert (the(cast.ana, number).title, the(cast.ana, number).note) == ("Order films and bibs", "Three boxes")
