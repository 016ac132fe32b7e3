"""The shipped rules, from what a person does to what the world receives."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, update

from core import referral, task
from core.channel import Channel
from core.referral import Source, Urgency
from core.rule import react
from core.work import work
from data.insert import insert_new
from data.tables import event, message, patient, pending, site
from tests import make
from tests.referral.story import booked, inbound, internal, only_at, outbound, step
from tests.world.drain import drain
from tests.world.post import letters, words


@pytest.fixture(autouse=True)
def _known(cast, today):
    with work() as db:
        db.execute(update(site).values(phone="+441134960123"))
        for number, address in ((cast.leeds, "leeds@example.org"), (cast.york, "york@example.org")):
            db.execute(update(site).where(site.c.id == number).values(email=address))


def iris(cast, **more):
    return make.patient("Iris Okafor", at=cast.leeds, email="iris@example.org", **more)


def arrived(cast, **more):
    practice = make.provider("Pennine Dental", email="pennine@example.org")
    return inbound(cast, **({"patient_id": iris(cast), "referrer_provider_id": practice} | more))


def received():
    """(who, about what) of every letter so far."""
    drain()
    return [(str(letter["To"].addresses[0].addr_spec), str(letter["Subject"])) for letter in letters()]


def to_do(cast, it, state="open"):
    drain()
    return [(one.kind, one.title) for one in task.of(cast.ana, "referral", it) if one.state == state]


def test_a_referral_that_arrives_is_thanked_for_without_a_word_of_the_clinical(cast):
    it = arrived(cast)
    assert received() == [("pennine@example.org", "Thank you for referring Iris Okafor")]
    said = words(letters()[0])
    assert referral.one(cast.ana, it).now.reference in said
    assert "Pain on biting" not in letters()[0].as_string()
    assert to_do(cast, it) == []


def test_a_patient_who_came_alone_is_not_thanked_for(cast):
    arrived(cast, source=Source.SELF, referrer_provider_id=None)
    assert received() == []


def test_a_booking_is_told_to_both(cast):
    it = arrived(cast)
    drain()
    booked(cast, it, days=3)
    assert received()[1:] == [
        ("pennine@example.org", "Iris Okafor is booked for Friday 13 March"),
        ("iris@example.org", "Your appointment on Friday 13 March"),
    ]
    assert "Friday 13 March at 09:00" in words(letters()[1])
    assert "Dear Iris Okafor" in words(letters()[2])
    assert "Pain on biting" not in letters()[2].as_string()


def test_the_date_is_on_the_sites_clock(cast):
    it = arrived(cast)
    step(cast.ana, it, "accept")
    step(cast.ana, it, "book", starts_at=datetime(2026, 7, 14, 13, 30, tzinfo=UTC))
    drain()
    assert "Tuesday 14 July at 14:30" in words(letters()[1])


def test_a_new_date_is_told_to_both_and_ends_the_old_questions(cast, clock):
    it = arrived(cast)
    booked(cast, it, days=1)
    clock.forward(days=2)
    assert to_do(cast, it) == [("ask_outcome", "Did Iris Okafor attend on Wednesday 11 March at 09:00?")]
    step(cast.ana, it, "reschedule", starts_at=datetime(2026, 3, 20, 10, tzinfo=UTC))
    assert [subject for _, subject in received()[-2:]] == [
        "Iris Okafor is now booked for Friday 20 March",
        "Your new appointment is on Friday 20 March",
    ]
    assert to_do(cast, it) == []


def test_the_day_after_a_visit_its_outcome_is_asked_for_once(cast, clock):
    it = arrived(cast)
    booked(cast, it, days=1)
    clock.to(datetime(2026, 3, 11, 23, 59, tzinfo=UTC))
    assert to_do(cast, it) == []
    clock.to(datetime(2026, 3, 12, 0, 1, tzinfo=UTC))
    assert len(to_do(cast, it)) == 1
    clock.forward(days=3)
    assert len(to_do(cast, it)) == 1


def test_a_visit_with_a_summary_is_reported_to_the_referrer(cast, clock):
    it = arrived(cast)
    booked(cast, it, days=1)
    clock.forward(days=2)
    drain()
    step(cast.ana, it, "attend", summary="Root canal started.\n\nTemporary filling.")
    assert received()[-1] == ("pennine@example.org", "Iris Okafor: what we found and did")
    assert "Root canal started. Temporary filling." in words(letters()[-1])
    assert to_do(cast, it) == []


def test_a_visit_without_a_summary_is_told_and_the_report_follows(cast):
    it = arrived(cast)
    booked(cast, it)
    step(cast.ana, it, "attend")
    assert received()[-1][1] == "Iris Okafor has been seen"
    step(cast.ben, it, "report", diagnosis="Necrosis", treatment="All done", recommendations="Crown next year")
    assert received()[-1] == ("pennine@example.org", "Report on Iris Okafor")
    assert (
        "Diagnosis: Necrosis What we did: All done What we recommend: Crown next year Signed by Ben Okafor."
        in words(letters()[-1])
    )


def test_a_missed_visit_is_told_differently_and_somebody_books_again(cast, clock):
    it = arrived(cast)
    booked(cast, it, days=1)
    clock.forward(days=2)
    drain()
    step(cast.ana, it, "miss", reason="miss.no_notice")
    assert received()[-2:] == [
        ("pennine@example.org", "Iris Okafor could not be seen"),
        ("iris@example.org", "We missed you on Wednesday 11 March"),
    ]
    title = "Call Iris Okafor to book again after the missed visit on Wednesday 11 March"
    assert to_do(cast, it) == [("rebook", title)]
    step(cast.ana, it, "book", starts_at=datetime(2026, 3, 20, 10, tzinfo=UTC))
    assert to_do(cast, it) == []
    assert ("rebook", title) in to_do(cast, it, "dropped")


def test_a_patient_who_died_ends_everything_towards_the_patient(cast):
    it = arrived(cast)
    booked(cast, it)
    drain()
    before = len(letters())
    step(cast.ana, it, "miss", reason="miss.patient_died")
    assert [who for who, _ in received()[before:]] == ["pennine@example.org"]
    assert received()[-1][1] == "The referral of Iris Okafor is cancelled"
    assert to_do(cast, it) == []


@pytest.mark.parametrize(
    ("name", "given", "subject"),
    [
        ("decline", {"reason": "decline.no_capacity"}, "We cannot take on Iris Okafor"),
        (
            "redirect",
            {"reason": "redirect.nearer", "comment": "They are round the corner"},
            "Iris Okafor is referred on",
        ),
        ("lose", {"reason": "lose.no_answer"}, "We could not reach Iris Okafor"),
        ("ask_information", {"comment": "Which tooth?"}, "A question about Iris Okafor"),
    ],
)
def test_an_end_is_told_to_the_referrer(cast, name, given, subject):
    it = arrived(cast)
    step(cast.ana, it, name, **given)
    assert received()[1:] == [("pennine@example.org", subject)]


def test_a_confirmed_cancellation_is_told_to_the_referrer(cast):
    it = arrived(cast)
    step(cast.ana, it, "ask_cancel", reason="ask_cancel.not_needed")
    step(cast.ana, it, "confirm_cancel")
    assert received()[1:] == [("pennine@example.org", "The referral of Iris Okafor is cancelled")]


def test_an_outbound_referral_goes_to_the_practice_and_the_patient_knows_where(cast):
    aire = make.provider("Aire Oral Surgery", email="aire@example.org")
    it = outbound(cast, recipient_provider_id=aire, patient_id=iris(cast))
    assert received() == [
        ("aire@example.org", "Referral of Iris Okafor to you"),
        ("iris@example.org", "Your referral is on its way"),
    ]
    assert "Impacted lower wisdom tooth" in words(letters()[0])
    assert "Impacted" not in letters()[1].as_string()
    step(cast.ana, it, "accept")
    step(cast.ana, it, "book", starts_at=datetime(2026, 3, 20, 10, tzinfo=UTC))
    assert len(received()) == 2, "their appointments are theirs to tell"


def test_an_internal_referral_is_told_to_the_other_site(cast):
    who = make.patient("Mei Lin", at=cast.york, email="mei@example.org")
    it = internal(cast, patient_id=who)
    reference = referral.one(cast.ana, it).now.reference
    assert received() == [
        ("leeds@example.org", f"A colleague refers a patient to you: {reference}"),
        ("mei@example.org", "Your referral is on its way"),
    ]
    assert "Mei Lin" not in letters()[0].as_string()
    at_leeds = only_at(cast.ana, {cast.leeds})
    step(at_leeds, it, "accept")
    step(at_leeds, it, "book", starts_at=datetime(2026, 3, 20, 10, tzinfo=UTC))
    assert received()[2] == ("york@example.org", "Mei Lin is booked for Friday 20 March")


@pytest.mark.parametrize("urgency", [Urgency.URGENT, Urgency.SUSPECTED_CANCER])
def test_what_is_urgent_is_confirmed_by_telephone_the_same_day(cast, urgency):
    it = outbound(cast, urgency=urgency)
    drain()
    (asked,) = [one for one in task.of(cast.ana, "referral", it) if one.kind == "confirm_by_telephone"]
    assert asked.title == f"Confirm receipt by telephone: Tom O'Brien, {urgency.label}, at Aire Oral Surgery"
    assert asked.due_at == datetime(2026, 3, 11, tzinfo=UTC)


def test_a_patient_without_an_address_is_to_be_called(cast):
    it = arrived(cast, patient_id=make.patient("Tom Reed", at=cast.leeds, phone="0113 496 0999"))
    booked(cast, it, days=3)
    assert to_do(cast, it) == [("tell", "Tell Tom Reed on 0113 496 0999: Your appointment on Friday 13 March")]


def test_a_patient_who_wants_no_mail_is_to_be_called(cast):
    who = iris(cast)
    make.say(cast.ana, who, Channel.EMAIL, False)
    it = arrived(cast, patient_id=who)
    booked(cast, it, days=3)
    assert [kind for kind, _ in to_do(cast, it)] == ["tell"]
    assert {address for address, _ in received()} == {"pennine@example.org"}


def test_a_patient_is_told_in_the_morning_what_was_booked_at_night(cast, clock):
    it = arrived(cast)
    drain()
    clock.to(datetime(2026, 3, 10, 22, 0, tzinfo=UTC))
    booked(cast, it, days=3)
    assert [who for who, _ in received()[1:]] == ["pennine@example.org"]
    clock.to(datetime(2026, 3, 11, 8, 0, 1, tzinfo=UTC))
    assert [who for who, _ in received()[2:]] == ["iris@example.org"]


def test_a_name_that_would_break_a_header_is_told_by_telephone_instead(cast):
    who = iris(cast)
    with work() as db:
        db.execute(update(patient).where(patient.c.id == who).values(given_name="Ann\x07"))
    it = arrived(cast, patient_id=who)
    assert received() == []
    (asked,) = [one for one in task.of(cast.ana, "referral", it) if one.kind == "tell"]
    assert "line break or a control character" in asked.note


def test_a_name_with_a_line_break_stands_in_one_line(cast):
    who = iris(cast)
    with work() as db:
        db.execute(update(patient).where(patient.c.id == who).values(given_name="Ann\r\nBcc: spy@example.org"))
    arrived(cast, patient_id=who)
    ((_, headline),) = received()
    assert headline == "Thank you for referring Ann Bcc: spy@example.org Okafor"


def test_reacting_twice_writes_nothing_twice(cast):
    it = arrived(cast)
    booked(cast, it, days=3)
    drain()
    with work() as db:
        before = db.execute(select(func.count()).select_from(message)).scalar_one()
        numbers = db.execute(select(event.c.id)).scalars().all()
        db.execute(insert_new(db, pending, "event_id"), [{"event_id": n, "tries": 1} for n in numbers])
    while react():
        pass
    with work() as db:
        assert db.execute(select(func.count()).select_from(message)).scalar_one() == before
