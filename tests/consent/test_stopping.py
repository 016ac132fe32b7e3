"""STOP acts on everything, for everybody who is reached there, and START takes it back."""

import pytest

from core import consent
from core.access import machine
from core.audit import About
from core.channel import WRITTEN, Channel
from core.consent import Purpose, Source
from core.errors import NotAllowed
from core.work import reading, work
from tests import make
from tests.message.write import put, row

INBOX = machine("inbound:sms")
MOBILE, MAIL = "+447700900123", "rose@example.org"
CARE = Purpose.CARE


def stop(address=MOBILE, **more):
    with work() as db:
        return consent.stop(db, INBOX, address=address, source=Source.STOP, words="Stop please", **more)


def start(address=MOBILE):
    with work() as db:
        return consent.start(db, INBOX, address=address, source=Source.START, words="START")


def against(who, channel=Channel.EMAIL, purpose=CARE, address=""):
    with reading() as db:
        return consent.agreement(db, who).against(channel, purpose, address)


@pytest.fixture
def rose(cast):
    return make.patient(at=cast.leeds, phone=MOBILE, email=MAIL)


def test_stop_ends_every_channel_that_baton_writes_by_and_leaves_the_telephone(cast, rose):
    make.say(cast.ana, rose, Channel.PHONE, True)
    assert stop() == 1
    assert all(against(rose, way, purpose) for way in WRITTEN for purpose in Purpose)
    assert not against(rose, Channel.PHONE)


def test_what_waits_is_withheld_with_its_reason_and_somebody_is_asked_to_call(cast, rose):
    number = put(cast, "1", audience="patient", about=About("referral", 1, cast.leeds, rose), to_address=MAIL)
    other = put(cast, "2", audience="referrer", about=About("referral", 1, cast.leeds, rose))
    stop()
    assert (row(number).state, row(number).outcome) == (
        "withheld",
        "Not sent: somebody answered STOP from 07700 900123.",
    )
    assert row(other).state == "waiting"


def test_start_takes_it_back_to_what_stood_before(cast, rose):
    make.say(cast.ana, rose, Channel.EMAIL, False)
    before = consent.of(cast.ana, rose).answers
    stop()
    assert start() == 1
    after = consent.of(cast.ana, rose)
    assert after.silences == ()
    assert after.answers.pop((Channel.SMS, CARE)).source is Source.START
    assert after.answers == before
    assert start() == 0


def test_only_the_house_hears_answers(cast, rose):
    with work() as db:
        for heard in (consent.stop, consent.start):
            with pytest.raises(NotAllowed):
                heard(db, cast.ana, address=MOBILE, source=Source.STOP)
