"""A real mail server receives the thank-you, and one that is away loses nothing."""

import pytest
from playwright.sync_api import expect

from core import message
from tests.referral.story import inbound
from tests.story.conftest import House
from tests.world.servers import Jobs, until
from tests.world.smtp import Mode, Sink


def states(house: House, referral_id: int) -> list[str]:
    return [each.state for each in message.of(house.cast.ana, "referral", referral_id)]


def test_a_mail_server_holds_the_thank_you(house, tmp_path):
    house.jobs.stop()
    with Sink() as sink, Jobs(tmp_path, swift=True, BATON_MAIL_URL=sink.url, BATON_PUBLIC_URL=house.web.url):
        inbound(house.cast)
        until(lambda: sink.letters)
    (letter,) = sink.letters
    assert letter.message["Subject"] == "Thank you for referring Iris Okafor"
    assert letter.recipients == ("elm@example.org",)


@pytest.mark.database("sqlite")
def test_while_the_mail_server_is_away_messages_wait_in_sight_and_leave_when_it_is_back(house, tmp_path, clock):
    house.jobs.stop()
    with Sink() as sink, Jobs(tmp_path, swift=True, BATON_MAIL_URL=sink.url, BATON_PUBLIC_URL=house.web.url):
        sink.mode = Mode.TEMPFAIL
        referral_id = inbound(house.cast)
        until(lambda: any(each.attempts for each in message.of(house.cast.ana, "referral", referral_id)))
        until(lambda: states(house, referral_id) == ["waiting"])
        tab = house.visit(house.cast.ana, "/messages?state=waiting")
        expect(tab.get_by_text("Thank you for referring Iris Okafor")).to_be_visible()
        sink.mode = Mode.OK
        clock.forward(minutes=10)
        until(lambda: sink.letters)
        until(lambda: states(house, referral_id) == ["sent"])
