"""Messages on the patient's own telephone: what leaves, what they confirm, and what follows a failure."""

from datetime import timedelta

from sqlalchemy import select

from core import audit, consent, patient, push, task
from core import clock as core_clock
from core.access import machine
from core.agreement import Source
from core.patient.write import mark_died
from core.work import reading, work
from data.tables import message as kept
from jobs import deliver, receipts
from tests.push.world import IPHONE, shows
from tests.push.world import patient as person
from tests.referral.story import booked, step
from tests.rule.keeping import react


def messages(patient_id):
    """What was put in for the patient, in order."""
    with reading() as db:
        return db.execute(select(kept).where(kept.c.patient_id == patient_id, kept.c.audience == "patient")
                          .order_by(kept.c.id)).all()  # fmt: skip


def moved(cast, referral_id, days):
    step(cast.ana, referral_id, "reschedule", starts_at=core_clock.now() + timedelta(days=days))


def states(patient_id):
    return [(row.channel, row.state) for row in messages(patient_id)]


def test_a_booking_is_shown_on_the_telephone_and_confirmed_by_it(cast, world, clock):
    rose, it, her = person(cast)
    browser = world.subscribed()
    shows(her, browser)
    booked(cast, it, 3)
    react()
    deliver.run()
    (pushed,) = world.came
    assert pushed.browser == browser
    assert (pushed.said["title"], pushed.said["body"]) == (
        "Leeds Dental",
        "There is news about your appointment. Tap to read it.",
    )
    assert not any(word in str(pushed.said) for word in ("Rose", "Tyler", "November"))
    assert states(rose) == [("app", "sent")]
    assert push.confirm_shown(*said_shown(pushed))
    assert messages(rose)[0].confirmed_at is not None
    clock.forward(hours=2)
    assert receipts.run() == 0
    assert push.of_patient(cast.ana, rose)[0].shown_at is not None


def said_shown(pushed):
    """What the service worker says: which message, and what proves it."""
    token, home, mark = pushed.said["shown"].split("/")[-3:]
    return f"{token}@{home}", mark


def test_what_no_telephone_confirms_in_time_follows_by_mail_with_the_visit(cast, world, clock):
    rose, it, her = person(cast)
    shows(her, world.subscribed())
    booked(cast, it, 3)
    react()
    deliver.run()
    clock.forward(minutes=16)
    assert receipts.run() == 1
    deliver.run()
    assert states(rose) == [("app", "sent"), ("email", "sent")]
    mail = messages(rose)[1]
    assert "BEGIN:VCALENDAR" in mail.calendar
    assert mail.headline.startswith("Your appointment on")
    assert int(world.came[0].headers["TTL"]) == 15 * 60, "the push service throws it away by then"


def test_a_browser_that_is_gone_is_forgotten_and_the_mail_leaves_at_once(cast, world):
    rose, it, her = person(cast)
    browser = world.subscribed()
    shows(her, browser)
    world.forget(browser)
    booked(cast, it, 3)
    react()
    deliver.run()
    deliver.run()
    assert states(rose) == [("app", "dead"), ("email", "sent")]
    assert push.of_patient(cast.ana, rose) == []
    assert "Chrome on Android takes no messages any more" in [
        one.sentence for one in audit.timeline(cast.ana, "patient", rose)
    ]
    assert not any(one.title.startswith("Reach") for one in task.of(cast.ana, "referral", it))


def test_a_push_service_that_is_busy_is_waited_for(cast, world, clock):
    rose, it, her = person(cast)
    shows(her, world.subscribed())
    world.status = 429
    booked(cast, it, 3)
    react()
    deliver.run()
    assert states(rose) == [("app", "waiting")]
    world.status = 201
    clock.forward(minutes=6)
    deliver.run()
    assert states(rose) == [("app", "sent")]


def test_who_switches_it_off_while_a_message_waits_gets_it_the_next_way(cast, world):
    rose, it, her = person(cast)
    browser = world.subscribed()
    shows(her, browser)
    booked(cast, it, 3)
    react()
    assert push.end_here(her, browser.endpoint)
    deliver.run()
    deliver.run()
    assert world.came == []
    assert states(rose) == [("app", "dead"), ("email", "sent")]


