"""Decisions and exits: who decides, on whose behalf, for which reason, and what comes back by itself."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import insert, select, update

from core import audit, clock, referral, rule, task
from core.access import machine
from core.errors import Changed, Lacking, NotAllowed, NotFound, NotNow
from core.referral import Answers, CancelledBy, Stage
from core.work import reading, work
from data.tables import clinician, provider, reason
from tests import make
from tests.referral.story import booked, inbound, internal, only_at, outbound, step

HOLDS = machine("job:holds")


def works_at(name, **where):
    """A clinician at one of our sites, or of a practice."""
    with work() as db:
        return db.execute(insert(clinician).values(name=name, **where).returning(clinician.c.id)).scalar_one()


def told(actor, id):
    return audit.timeline(actor, "referral", id)[0]


def test_a_redirect_says_why_and_names_the_practice(cast):
    id, aire = inbound(cast), make.provider("Aire Oral Surgery")
    with pytest.raises(Lacking) as refused:
        step(cast.ana, id, "redirect", reason="redirect.nearer")
    assert set(refused.value.fields) == {"comment"}
    with pytest.raises(Lacking) as refused:
        step(cast.ana, id, "redirect", reason="redirect.nearer", comment="Closer", provider_id=999_999)
    assert set(refused.value.fields) == {"provider"}
    with work() as db:
        db.execute(update(provider).values(standing="suspended", standing_reason="No indemnity"))
    with pytest.raises(Lacking, match="Aire Oral Surgery is suspended: No indemnity"):
        step(cast.ana, id, "redirect", reason="redirect.nearer", comment="Closer", provider_id=aire)
    with work() as db:
        db.execute(update(provider).values(standing="active"))
    gone = step(cast.ana, id, "redirect", reason="redirect.nearer", comment="Closer", provider_id=aire)
    assert (gone.now.stage, gone.because) == (Stage.REDIRECTED, "Nearer to the patient")
    assert told(cast.ana, id).words["provider"] == "Aire Oral Surgery"


def test_whoever_decides_for_a_clinician_says_for_whom(cast):
    id, ben = inbound(cast), works_at("Dr Ben Okafor", site_id=cast.leeds)
    step(cast.ana, id, "accept", on_behalf_id=ben)
    assert told(cast.ana, id).actor == "Ana Costa for Dr Ben Okafor"
    assert told(cast.ana, id).facts["behalf"] == ben
    (line,) = audit.trail(cast.mia, audit.Filter(kind="referral:accepted")).entries
    assert line.actor == "Ana Costa for Dr Ben Okafor"


def test_nobody_decides_for_somebody_who_does_not_work_there(cast):
    id = inbound(cast)
    with pytest.raises(Lacking) as refused:
        step(cast.ana, id, "accept", on_behalf_id=works_at("Dr Dev Hull", site_id=cast.hull))
    assert set(refused.value.fields) == {"on_behalf"}
    with pytest.raises(Lacking):
        step(cast.ana, id, "accept", on_behalf_id=works_at("Dr Left", site_id=cast.leeds, left_on=clock.now().date()))


def test_what_an_outside_practice_decides_is_nobody_of_ours_to_decide(cast):
    id = outbound(cast)
    with pytest.raises(Lacking) as refused:
        step(cast.ana, id, "accept", on_behalf_id=works_at("Dr Ben Okafor", site_id=cast.leeds))
    assert set(refused.value.fields) == {"on_behalf"}


@pytest.mark.parametrize(("day", "choosable"), [(-1, False), (0, False), (1, True)])
def test_a_reason_counts_until_its_last_day(cast, day, choosable):
    until = clock.now().date() + timedelta(days=day)
    with work() as db:
        db.execute(update(reason).where(reason.c.code == "decline.no_capacity").values(until_on=until))
    assert ("decline.no_capacity" in {each.code for each in referral.reasons(cast.ana, "decline")}) is choosable
    id = inbound(cast)
    if choosable:
        assert step(cast.ana, id, "decline", reason="decline.no_capacity").now.stage is Stage.DECLINED
    else:
        with pytest.raises(Lacking):
            step(cast.ana, id, "decline", reason="decline.no_capacity")


def test_a_reason_belongs_to_the_side_that_gives_it(cast):
    ours, theirs = outbound(cast), inbound(cast)
    lose, now = referral.STEPS["lose"], referral.one(cast.ana, theirs).now
    assert "lose.no_reply" not in {each.code for each in referral.reasons_for(cast.ana, now, lose)}
    with pytest.raises(Lacking):
        step(cast.ana, theirs, "lose", reason="lose.no_reply")
    assert step(cast.ana, ours, "lose", reason="lose.no_reply").now.stage is Stage.LOST


def test_inside_the_group_each_site_has_its_own_reasons(cast):
    id, york = internal(cast), only_at(cast.ana, [cast.york])
    until = clock.now().date() + timedelta(days=5)
    with pytest.raises(Lacking):
        step(york, id, "hold", reason="hold.clinician_away", until_on=until)
    assert step(cast.ben, id, "hold", reason="hold.clinician_away", until_on=until).now.held


def test_a_waiting_list_is_looked_through_in_time(cast):
    id = inbound(cast)
    step(cast.ana, id, "accept")
    waiting = step(cast.ana, id, "waitlist")
    assert clock.now() < waiting.due_at < clock.now() + timedelta(days=60)
    with pytest.raises(Lacking):
        step(cast.ana, id, "wait_on")
    with clock.telling(waiting.due_at + timedelta(days=1)):
        again = step(cast.ana, id, "wait_on", comment="Six more weeks")
        assert again.now.stage is Stage.WAITLISTED
        assert again.due_at > waiting.due_at + timedelta(days=20)


def test_a_hold_ends_by_itself_on_its_day_and_somebody_is_told(cast):
    id, other = inbound(cast), inbound(cast, patient_id=make.patient("Ruth Adeyemi", at=cast.leeds))
    day = clock.now().date() + timedelta(days=14)
    held = step(cast.ana, id, "hold", reason="hold.tests", until_on=day)
    assert (held.because, referral.end_holds(HOLDS)) == ("Waiting for tests or images", 0)
    with clock.telling(held.due_at):
        assert (referral.end_holds(HOLDS), referral.end_holds(HOLDS)) == (1, 0)
        back = referral.one(cast.ana, id)
        assert (back.now.held, back.because) == (False, "")
        assert back.due_at > held.due_at
        while rule.react():
            pass
        (asked,) = [one for one in task.of(cast.ana, "referral", id) if one.kind == "back_from_hold"]
        assert asked.owner_id == cast.ana.account_id
    assert told(cast.ana, other).kind == "referral:received"


def test_what_is_not_on_hold_is_not_taken_off_it_and_nothing_is_held_twice(cast):
    id, until = inbound(cast), clock.now().date() + timedelta(days=9)
    step(cast.ana, id, "ask_cancel", reason="ask_cancel.moved")
    with pytest.raises(NotNow, match="not on hold"):
        step(cast.ana, id, "resume")
    assert step(cast.ana, id, "confirm_cancel").because == "Patient has moved away"
    other = inbound(cast, patient_id=make.patient("Ruth Adeyemi", at=cast.leeds))
    step(cast.ana, other, "hold", reason="hold.tests", until_on=until)
    with pytest.raises(NotNow, match="on hold already"):
        step(cast.ana, other, "hold", reason="hold.tests", until_on=until)


def test_only_the_house_ends_holds(cast):
    with pytest.raises(NotAllowed):
        referral.end_holds(cast.mia)


def test_nothing_is_put_off_beyond_two_years(cast):
    with pytest.raises(Lacking) as refused:
        step(cast.ana, inbound(cast), "hold", reason="hold.tests", until_on=clock.now().date() + timedelta(days=900))
    assert set(refused.value.fields) == {"until_on"}


def test_a_cancellation_keeps_the_reason_it_was_asked_for(cast):
    id = inbound(cast)
    step(cast.ana, id, "ask_cancel", reason="ask_cancel.moved")
    assert step(cast.ana, id, "confirm_cancel").because == "Patient has moved away"
    again = step(cast.ana, id, "reopen", comment="Back in town")
    assert (again.because, again.closed_at) == ("", None)


def test_reopening_asks_why_when_there_is_another_one_by_now(cast):
    who = make.patient("Iris Okafor", at=cast.leeds)
    first = inbound(cast, patient_id=who)
    step(cast.ana, first, "decline", reason="decline.no_capacity")
    second = referral.one(cast.ana, inbound(cast, patient_id=who)).now
    with pytest.raises(Lacking, match=second.reference) as refused:
        step(cast.ana, first, "reopen", comment="A place came free")
    assert set(refused.value.fields) == {"again"}
    assert step(cast.ana, first, "reopen", comment="A place came free", again="Another tooth").now.stage is (
        Stage.ACKNOWLEDGED
    )
    assert told(cast.ana, second.id).kind == "referral:doubled"


def test_of_two_who_book_at_once_one_wins_and_one_is_told(cast):
    id = inbound(cast)
    step(cast.ana, id, "accept")
    version, start, became = referral.one(cast.ana, id).now.version, Barrier(2), []

    def book(actor, hours):
        start.wait()
        try:
            at = clock.now() + timedelta(hours=hours)
            referral.take_step(actor, id, version, "book", Answers(starts_at=at))
            became.append("booked")
        except Changed:
            became.append("told")

    both = [Thread(target=book, args=given) for given in ((cast.ana, 30), (cast.ben, 54))]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(became) == ["booked", "told"]
    assert len(referral.one(cast.ana, id).visits) == 1


def test_a_moved_visit_keeps_its_name_in_calendars_and_its_history(cast):
    id = inbound(cast)
    first = booked(cast, id, days=3).visits[0]
    moved = step(cast.ana, id, "reschedule", starts_at=clock.now() + timedelta(hours=5)).visits
    now, before = moved if moved[0].state == "booked" else moved[::-1]
    assert (now.uid, now.moves) == (first.uid, 1)
    assert (before.uid, before.moves, before.state) == (first.uid, 0, "rescheduled")
    assert first.uid
    step(cast.ana, id, "cancel_appointment", reason="cancel_appointment.patient_ill", cancelled_by=CancelledBy.PATIENT)
    again = step(cast.ana, id, "book", starts_at=clock.now() + timedelta(days=9)).visits[0]
    assert again.uid != first.uid
    assert again.moves == 0


def test_a_cancelled_visit_says_by_whom_and_how_late(cast):
    id = inbound(cast)
    booked(cast, id, days=0.3)
    with pytest.raises(Lacking) as refused:
        step(cast.ana, id, "cancel_appointment", reason="cancel_appointment.patient_ill")
    assert set(refused.value.fields) == {"cancelled_by"}
    why = {"reason": "cancel_appointment.patient_ill", "cancelled_by": CancelledBy.PATIENT}
    (visit,) = step(cast.ana, id, "cancel_appointment", **why).visits
    assert (visit.state, visit.canceller, visit.reason, visit.late_notice) == (
        "cancelled", "The patient", "Patient is ill", True,
    )  # fmt: skip


def test_a_visit_ended_by_a_decision_was_cancelled_by_the_practice(cast):
    id = inbound(cast)
    booked(cast, id, days=3)
    (visit,) = step(cast.ana, id, "decline", reason="decline.no_capacity").visits
    assert (visit.state, visit.cancelled_by, visit.late_notice) == ("cancelled", "clinic", False)


@pytest.mark.parametrize(
    "given",
    [
        {"minutes": 0},
        {"minutes": 601},
        {"clinician_id": 424242},
        {"starts_at": None},
        {"starts_at": clock.NEVER},
    ],
)
def test_a_visit_that_cannot_be_is_refused_in_words(cast, given):
    id = inbound(cast)
    step(cast.ana, id, "accept")
    with pytest.raises(Lacking):
        step(cast.ana, id, "book", **({"starts_at": clock.now() + timedelta(days=2)} | given))
    assert referral.one(cast.ana, id).visits == ()


def test_dev_of_another_site_holds_and_changes_nothing(cast):
    id = inbound(cast)
    with pytest.raises(NotFound):
        referral.change(cast.dev, id, None, {"payer": "x"})
    with pytest.raises(NotAllowed):
        referral.signers(cast.dev, cast.leeds)
    with reading() as db:
        assert db.execute(select(reason.c.id).limit(1)).first()
    with pytest.raises(NotNow):
        step(cast.ana, id, "resume_everything")
