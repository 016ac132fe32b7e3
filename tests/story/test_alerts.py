"""Something is late: it is mailed, taken on with a note and seen by all; who is told when is set by an operator."""

import pytest
from playwright.sync_api import Page, expect

from core import alert, referral
from core.access import machine
from core.referral import Urgency
from tests.alert.story import jobs, settle
from tests.referral.story import inbound
from tests.story.conftest import House
from tests.world.browser import keep
from tests.world.servers import until

pytestmark = pytest.mark.database("sqlite")


def test_what_is_late_is_mailed_and_taken_on_where_people_work(house: House, clock):
    cast = house.cast
    number = inbound(cast, urgency=Urgency.URGENT)
    settle()
    clock.forward(days=6)
    referral.tell_due(machine("job:clocks"))
    jobs()
    ana = house.visit(cast.ana, "/alerts")
    taken_on_with_a_note(ana)
    taken_on_beside_the_next_step(ana)
    assert [one.acknowledged_by for one in alert.of(cast.ana, number)] == ["Ana Costa", "Ana Costa"]
    mailed(house, referral.one(cast.ana, number).now.reference)


def taken_on_with_a_note(tab: Page) -> None:
    """From the list, whose number stands in the menu."""
    expect(tab.get_by_role("link", name="Alerts 2 waiting")).to_be_visible()
    keep(tab, "alerts")
    tab.get_by_role("button", name="With a note").first.click()
    form = tab.get_by_role("dialog")
    form.get_by_label("Note, for colleagues").fill("They ring back at ten")
    form.get_by_role("button", name="I have it").click()
    expect(tab.get_by_text("It is yours.")).to_be_visible()
    expect(tab.get_by_role("link", name="Alerts 1 waiting")).to_be_visible()


def taken_on_beside_the_next_step(tab: Page) -> None:
    """On the referral, in one click; both stand on its timeline."""
    tab.get_by_role("link", name="Iris Okafor").first.click()
    expect(tab.get_by_text("Ana Costa has it: They ring back at ten")).to_be_visible()
    tab.get_by_role("button", name="I have it").click()
    expect(tab.get_by_role("button", name="I have it")).to_have_count(0)
    expect(tab.get_by_text("Alert acknowledged").first).to_be_visible()
    keep(tab, "alert-on-referral")


def mailed(house: House, reference: str) -> None:
    """One mail about both, at once because it is urgent, and without a name."""
    until(lambda: house.letters("ana@example.org"))
    (letter,) = house.letters("ana@example.org")
    assert str(letter["Subject"]) == "2 referrals need somebody"
    said = "".join(part.get_payload(decode=True).decode() for part in letter.walk() if not part.is_multipart())
    assert reference in said
    assert "Iris" not in said


def test_an_operator_sets_when_managers_are_told_and_reads_it_as_a_sentence(house: House):
    cleo = house.visit(house.cast.cleo, "/escalation")
    row = cleo.get_by_role("row").filter(has_text="Managers")
    expect(row).to_contain_text("8 open hours later the site’s managers")
    row.get_by_role("button", name="Change").click()
    form = cleo.get_by_role("dialog")
    form.get_by_label("How many hours later").fill("2")
    form.get_by_label("How many hours later").press("Enter")
    expect(form.get_by_text("2 open hours later the site’s managers")).to_be_visible()
    keep(cleo, "escalation-change")
    form.get_by_role("button", name="Save").click()
    expect(cleo.get_by_text("It holds from the next alert on.")).to_be_visible()
    expect(row).to_contain_text("2 open hours later")
