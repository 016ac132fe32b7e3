"""Whoever reads only the last message about a visit knows the truth; nobody is told the same twice, or what is over."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import select

from core import clock as house
from core import message, task
from core.message import Result, claim, settle
from core.referral import CancelledBy, reasons
from core.work import reading
from data.tables import appointment
from data.tables import message as outbox
from tests import make
from tests.referral.story import inbound, step
from tests.rule.keeping import react as react_to_all

SENT, LATER = Result("sent"), Result("waiting", "The mail server answered 451: try again later.")
TIMES = [datetime(2026, 3, day, hour, tzinfo=UTC) for day, hour in ((24, 9), (25, 14), (26, 11))]


@pytest.fixture(autouse=True)
def _today(today):
    """Tuesday 10 March 2026, nine in the morning."""


def iris(cast, **more):
    return make.patient("Iris Okafor", at=cast.leeds, email="iris@example.org", **more)


def told(it, audience="patient"):
    """(text, state, reason) of each message, in order."""
    c = outbox.c
    wanted = select(c.template, c.state, c.outcome).where(c.subject_id == it, c.audience == audience)
    with reading() as db:
        return [tuple(row) for row in db.execute(wanted.where(c.subject == "referral").order_by(c.id))]


def carry(result=SENT):
    """What is due leaves, or is tried again; the letters to the patient."""
    claimed = claim("smtp", 50, timedelta(minutes=5))
    settle([(one, result) for one in claimed])
    return [one.letter for one in claimed if one.letter.to_address == "iris@example.org"]


def book(cast, it, at):
    step(cast.ana, it, "book", starts_at=at)


def move(cast, it, at):
    step(cast.ana, it, "reschedule", starts_at=at)


def cancel(cast, it, _=None):
    code = next(one.code for one in reasons(cast.ana, "cancel_appointment") if not one.ends_referral)
    step(cast.ana, it, "cancel_appointment", reason=code, comment="x", cancelled_by=CancelledBy.CLINIC)


def booked_at(it):
    c = appointment.c
    with reading() as db:
        return db.execute(select(c.starts_at).where(c.referral_id == it, c.state == "booked")).scalar_one_or_none()


def spoken(moment):
    there = house.local(moment, "Europe/London")
    return f"{there:%A} {there.day} {there:%B} at {there:%H:%M}"


def moments(letter):
    return [at for at in TIMES if spoken(at) in letter.text]


@pytest.mark.parametrize("seed", range(8))
def test_whoever_reads_only_the_last_message_knows_the_truth(cast, clock, seed):
    dice = Random(seed)
    it, read = inbound(cast, patient_id=iris(cast)), []
    step(cast.ana, it, "accept")
    for _ in range(9):
        at = booked_at(it)
        act = dice.choice([move, move, cancel]) if at else book
        act(cast, it, dice.choice([one for one in TIMES if one != at]))
        if dice.random() < 0.7:
            react_to_all()
        if dice.random() < 0.5:
            read += true_when_they_leave(it, dice.choice([SENT, SENT, LATER]))
        if dice.random() < 0.4:
            clock.forward(hours=dice.choice([1, 5, 11]))
    for _ in range(3):
        react_to_all()
        clock.forward(hours=9)
        read += true_when_they_leave(it, SENT)
    at = booked_at(it)
    if at:
        assert moments(read[-1]) == [at]
        assert "cancelled" not in read[-1].headline
    elif read:
        assert "cancelled" in read[-1].headline
    heard = [(tuple(moments(one)), "cancelled" in one.headline) for one in read]
    assert all(one != other for one, other in pairwise(heard)), "never the same twice running"
    assert all(reason for _, state, reason in told(it) if state == "withheld")
    assert {state for _, state, _ in told(it)} <= {"sent", "withheld"}


def true_when_they_leave(it, result):
    """A letter tells the visit that is booked as it leaves, or that none is."""
    at = booked_at(it)
    letters = carry(result)
    for letter in letters:
        assert "cancelled" in letter.headline or moments(letter) == [at]
    return letters if result is SENT else []


def test_moved_before_the_first_mail_left_one_message_tells_the_time_that_holds(cast, clock):
    clock.to(datetime(2026, 3, 10, 21, 30, tzinfo=UTC))
    it = inbound(cast, patient_id=iris(cast))
    step(cast.ana, it, "accept")
    book(cast, it, TIMES[0])
    react_to_all()
    for at in TIMES[1:]:
        move(cast, it, at)
        react_to_all()
    clock.to(datetime(2026, 3, 11, 8, 1, tzinfo=UTC))
    (letter,) = carry()
    assert (moments(letter), letter.headline) == ([TIMES[2]], "Your appointment on Thursday 26 March")
    moved = "Not sent: the appointment was moved before this left."
    assert told(it) == [("booked-patient", "withheld", moved)] * 2 + [("booked-patient", "sent", "")]
    assert [line.outcome for line in message.of(cast.ana, "referral", it) if line.state == "withheld"][-2:] == [
        moved
    ] * 2


def test_what_was_told_is_corrected_once_and_a_way_back_needs_no_word(cast, clock):
    it = inbound(cast, patient_id=iris(cast))
    step(cast.ana, it, "accept")
    book(cast, it, TIMES[0])
    react_to_all()
    assert [letter.headline for letter in carry()] == ["Your appointment on Tuesday 24 March"]
    for at in (TIMES[1], TIMES[0]):
        move(cast, it, at)
        react_to_all()
    assert carry() == []
    assert told(it)[-1] == ("rebooked-patient", "withheld", "Not sent: this time was told before and still holds.")
    move(cast, it, TIMES[2])
    react_to_all()
    assert [letter.headline for letter in carry()] == ["Your new appointment is on Thursday 26 March"]


def test_a_cancellation_names_the_time_that_was_told(cast, clock):
    it = inbound(cast, patient_id=iris(cast))
    step(cast.ana, it, "accept")
    book(cast, it, TIMES[0])
    react_to_all()
    carry()
    move(cast, it, TIMES[1])
    cancel(cast, it)
    react_to_all()
    (letter,) = carry()
    assert letter.headline == "Your appointment on Tuesday 24 March is cancelled"
    assert "DTSTART:20260324T090000Z" in letter.calendar
    assert told(it)[1][1] == "withheld"


def test_what_nobody_was_told_of_is_not_cancelled_by_mail(cast, clock):
    it = inbound(cast, patient_id=iris(cast))
    step(cast.ana, it, "accept")
    book(cast, it, TIMES[0])
    react_to_all()
    cancel(cast, it)
    react_to_all()
    assert carry() == []
    assert [reason for _, _, reason in told(it)] == [
        "Not sent: the appointment was cancelled before this left.",
        "Not sent: nobody had been told of this appointment.",
    ]
    assert "Offer Iris Okafor another appointment" in {one.title for one in task.of(cast.ana, "referral", it)}


def test_who_was_told_by_telephone_is_told_of_the_end_too(cast):
    it = inbound(cast, patient_id=make.patient("Iris Okafor", at=cast.leeds, phone="0113 496 0123"))
    step(cast.ana, it, "accept")
    book(cast, it, TIMES[0])
    react_to_all()
    cancel(cast, it)
    react_to_all()
    assert told(it) == [
        ("booked-patient", "withheld", "Not sent: Iris Okafor has no e-mail address."),
        ("visit-cancelled-patient", "withheld", "Not sent: Iris Okafor has no e-mail address."),
    ]
    titles = {one.title for one in task.of(cast.ana, "referral", it)}
    assert any("is cancelled" in title and title.startswith("Tell Iris Okafor on") for title in titles)


def test_a_move_that_nobody_reacted_to_yet_already_holds_the_old_time_back(cast):
    it = inbound(cast, patient_id=iris(cast))
    step(cast.ana, it, "accept")
    book(cast, it, TIMES[0])
    react_to_all()
    move(cast, it, TIMES[1])
    assert carry() == []
    react_to_all()
    assert [moments(letter) for letter in carry()] == [[TIMES[1]]]


def test_a_referral_that_ends_takes_what_waits_with_it(cast, clock):
    clock.to(datetime(2026, 3, 10, 21, 30, tzinfo=UTC))
    it = inbound(cast, patient_id=iris(cast))
    step(cast.ana, it, "accept")
    book(cast, it, TIMES[0])
    react_to_all()
    died = {"reason": "cancel_appointment.patient_died", "cancelled_by": CancelledBy.OTHER}
    step(cast.ana, it, "cancel_appointment", **died)
    react_to_all()
    assert told(it) == [("booked-patient", "withheld", "Not sent: the appointment was cancelled before this left.")]


def test_what_nobody_could_carry_until_the_visit_was_over_is_not_sent(cast, clock):
    it = inbound(cast, patient_id=iris(cast))
    step(cast.ana, it, "accept")
    book(cast, it, TIMES[0])
    react_to_all()
    clock.to(TIMES[0] + timedelta(days=30))
    assert carry() == []
    assert told(it)[0][1:] == ("withheld", "Not sent: the appointment was over before this left.")


def test_who_has_died_is_not_written_to_and_the_outbox_says_why(cast):
    gone = iris(cast, died_on=date(2026, 3, 1))
    it = inbound(cast, patient_id=gone)
    step(cast.ana, it, "accept")
    book(cast, it, TIMES[0])
    react_to_all()
    assert told(it) == [("booked-patient", "withheld", "Not sent: the patient has died.")]
    (line,) = [line for line in message.of(cast.ana, "referral", it) if line.audience == "patient"]
    shown = message.preview(cast.ana, line.id)
    assert (shown.line.outcome, shown.headers) == (line.outcome, (("By", "E-mail"), ("To", "Iris Okafor")))
    assert message.of(cast.dev, "referral", it) == []
