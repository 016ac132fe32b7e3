"""A word before a visit and while nobody answers: once, by day, and never about what is over."""

from datetime import UTC, datetime, timedelta

import pytest

from core import consent, manners, rule, task
from core.channel import Channel
from core.clock import now as clock_now
from core.consent import Purpose, Source
from core.errors import NotAllowed
from core.manners import Manners
from core.message import Result, claim, settle
from core.referral import reasons
from core.rule.listing import timed_messages
from tests.referral.story import OUTCOME, inbound, outbound, step
from tests.rule.keeping import made, pass_by, waits
from tests.rule.test_one_correction import TIMES, book, cancel, carry, iris, moments, move, told

TUESDAY = TIMES[0]
DAY = timedelta(days=1)
REMINDER = "reminder-patient"
pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def who(cast):
    return iris(cast)


@pytest.fixture
def it(cast, who):
    """Booked for Tuesday the 24th at nine, a fortnight ahead, and the patient was told."""
    number = inbound(cast, patient_id=who)
    step(cast.ana, number, "accept")
    book(cast, number, TUESDAY)
    pass_by()
    assert [letter.headline for letter in carry()] == ["Your appointment on Tuesday 24 March"]
    return number


def at(clock, moment):
    """What the jobs do at a moment; the letters to the patient."""
    clock.to(moment)
    pass_by()
    return carry()


def reminders(it):
    return [(state, why) for template, state, why in told(it) if template == REMINDER]


def test_the_day_before_a_patient_is_reminded_once(it, clock):
    assert at(clock, TUESDAY - DAY - timedelta(minutes=1)) == []
    (letter,) = at(clock, TUESDAY - DAY)
    assert (letter.headline, moments(letter)) == ("Your appointment is on Tuesday 24 March", [TUESDAY])
    assert at(clock, TUESDAY - timedelta(hours=2)) == []
    assert reminders(it) == [("sent", "")]


def test_it_goes_with_the_visit_that_is_moved(cast, it, clock):
    move(cast, it, TIMES[1])
    at(clock, datetime(2026, 3, 10, 12, tzinfo=UTC))
    assert at(clock, TUESDAY - DAY + timedelta(minutes=1)) == []
    assert [moments(letter) for letter in at(clock, TIMES[1] - DAY)] == [[TIMES[1]]]


def test_moved_just_after_it_was_written_the_old_time_is_not_told(cast, it, clock):
    clock.to(TUESDAY - DAY)
    pass_by()
    move(cast, it, TIMES[2])
    assert carry() == []
    pass_by()
    assert [letter.headline for letter in carry()] == ["Your new appointment is on Thursday 26 March"]
    assert reminders(it) == [("withheld", "Not sent: the appointment was moved before this left.")]


def test_nobody_is_reminded_of_what_was_cancelled(cast, it, clock):
    cancel(cast, it)
    at(clock, datetime(2026, 3, 10, 12, tzinfo=UTC))
    assert at(clock, TUESDAY - DAY) == []
    assert reminders(it) == []


def test_who_has_just_been_told_needs_no_reminder(cast, clock):
    number = inbound(cast, patient_id=iris(cast))
    step(cast.ana, number, "accept")
    book(cast, number, datetime(2026, 3, 11, 8, 30, tzinfo=UTC))
    pass_by()
    assert [letter.headline for letter in carry()] == ["Your appointment on Wednesday 11 March"]
    pass_by()
    assert carry() == []
    told_lately = "Not sent: the patient was told of this appointment only hours before."
    assert reminders(number) == [("withheld", told_lately)]


def test_after_a_month_without_the_jobs_nobody_is_reminded_of_what_is_over(it, clock):
    assert at(clock, TUESDAY + 30 * DAY) == []
    assert reminders(it) == []


def test_what_was_written_and_could_not_leave_in_time_is_withheld(it, clock):
    clock.to(TUESDAY - DAY)
    pass_by()
    assert at(clock, TUESDAY - timedelta(minutes=50)) == []
    assert reminders(it) == [("withheld", "Not sent: the appointment was over before this left.")]


