"""A patient whose e-mail dies gets a text message, which is confirmed; Messages shows one after the other."""

import pytest
from playwright.sync_api import expect

from core import carrier, message
from tests import make
from tests.referral.story import booked, inbound
from tests.story.conftest import House
from tests.world.servers import Jobs, until
from tests.world.smtp import Mode, Sink
from tests.world.twilio import twilio


@pytest.mark.database("sqlite")
def test_a_mail_that_bounces_becomes_a_text_message_that_arrives(house: House, tmp_path):
    house.jobs.stop()
    cast = house.cast
    rose = make.patient("Rose Tyler", at=cast.leeds, email="rose@gone.example", phone="07700 900123")
    with Sink() as sink, twilio() as world:
        sink.modes["gone.example"] = Mode.RCPT550
        carrier.set_carrier(cast.adam, "twilio_sms", 0, world.values)
        with Jobs(tmp_path, swift=True, BATON_MAIL_URL=sink.url, BATON_PUBLIC_URL=house.web.url):
            it = inbound(cast, patient_id=rose)
            booked(cast, it, 3)
            until(lambda: world.sent)
            until(lambda: to_rose(cast, it)["sms"].state == "sent")
        assert world.sent[0]["To"] == "+447700900123"
        assert world.call_back(0, "delivered", token="guessed") == 403
        assert world.call_back(0, "delivered") == 204
    sms = to_rose(cast, it)["sms"]
    assert sms.confirmed_at is not None
    tab = house.visit(cast.ana, f"/messages?id={sms.id}")
    expect(tab.get_by_text("SMS instead of e-mail").first).to_be_visible()
    expect(tab.get_by_text("550: no such mailbox")).to_be_visible()
    expect(tab.get_by_text("Arrived", exact=True)).to_be_visible()


def to_rose(cast, referral_id):
    """What was written to the patient, by channel."""
    lines = [one for one in message.of(cast.ana, "referral", referral_id) if one.audience == "patient"]
    return {one.channel: one for one in lines}
