"""STOP acts on everything, for everybody who is reached there, and START takes it back."""

from datetime import timedelta
from io import BytesIO
from threading import Barrier, Thread

import pytest

from core import clock, consent, message, patient, task
from core.access import machine
from core.audit import About, timeline
from core.channel import WRITTEN, Channel
from core.consent import Purpose, Source
from core.errors import NotAllowed
from core.message import Way
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


def carry(**later):
    with clock.telling(clock.now() + timedelta(**later)):
        return message.claim("maildir", 9, timedelta(minutes=1))


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


def test_several_who_share_a_number_are_all_stopped_and_their_sites_ask_who_meant_it(cast, rose):
    ben, una = (
        make.patient("Ben Tyler", at=cast.leeds, phone=MOBILE),
        make.patient("Una Tyler", at=cast.hull, phone=MOBILE),
    )
    assert stop() == 3
    assert all(against(who) for who in (rose, ben, una))
    (here,) = task.tasks(cast.ana, task.Wanted(view="all")).rows
    assert here.title == (
        "Ask who wants no more messages: 07700 900123 is shared by Rose Tyler and Ben Tyler and 1 at other sites"
    )
    (there,) = task.tasks(cast.dev, task.Wanted(view="all")).rows
    assert "Rose" not in there.title


def test_whoever_did_not_mean_it_gets_messages_again_and_whoever_did_stays_without(cast, rose):
    ben = make.patient("Ben Tyler", at=cast.leeds, phone=MOBILE)
    stop()
    consent.lift(cast.ana, ben, Source.PHONE, "It was Rose who wrote STOP.")
    assert not against(ben, Channel.SMS, address=MOBILE)
    assert against(rose, Channel.SMS, address=MOBILE)
    assert timeline(cast.ana, "patient", ben)[0].sentence == "Messages again: asked by telephone"


def test_the_address_is_silent_for_somebody_who_comes_later(cast, rose):
    stop()
    later = make.patient("Tom Reed", at=cast.leeds, phone=MOBILE, email="tom@example.org")
    assert against(later, Channel.SMS, address=MOBILE)
    assert not against(later, Channel.EMAIL, address="tom@example.org")


def test_an_address_is_the_same_however_it_is_spelt(cast):
    rose = make.patient(at=cast.leeds, email="Rose.Tyler@example.org")
    assert stop("rose.TYLER@example.org") == 1
    number = put(
        cast, "1", audience="patient", about=About("referral", 1, cast.leeds, rose), to_address="Rose.Tyler@example.org"
    )
    assert carry() == []
    assert row(number).state == "withheld"


def test_what_is_under_way_leaves_and_nothing_after_it(cast, rose, today):
    about = About("referral", 1, cast.leeds, rose)
    first = put(cast, "1", audience="patient", about=about, to_address=MAIL)
    (claimed,) = carry()
    stop()
    message.settle([(claimed, message.Result("waiting", "The server asked us to wait."))])
    assert row(first).state == "waiting"
    assert carry(days=1) == []
    assert row(first).outcome == "Not sent: the patient does not want e-mail."
    seen = {line.id: line.outcome for line in message.page(cast.ana, message.Filter(state="withheld")).lines}
    assert seen == {first: "Not sent: the patient does not want e-mail."}


def test_what_fails_is_not_followed_by_another_channel(cast, rose, today):
    about = About("referral", 1, cast.leeds, rose)
    letter = Way(channel=Channel.LETTER, to_address="1 High Street, Leeds", text="Dear Ms Tyler")
    put(cast, "1", audience="patient", about=about, to_address=MAIL, fallback=(letter,))
    (claimed,) = carry()
    stop()
    message.settle([(claimed, message.Result("dead", "There is no such mailbox."))])
    (asked,) = task.tasks(cast.ana, task.Wanted(view="all")).rows
    assert asked.title.startswith("Reach Pennine Dental another way")


def test_the_same_stop_twice_at_once_is_one(cast, rose):
    gate, found = Barrier(2), []

    def both():
        gate.wait()
        found.append(stop())

    several = [Thread(target=both) for _ in range(2)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    assert sorted(found) == [0, 1]
    assert [one.kind for one in timeline(cast.ana, "patient", rose)].count("patient:stopped") == 1


def test_a_file_and_a_merge_overwrite_no_stop(cast, rose):
    stop()
    file = "given_name,family_name,date_of_birth,email,consent_email\nRose,Tyler,1961-05-23,rose@example.org,yes\n"
    patient.import_patients(cast.ana, BytesIO(file.encode()), cast.leeds)
    assert against(rose)
    other = make.patient("Rosie Tyler", at=cast.leeds)
    make.say(cast.ana, other, Channel.EMAIL, True)
    versions = patient.one(cast.ana, other).version, patient.one(cast.ana, rose).version
    patient.merge(cast.ana, other, rose, versions, {})
    assert against(other)
    assert start() == 1
    assert not against(other)


def test_nobody_has_to_be_reached_at_an_address_for_it_to_be_silent(cast):
    assert stop("nobody@example.org") == 0
    later = make.patient(at=cast.leeds, email="nobody@example.org")
    assert [one.address for one in consent.of(cast.ana, later).silences] == ["nobody@example.org"]


def test_only_the_house_hears_answers(cast, rose):
    with work() as db:
        for heard in (consent.stop, consent.start):
            with pytest.raises(NotAllowed):
                heard(db, cast.ana, address=MOBILE, source=Source.STOP)