def test_a_reminder_that_would_come_at_night_comes_the_evening_before(cast, clock):
    own = {"do": "send_message", "template": REMINDER}
    rule.switch(cast.cleo, "remind-patient", 1, on=False)
    made(cast.cleo, "Ten hours before", timing=waits(10, "appointment", unit="hours", side="before"), do=(own,))
    number = inbound(cast, patient_id=iris(cast))
    step(cast.ana, number, "accept")
    early = datetime(2026, 3, 24, 8, 30, tzinfo=UTC)
    book(cast, number, early)
    at(clock, datetime(2026, 3, 10, 10, tzinfo=UTC))
    assert at(clock, datetime(2026, 3, 23, 19, 59, tzinfo=UTC)) == []
    assert len(at(clock, datetime(2026, 3, 23, 20, 0, 1, tzinfo=UTC))) == 1


def test_a_rule_of_the_groups_own_may_say_again_what_was_said_before(cast, it, clock):
    again = {"do": "send_message", "template": "booked-patient"}
    made(cast.cleo, "Two days before", timing=waits(2, "appointment", side="before"), do=(again,))
    at(clock, datetime(2026, 3, 10, 12, tzinfo=UTC))
    assert [letter.headline for letter in at(clock, TUESDAY - 2 * DAY)] == ["Your appointment on Tuesday 24 March"]


def test_woken_in_the_night_with_no_morning_left_it_says_why_nothing_leaves(cast, clock):
    number = inbound(cast, patient_id=iris(cast))
    step(cast.ana, number, "accept")
    book(cast, number, datetime(2026, 3, 24, 8, 30, tzinfo=UTC))
    at(clock, datetime(2026, 3, 10, 10, tzinfo=UTC))
    assert at(clock, datetime(2026, 3, 23, 23, 0, tzinfo=UTC)) == []
    assert reminders(number) == [
        ("withheld", "Not sent: it would have come in quiet hours, and after them too late."),
    ]


def test_twenty_four_hours_are_twenty_four_hours_when_the_clocks_change(cast, clock):
    number = inbound(cast, patient_id=iris(cast))
    step(cast.ana, number, "accept")
    book(cast, number, datetime(2026, 3, 29, 13, 0, tzinfo=UTC))
    at(clock, datetime(2026, 3, 10, 10, tzinfo=UTC))
    assert at(clock, datetime(2026, 3, 28, 12, 59, tzinfo=UTC)) == []
    (letter,) = at(clock, datetime(2026, 3, 28, 13, 0, 1, tzinfo=UTC))
    assert "Sunday 29 March at 14:00" in letter.text


def test_who_wants_no_reminders_gets_none_and_nobody_has_to_telephone(cast, who, clock):
    number = inbound(cast, patient_id=who)
    consent.say(cast.ana, who, {(Channel.EMAIL, Purpose.REMINDERS): False}, Source.PHONE, "No reminders, please")
    step(cast.ana, number, "accept")
    book(cast, number, TUESDAY)
    assert len(at(clock, datetime(2026, 3, 10, 10, tzinfo=UTC))) == 1
    assert at(clock, TUESDAY - DAY) == []
    ((state, why),) = reminders(number)
    assert state == "withheld"
    assert why == "Not sent: Iris Okafor does not want reminders by e-mail."
    assert "tell" not in {one.kind for one in task.of(cast.ana, "referral", number)}


def test_a_day_with_enough_messages_brings_no_reminder(cast, who, it, clock):
    manners.set_manners(cast.mia, cast.leeds, Manners(21 * 60, 8 * 60, 1), 0)
    clock.to(TUESDAY - DAY - timedelta(minutes=30))
    other = inbound(cast, patient_id=who, specialty="implant")
    step(cast.ana, other, "accept")
    book(cast, other, TIMES[2])
    pass_by()
    assert len(carry()) == 1, "what is about care is always sent"
    assert at(clock, TUESDAY - DAY) == []
    enough = "Not sent: 1 a day are enough, and what is about the patient’s care goes first."
    assert reminders(it) == [("withheld", enough)]


def sent_out(cast, **more):
    return outbound(cast, patient_id=iris(cast), **more)


