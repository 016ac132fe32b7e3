"""A visit is moved twice while the mail server is away: one mail arrives, and Messages says why no other did."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from core import clock as house_clock
from core import message
from tests import make
from tests.referral.story import booked, inbound, step
from tests.story.conftest import House
from tests.world.servers import Jobs, until
from tests.world.smtp import Mode, Sink

MOVED = "Not sent: the appointment was moved before this left."


def to_iris(house: House, it: int) -> list[message.Line]:
    return [one for one in message.of(house.cast.ana, "referral", it) if one.audience == "patient"]


def tried(house: House, it: int) -> int:
    """How many there are, once the newest was turned away by the server and waits again."""
    lines = to_iris(house, it)
    return len(lines) if lines and lines[0].attempts and lines[0].state == "waiting" else 0


@pytest.mark.database("sqlite")
def test_of_three_appointments_one_mail_arrives_with_the_time_that_holds(house: House, tmp_path, clock):
    clock.to(datetime.fromisoformat("2026-03-10T09:00:00+00:00"))
    house.jobs.stop()
    cast = house.cast
    iris = make.patient("Iris Okafor", at=cast.leeds, email="iris@example.com")
    with Sink() as sink, Jobs(tmp_path, swift=True, BATON_MAIL_URL=sink.url, BATON_PUBLIC_URL=house.web.url):
        sink.modes["example.com"] = Mode.TEMPFAIL
        it = inbound(cast, patient_id=iris)
        first = booked(cast, it, 9).visits[0].starts_at
        until(lambda: tried(house, it) == 1)
        for days in (1, 2):
            step(cast.ana, it, "reschedule", starts_at=first + timedelta(days=days))
            until(lambda days=days: tried(house, it) == 1 + days)
        assert [one.state for one in to_iris(house, it)] == ["waiting", "withheld", "withheld"]
        del sink.modes["example.com"]
        clock.forward(minutes=10)
        until(lambda: to_iris(house, it)[0].state == "sent")
        (letter,) = [one.message for one in sink.letters if one.recipients == ("iris@example.com",)]
    day = house_clock.local(first + timedelta(days=2), "Europe/London")
    assert letter["Subject"] == f"Your appointment on {day:%A} {day.day} {day:%B}"
    tab = house.visit(cast.ana, f"/messages?id={to_iris(house, it)[1].id}")
    expect(tab.get_by_text(MOVED).first).to_be_visible()
    expect(tab.get_by_text("Not sent", exact=True).first).to_be_visible()
    a_manager_sets_one_message_a_day(house)


def a_manager_sets_one_message_a_day(house: House) -> None:
    """Mia answers for Leeds; the group's own line is not hers to change."""
    tab = house.visit(house.cast.mia, "/manners")
    expect(tab.get_by_text("between 21:00 and 08:00")).to_be_visible()
    expect(tab.get_by_role("button", name="Change")).to_have_count(0)
    tab.get_by_role("button", name="Set it for a site").click()
    tab.get_by_label("Most messages a day to one patient").fill("1")
    tab.get_by_label("Most messages a day to one patient").press("Tab")
    expect(tab.get_by_role("dialog").get_by_text("One message a day at most")).to_be_visible()
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("dialog")).to_have_count(0)
    expect(tab.get_by_text("One message a day at most")).to_be_visible()
    expect(tab.get_by_role("link", name="Ask the practice once for its answer")).to_be_visible()
