"""What Twilio calls back: only its own words count, each once; the next channel follows what failed."""

import pytest
from sqlalchemy import func, select

from core import carrier, task
from core.access import machine
from core.audit import About
from core.carrier.calls import signed
from core.channel import Channel
from core.message import Way
from core.settings import forget, settings
from core.work import reading
from data.tables import message as kept
from jobs import deliver, receipts
from jobs._lanes import Crew
from tests import make
from tests.message.write import put, row
from tests.world.smtp import Mode, Sink
from tests.world.twilio import TOKEN, twilio

ROSE = "+447700900123"
LETTER = Way(channel=Channel.LETTER, to_address="1 High Street, Leeds, LS1 4AB", text="Dear Ms Tyler")


@pytest.fixture
def world(cast, today, monkeypatch):
    monkeypatch.setattr(deliver, "CREW", Crew())
    with twilio() as running:
        carrier.set_carrier(cast.adam, "twilio_sms", 0, running.values)
        yield running


def sms(cast, key="1", **more):
    rose = make.patient(at=cast.leeds)
    about = About("referral", 1, cast.leeds, rose)
    return put(cast, key, audience="patient", about=about, channel=Channel.SMS, to_address=ROSE, **more)


def says(world, status, number=0, token=TOKEN, **more):
    """As Twilio would, without the way there."""
    asked = world.sent[number]
    form = [("MessageSid", asked["sid"]), ("MessageStatus", status), *more.items()]
    url = asked["StatusCallback"]
    return carrier.heard(url.removeprefix(settings().public_url), form, signed(token, url, form))


def count():
    with reading() as db:
        return db.execute(select(func.count()).select_from(kept)).scalar_one()


def test_a_message_that_arrived_is_confirmed_and_waits_for_nothing(cast, world, clock):
    number = sms(cast)
    assert deliver.run() == 1
    assert (row(number).state, row(number).carrier_ref, row(number).confirmed_at) == (
        "sent",
        world.sent[0]["sid"],
        None,
    )
    assert says(world, "sent")
    assert says(world, "delivered")
    assert row(number).confirmed_at is not None
    clock.forward(hours=3)
    assert receipts.run() == 0


def test_what_failed_is_followed_by_the_next_channel_once(cast, world):
    carrier.set_carrier(cast.adam, "printer", 0, {})
    number = sms(cast, fallback=(LETTER,))
    deliver.run()
    for _ in range(3):
        assert says(world, "undelivered", ErrorCode="30005")
    follower = row(number + 1)
    assert (row(number).state, row(number).outcome) == (
        "dead", "There is no such number any more. Twilio’s error 30005."
    )  # fmt: skip
    assert (follower.instead_of_id, follower.channel, follower.body) == (number, "letter", "Dear Ms Tyler")
    assert follower.key == "1:letter"
    assert task.of(cast.ana, "referral", 1) == []
    says(world, "failed")
    assert count() == 2


def test_where_nothing_is_left_somebody_is_asked_to_reach_them(cast, world):
    sms(cast, fallback=(LETTER,))
    deliver.run()
    says(world, "failed")
    (asked,) = task.of(cast.ana, "referral", 1)
    assert asked.title.startswith("Reach Pennine Dental another way")


def test_without_a_receipt_in_time_the_next_channel_follows_and_a_late_one_counts(cast, world, clock):
    carrier.set_carrier(cast.adam, "printer", 0, {})
    number = sms(cast, fallback=(LETTER,))
    deliver.run()
    clock.forward(minutes=59)
    assert receipts.run() == 0
    clock.forward(minutes=2)
    assert (receipts.run(), receipts.run()) == (1, 0)
    assert row(number + 1).instead_of_id == number
    assert row(number).outcome == "Nobody confirmed in time that it arrived."
    says(world, "delivered")
    assert row(number).confirmed_at is not None
    says(world, "failed")
    assert row(number).state == "sent", "what arrived stays arrived"


def test_a_receipt_ends_the_doubt_that_a_cut_left(cast, world):
    number = sms(cast)
    world.cuts = True
    deliver.run()
    assert row(number).state == "in_doubt"
    assert len(task.of(cast.ana, "referral", 1)) == 1
    assert says(world, "delivered")
    assert (row(number).state, row(number).outcome) == ("sent", "")
    assert [each.state for each in task.of(cast.ana, "referral", 1)] == ["dropped"]


def test_only_what_twilio_signed_over_this_very_address_and_these_words_is_heard(cast, world):
    number = sms(cast)
    deliver.run()
    url = world.sent[0]["StatusCallback"]
    form = [("MessageSid", world.sent[0]["sid"]), ("MessageStatus", "failed")]
    path = url.removeprefix(settings().public_url)
    right = signed(TOKEN, url, form)
    for asked in (
        (path, form, ""),
        (path, form, "ü"),
        (path, form, ("B" if right[0] == "A" else "A") + right[1:]),
        (path, form, signed("guessed", url, form)),
        (path, [*form, ("ErrorCode", "1")], right),
        (path + "?a=1", form, right),
        (path.replace("/hooks/", "/hooks//"), form, right),
    ):
        assert not carrier.heard(*asked)
    assert row(number).state == "sent"
    assert carrier.heard(path, form, right)
    assert row(number).state == "dead"


def test_nobody_is_heard_while_no_carrier_is_set_up_and_still_when_it_is_off(cast, today):
    assert not carrier.heard("/hooks/twilio/a/b", [], signed("", f"{settings().public_url}/hooks/twilio/a/b", []))
    with twilio() as world:
        carrier.set_carrier(cast.adam, "twilio_sms", 0, world.values)
        sms(cast)
        deliver.run()
        carrier.switch(cast.adam, "twilio_sms", 1, active=False)
        assert says(world, "delivered")


def test_a_mail_that_bounces_is_followed_by_the_text_message_at_once(cast, world, monkeypatch):
    with Sink() as sink:
        monkeypatch.setenv("BATON_MAIL_URL", sink.url)
        forget()
        sink.mode = Mode.RCPT550
        mail = put(cast, fallback=(Way(channel=Channel.SMS, to_address=ROSE, text="Call us."), LETTER))
        deliver.run()
        deliver.run()
    assert row(mail).state == "dead"
    follower = row(mail + 1)
    assert (follower.state, follower.channel, follower.fallback[0]["channel"]) == ("sent", "sms", "letter")
    assert world.sent[0]["Body"] == "Call us."


def test_old_callbacks_are_forgotten(cast, world, clock):
    sms(cast)
    deliver.run()
    says(world, "delivered")
    assert carrier.sweep_callbacks(machine("test")) == 0
    clock.forward(days=91)
    assert carrier.sweep_callbacks(machine("test")) == 1