def everybody():
    """(to whom, about what) of what leaves now."""
    claimed = claim("smtp", 50, timedelta(minutes=5))
    settle([(one, Result("sent")) for one in claimed])
    return [(one.letter.to_address, one.letter.headline) for one in claimed]


def passes(clock, **more):
    clock.forward(**more)
    pass_by()
    return everybody()


FORGOTTEN = ("iris@example.org", "We have not forgotten you")
CHASED = ("elm@example.org", "Did our referral of Iris Okafor reach you?")
REPORT = ("elm@example.org", "Your report on Iris Okafor")


def test_while_nobody_answers_the_patient_is_reassured_and_the_practice_asked_once(cast, clock):
    sent_out(cast)
    pass_by()
    assert len(everybody()) == 2
    assert passes(clock, days=6, hours=23) == []
    assert passes(clock, hours=2) == [CHASED]
    assert passes(clock, days=6, hours=23) == [FORGOTTEN]
    assert passes(clock, days=13) == []
    assert passes(clock, days=1) == [FORGOTTEN]


def test_what_was_missed_in_a_month_is_said_once(cast, clock):
    sent_out(cast)
    pass_by()
    everybody()
    assert sorted(passes(clock, days=45)) == [CHASED, FORGOTTEN]
    assert passes(clock, days=10) == []
    assert passes(clock, days=2) == [FORGOTTEN], "on its own day again: the fifty-sixth"


def test_who_answered_is_not_asked_and_the_patient_hears_until_a_visit_is_booked(cast, clock):
    it = sent_out(cast)
    pass_by()
    everybody()
    step(cast.ana, it, "acknowledge")
    assert passes(clock, days=8) == []
    assert passes(clock, days=7) == [FORGOTTEN]
    step(cast.ana, it, "accept")
    book(cast, it, clock_now() + timedelta(days=20))
    assert passes(clock, days=14) == []


def test_while_the_report_is_not_there_the_patient_is_reassured_and_the_practice_asked_once(cast, clock):
    it = sent_out(cast)
    step(cast.ana, it, "accept")
    book(cast, it, clock_now())
    step(cast.ana, it, "attend")
    pass_by()
    everybody()
    assert sorted(passes(clock, days=14, hours=1)) == [REPORT, FORGOTTEN]
    assert passes(clock, days=14) == [FORGOTTEN]
    step(cast.ana, it, "report", signed_by="Mr Hale", **OUTCOME)
    assert passes(clock, days=30) == []


def test_what_is_on_hold_is_left_alone(cast, clock):
    it = sent_out(cast)
    pass_by()
    everybody()
    step(
        cast.ana,
        it,
        "hold",
        reason=reasons(cast.ana, "hold")[0].code,
        comment="x",
        until_on=(clock_now() + timedelta(days=60)).date(),
    )
    assert passes(clock, days=8) == []
    assert passes(clock, days=8) == []


def test_a_chase_brings_the_practice_its_own_page(cast, clock):
    sent_out(cast)
    pass_by()
    everybody()
    clock.forward(days=7, minutes=1)
    pass_by()
    (chase,) = claim("smtp", 50, timedelta(minutes=5))
    assert "/o/" in chase.letter.text
    assert ":provider" not in chase.letter.text


def test_how_long_each_waits_is_read_as_a_sentence_and_changed_where_rules_are(cast, clock, who):
    kept = {one.name: one for one in timed_messages(cast.cleo)}
    chased = str(kept["chase-answer"].sentence)
    assert chased.startswith("7 days after an outbound referral is sent, while nobody answers")
    assert str(kept["reassure-report"].sentence).startswith("Every 14 days after the patient of an outbound referral")
    stored = kept["remind-patient"].stored
    sooner = {**stored, "timing": {**stored["timing"], "before": 48}}
    rule.save(cast.cleo, sooner, "remind-patient", 1)
    number = inbound(cast, patient_id=who)
    step(cast.ana, number, "accept")
    book(cast, number, TUESDAY)
    at(clock, datetime(2026, 3, 10, 12, tzinfo=UTC))
    assert len(at(clock, TUESDAY - 2 * DAY)) == 1
    assert timed_messages(cast.mia)
    with pytest.raises(NotAllowed):
        timed_messages(cast.dev)
