"""Each message leaves once, whoever carries it and whatever happens meanwhile."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import select, update

from core import manners, message, task
from core.audit import About
from core.channel import Channel
from core.errors import Refusal
from core.message import Result, Way, claim, recover, settle
from core.message.settle import PATIENCE
from core.work import reading, work
from data.tables import message as kept
from data.tables import patient
from tests import make
from tests.message.write import outgoing, put, row, tries

MINUTE = timedelta(minutes=1)
SENT = Result("sent")


def carry(result=SENT, limit=10, carrier="smtp"):
    """Claim and settle at once; the ids of what was carried."""
    claimed = claim(carrier, limit, 5 * MINUTE)
    settle([(one, result) for one in claimed])
    return [one.id for one in claimed]


def test_a_key_is_used_once(cast):
    number = put(cast, "17:thanks:referrer:email")
    with work() as db:
        assert message.put(db, outgoing(cast, "17:thanks:referrer:email", headline="Another")) is None
        message.put_all(db, [outgoing(cast, "17:thanks:referrer:email"), outgoing(cast, "18:thanks:referrer:email")])
    with reading() as db:
        assert len(db.execute(select(kept.c.id)).all()) == 2
    assert row(number).headline == "Thank you for referring Rose Tyler"


def test_each_message_has_an_id_of_its_own_for_ever(cast):
    first, second = put(cast, "1"), put(cast, "2")
    assert row(first).mail_id != row(second).mail_id
    assert row(first).mail_id.endswith("@example.org")


def test_a_message_is_claimed_once_then_settled(cast):
    number = put(cast)
    (claimed,) = claim("smtp", 10, MINUTE)
    assert (claimed.id, claimed.tries, claimed.letter.to_address) == (number, 1, "pennine@example.org")
    assert claim("smtp", 10, MINUTE) == []
    assert (row(number).state, tries(number)) == ("sending", [("smtp", "started")])
    settle([(claimed, SENT)])
    assert (row(number).state, row(number).lease, tries(number)) == ("sent", "", [("smtp", "sent")])
    assert claim("smtp", 10, MINUTE) == []


def test_the_oldest_due_ones_are_claimed_first_and_the_rest_wait(cast, clock):
    now = datetime(2026, 3, 10, 10, tzinfo=UTC)
    clock.to(now)
    late, later, future = (put(cast, str(n), due_at=now + n * MINUTE) for n in (-2, -1, 1))
    assert carry(limit=1) == [late]
    assert carry() == [later]
    clock.forward(minutes=2)
    assert carry() == [future]


def test_two_carriers_at_once_never_carry_the_same(cast):
    numbers = {put(cast, str(n)) for n in range(30)}
    carried = []

    def carry_all():
        while some := carry(limit=4):
            carried.extend(some)

    carriers = [Thread(target=carry_all) for _ in range(3)]
    for carrier in carriers:
        carrier.start()
    for carrier in carriers:
        carrier.join()
    assert sorted(carried) == sorted(numbers)


def test_a_passing_failure_waits_longer_each_time_and_ends_dead_after_a_day(cast, clock):
    number, waits = put(cast), []
    for _ in range(len(PATIENCE) + 1):
        before = row(number).due_at
        assert carry(Result("waiting", "451 greylisted")) == [number]
        waits.append((row(number).due_at - before).total_seconds() / 60)
        clock.forward(minutes=waits[-1] + 1)
    assert row(number).state == "dead"
    assert row(number).outcome == "Given up after 9 tries. 451 greylisted"
    assert waits[:4] == [pytest.approx(wait, rel=0.2, abs=1.5) for wait in (1, 5, 30, 120)]
    assert 23 * 60 < sum(waits) < 27 * 60
    assert len(tries(number)) == 9


def test_what_cannot_be_delivered_is_dead_at_once_and_somebody_is_asked_to_act(cast):
    number = put(cast)
    carry(Result("dead", "The mail server answered 550: no such mailbox"))
    assert (row(number).state, row(number).outcome[-15:]) == ("dead", "no such mailbox")
    (asked,) = task.of(cast.ana, "referral", 1)
    assert asked.title == (
        "Reach Pennine Dental another way: “Thank you for referring Rose Tyler” could not be delivered"
    )
    assert "no such mailbox" in asked.note


def test_doubt_is_shown_to_somebody_and_never_tried_again_by_itself(cast, clock):
    number = put(cast)
    carry(Result("in_doubt", "The line was cut."))
    clock.forward(days=2)
    assert recover({"maildir"}) == 0
    assert carry() == []
    assert row(number).state == "in_doubt"
    (asked,) = task.of(cast.ana, "referral", 1)
    assert asked.title == "Find out whether “Thank you for referring Rose Tyler” reached Pennine Dental"


def test_what_a_stopped_process_left_is_tried_again_by_a_carrier_that_recognises_it(cast, clock):
    number = put(cast)
    claim("maildir", 10, MINUTE)
    assert recover({"maildir"}) == 0, "the lease still runs"
    clock.forward(minutes=2)
    assert recover({"maildir"}) == 1
    assert carry(carrier="maildir") == [number]
    assert tries(number) == [("maildir", "waiting"), ("maildir", "sent")]


def test_what_a_stopped_process_left_with_a_mail_server_is_in_doubt(cast, clock):
    number = put(cast)
    claim("smtp", 10, MINUTE)
    clock.forward(minutes=2)
    assert recover({"maildir"}) == 1
    assert (row(number).state, tries(number)) == ("in_doubt", [("smtp", "in_doubt")])
    assert "stopped before it could tell" in row(number).outcome
    assert len(task.of(cast.ana, "referral", 1)) == 1


@pytest.mark.parametrize("late", ["sent", "waiting", "dead"])
def test_a_carrier_that_wakes_up_late_changes_nothing(cast, clock, late):
    number = put(cast)
    (asleep,) = claim("maildir", 10, MINUTE)
    clock.forward(minutes=2)
    recover({"maildir"})
    (awake,) = claim("maildir", 10, MINUTE)
    settle([(asleep, Result(late))])
    assert row(number).state == "sending", "the other one still carries it"
    settle([(awake, SENT)])
    settle([(asleep, Result(late))])
    assert row(number).state == "sent"


def test_a_late_truth_is_kept_with_the_attempt(cast, clock):
    number = put(cast)
    (asleep,) = claim("smtp", 10, MINUTE)
    clock.forward(minutes=2)
    recover(set())
    settle([(asleep, SENT)])
    assert (row(number).state, tries(number)) == ("in_doubt", [("smtp", "sent")])


def test_a_patient_is_not_written_to_at_night_and_a_practice_is(cast, clock):
    clock.to(datetime(2026, 3, 10, 21, 0, tzinfo=UTC))
    rose = make.patient(at=cast.leeds)
    asleep = put(cast, "p", audience="patient", about=About("referral", 1, cast.leeds, rose))
    practice = put(cast, "r")
    assert carry() == [practice]
    assert (row(asleep).state, row(asleep).due_at) == ("waiting", datetime(2026, 3, 11, 8, tzinfo=UTC))
    assert tries(asleep) == []
    clock.to(datetime(2026, 3, 11, 8, 0, 1, tzinfo=UTC))
    assert carry() == [asleep]


def test_the_night_is_that_of_where_the_patient_lives(cast, clock):
    clock.to(datetime(2026, 3, 10, 21, 30, tzinfo=UTC))
    away = make.patient("Mei Lin", at=cast.leeds, time_zone="America/New_York")
    there = put(cast, "p", audience="patient", about=About("referral", 1, cast.leeds, away))
    assert carry() == [there], "half past five in the afternoon"
    clock.to(datetime(2026, 3, 11, 9, 0, tzinfo=UTC))
    asleep = put(cast, "q", audience="patient", about=About("referral", 1, cast.leeds, away))
    assert carry() == []
    assert row(asleep).due_at == datetime(2026, 3, 11, 12, tzinfo=UTC)


def test_a_site_may_be_quiet_for_longer(cast, clock):
    manners.set_manners(cast.mia, cast.leeds, manners.Manners(18 * 60, 9 * 60, 2), 0)
    clock.to(datetime(2026, 3, 10, 18, 0, tzinfo=UTC))
    leeds, york = (
        put(cast, key, audience="patient", about=About("referral", 1, at, make.patient(at=at)))
        for key, at in (("l", cast.leeds), ("y", cast.york))
    )
    assert carry() == [york]
    assert row(leeds).due_at == datetime(2026, 3, 11, 9, tzinfo=UTC)


def test_letters_that_wait_for_the_morning_hold_up_no_other(cast, clock):
    clock.to(datetime(2026, 3, 10, 22, 0, tzinfo=UTC))
    rose = make.patient(at=cast.leeds)
    for number in range(5):
        put(cast, str(number), audience="patient", about=About("referral", 1, cast.leeds, rose))
    practice = put(cast, "r")
    assert carry(limit=1) == [practice]
    assert carry(limit=1) == []


def to_rose(cast, rose, subject_id=1):
    return put(cast, audience="patient", about=About("referral", subject_id, cast.leeds, rose))


def test_a_patient_who_died_meanwhile_is_not_written_to(cast, today):
    rose = make.patient(at=cast.leeds)
    number = to_rose(cast, rose)
    with work() as db:
        db.execute(update(patient).where(patient.c.id == rose).values(died_on=date(2026, 3, 9)))
    assert carry() == []
    assert (row(number).state, row(number).outcome) == ("withheld", "Not sent: the patient has died.")


def test_a_patient_who_says_no_meanwhile_is_not_written_to(cast, today):
    rose = make.patient(at=cast.leeds)
    number = to_rose(cast, rose)
    make.say(cast.ana, rose, Channel.EMAIL, False)
    assert carry() == []
    assert (row(number).state, row(number).outcome) == ("withheld", "Not sent: the patient does not want e-mail.")


def test_agreeing_and_not_being_asked_are_both_fine(cast, today):
    rose, tom = make.patient(at=cast.leeds), make.patient("Tom Reed", at=cast.leeds)
    make.say(cast.ana, rose, Channel.EMAIL, True)
    numbers = [
        put(cast, str(who), audience="patient", about=About("referral", 1, cast.leeds, who)) for who in (rose, tom)
    ]
    assert carry() == numbers


@pytest.mark.parametrize(
    "wrong",
    [
        {"to_name": "Ann\r\nBcc: spy@example.org"},
        {"headline": "Thanks\nBcc: spy@example.org"},
        {"to_address": "ann@example.org\r\nBcc: spy@example.org"},
        {"to_address": "ann@example.org, spy@example.org"},
        {"to_address": "ann@example.org>\r\nRCPT TO:<spy@example.org"},
        {"to_address": "nobody"},
        {"to_address": "07700 900123", "channel": Channel.SMS},
        {"to_address": "+447700900123\n+447700900124", "channel": Channel.WHATSAPP},
        {"to_address": "1 High Street\nLeeds", "channel": Channel.LETTER},
        {"to_address": "1 High Street, " * 20, "channel": Channel.LETTER},
    ],
)
def test_what_would_break_out_of_its_header_is_refused_before_it_is_kept(cast, wrong):
    with pytest.raises(Refusal):
        outgoing(cast, **wrong)


def test_a_message_carries_what_is_tried_where_it_fails(cast):
    sms = Way(channel=Channel.SMS, to_address="+447700900123", text="Leeds Dental: call us.")
    letter = Way(channel=Channel.LETTER, to_address="1 High Street, Leeds")
    kept = row(put(cast, fallback=(sms, letter)))
    assert kept.fallback == [
        {"channel": "sms", "to_address": "+447700900123", "text": "Leeds Dental: call us."},
        {"channel": "letter", "to_address": "1 High Street, Leeds"},
    ]
    with pytest.raises(Refusal):
        Way(channel=Channel.SMS, to_address="rose@example.org")


def test_each_channel_is_claimed_by_its_own_carriers(cast):
    mail, sms = put(cast, "1"), put(cast, "2", channel=Channel.SMS, to_address="+447700900123")
    texts = message.claim("twilio_sms", 9, timedelta(minutes=1), Channel.SMS)
    assert [each.id for each in texts] == [sms]
    assert [each.id for each in message.claim("smtp", 9, timedelta(minutes=1))] == [mail]


def test_a_headline_as_long_as_names_allow_still_fits(cast):
    assert len(row(put(cast, headline="x" * 260)).headline) == 200


def test_a_message_without_a_site_is_carried_and_asks_nobody(cast):
    number = put(cast, about=About("referral", 1))
    carry(Result("dead", "no"))
    assert row(number).state == "dead"
    assert task.of(cast.ana, "referral", 1) == []