def test_two_telephones_are_tried_one_after_the_other_the_newer_first(cast, world):
    rose, it, her = person(cast)
    old, new = world.subscribed(), world.subscribed()
    shows(her, old)
    shows(her, new, IPHONE)
    assert [one.label for one in push.of_patient(cast.ana, rose)] == ["Safari on iPhone", "Chrome on Android"]
    world.forget(new)
    booked(cast, it, 3)
    react()
    deliver.run()
    deliver.run()
    assert [pushed.browser for pushed in world.came] == [old]
    assert states(rose) == [("app", "dead"), ("app", "sent")]


def test_one_telephone_of_a_family_serves_each_of_them_by_themselves(cast, world):
    rose, it, her = person(cast)
    jack, that, his = person(cast, "Jack Tyler", email="jack@example.org")
    browser = world.subscribed()
    shows(her, browser)
    shows(his, browser)
    for referral in (it, that):
        booked(cast, referral, 3)
    react()
    deliver.run()
    assert len(world.waiting) == 2, "neither takes the place of the other"
    assert not push.end_here(her, browser.endpoint), "the browser itself stays subscribed for the other"
    assert not push.shown_here(her, browser.endpoint)
    assert push.shown_here(his, browser.endpoint)
    assert push.end_here(his, browser.endpoint)
    shows(her, browser)
    shows(his, browser)
    world.forget(browser)
    moved(cast, it, 5)
    react()
    deliver.run()
    assert push.of_patient(cast.ana, rose) == push.of_patient(cast.ana, jack) == []


def test_a_newer_message_about_the_same_takes_the_place_of_an_older_one(cast, world):
    _, it, her = person(cast)
    shows(her, world.subscribed())
    booked(cast, it, 3)
    react()
    deliver.run()
    moved(cast, it, 4)
    react()
    deliver.run()
    assert len(world.came) == 2
    assert len({pushed.headers["Topic"] for pushed in world.came}) == 1
    assert len(world.waiting) == 1


def test_what_a_stranger_says_was_shown_is_not_believed(cast, world):
    rose, it, her = person(cast)
    shows(her, world.subscribed())
    booked(cast, it, 3)
    react()
    deliver.run()
    mail_id, mark = said_shown(world.came[0])
    other = ("B" if mark[0] == "A" else "A") + mark[1:]
    for wrong in ((mail_id, other), (mail_id, ""), (mail_id, "ü"), ("x" + mail_id, mark), ("", "")):
        assert not push.confirm_shown(*wrong)
    assert messages(rose)[0].confirmed_at is None


def test_merged_records_are_reached_on_the_telephones_of_both(cast, world):
    rose, it, her = person(cast)
    twin, _, his = person(cast, "Rose Tylor", email="tylor@example.org")
    shows(her, world.subscribed())
    second = world.subscribed()
    shows(his, second)
    seen = patient.preview(cast.mia, rose, twin)
    assert "1 telephone that shows messages" in seen.moving
    merge_id = patient.merge(cast.mia, rose, twin, seen.versions, {}, "Two visits.")
    booked(cast, it, 3)
    react()
    deliver.run()
    assert [pushed.browser for pushed in world.came] == [second]
    patient.unmerge(cast.mia, merge_id)
    assert len(push.of_patient(cast.ana, rose)) == len(push.of_patient(cast.ana, twin)) == 1


def test_stop_silences_the_telephone_too_until_the_patient_asks_for_it_anew(cast, world):
    _, it, her = person(cast)
    browser = world.subscribed()
    shows(her, browser)
    with work() as db:
        consent.stop(db, machine("job:collect"), address="rose@example.org", source=Source.STOP)
    booked(cast, it, 3)
    react()
    deliver.run()
    assert world.came == []
    push.end_here(her, browser.endpoint)
    shows(her, browser)
    moved(cast, it, 4)
    react()
    deliver.run()
    assert len(world.came) == 1


def test_a_patient_who_died_is_shown_nothing(cast, world):
    rose, it, her = person(cast)
    shows(her, world.subscribed())
    booked(cast, it, 3)
    react()
    with work() as db:
        mark_died(db, rose, core_clock.now().date())
    deliver.run()
    assert world.came == []
    assert states(rose) == [("app", "withheld")]
