"""What can be done to a referral, by whom, and what stays behind."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core import clock, referral
from core.errors import Duplicate, Lacking, NotAllowed, NotNow
from core.patient import NewPatient
from core.referral import Direction, Draft, Stage, Urgency
from core.work import reading
from data.tables import event, pending
from tests import make
from tests.referral.story import OUTCOME, booked, inbound, internal, only_at, outbound, step


def kinds(referral_id):
    of_it = [event.c.subject == "referral", event.c.subject_id == referral_id]
    with reading() as db:
        return list(db.execute(select(event.c.kind).where(*of_it).order_by(event.c.id)).scalars())


def test_a_referral_has_a_reference_an_owner_a_deadline_and_an_event_waiting_for_reaction(cast):
    found = referral.one(cast.ana, inbound(cast))
    assert found.now.reference.startswith(f"B-{clock.now().year}-000001-")
    assert found.now.stage is Stage.SENT
    assert found.stage_label == "Received"
    assert found.owner == "Ana Costa"
    assert clock.now() < found.due_at < clock.now() + timedelta(days=15)
    assert kinds(found.now.id) == ["referral:received"]
    with reading() as db:
        assert db.execute(select(pending)).all()


def test_the_whole_way_to_a_completed_referral(cast):
    id = inbound(cast)
    booked(cast, id)
    step(cast.ana, id, "attend", summary="Root canal started, temporary filling")
    step(cast.ben, id, "report", **OUTCOME)
    done = step(cast.ana, id, "complete")
    assert (done.now.stage, done.now.visit, done.decision) == (Stage.COMPLETED, "attended", "accepted")
    assert done.closed_at is not None
    assert done.due_at == clock.NEVER
    assert [r.kind for r in done.reports] == ["final", "interim"]
    assert kinds(id) == [
        f"referral:{k}" for k in ("received", "accepted", "booked", "attended", "reported", "completed")
    ]


def test_what_is_missing_is_said_for_each_field(cast):
    empty = Draft(direction=Direction.INBOUND, site_id=None, specialty="", reason=" ", may_share=False)
    with pytest.raises(Lacking) as refused:
        referral.refer(cast.ana, empty)
    assert set(refused.value.fields) == {"patient", "site", "specialty", "reason", "may_share", "referrer"}


def test_an_unknown_patient_is_created_with_the_referral_and_known_at_its_site(cast):
    new = NewPatient(given_name="Zoë", family_name="N", born_on=date(1990, 2, 3))
    id = inbound(cast, patient_id=None, new_patient=new)
    assert referral.one(cast.ben, id).patient_name == "Zoë N"


def test_a_second_open_referral_to_the_same_service_needs_a_reason(cast):
    patient_id = make.patient("Iris Okafor", at=cast.leeds)
    first = referral.one(cast.ana, inbound(cast, patient_id=patient_id))
    with pytest.raises(Duplicate, match=first.now.reference):
        inbound(cast, patient_id=patient_id)
    inbound(cast, patient_id=patient_id, specialty="periodontics")
    inbound(cast, patient_id=patient_id, duplicate_reason="Other side of the mouth")


def test_a_visit_that_is_still_to_come_was_neither_attended_nor_missed(cast):
    id = inbound(cast)
    booked(cast, id, days=3)
    with pytest.raises(NotNow, match="still to come"):
        step(cast.ana, id, "attend")
    with pytest.raises(NotNow, match="still to come"):
        step(cast.ana, id, "miss", reason="miss.forgot")
    with clock.telling(clock.now() + timedelta(days=3)):
        assert step(cast.ana, id, "attend").now.visit == "attended"


def test_a_report_before_the_visit_cancels_the_visit(cast):
    id = inbound(cast)
    booked(cast, id, days=3)
    reported = step(cast.ben, id, "report", diagnosis="Bruxism", treatment="Advice given by telephone")
    assert [visit.state for visit in reported.visits] == ["cancelled"]


def test_a_missed_visit_is_kept_and_booked_again(cast):
    id = inbound(cast)
    booked(cast, id)
    missed = step(cast.ana, id, "miss", reason="miss.forgot")
    assert (missed.now.stage, missed.now.visit) == (Stage.MISSED, "missed")
    again = step(cast.ana, id, "book", starts_at=clock.now() + timedelta(days=9))
    assert [visit.state for visit in again.visits] == ["booked", "missed"]


def test_moving_an_appointment_keeps_the_old_one(cast):
    id = inbound(cast)
    booked(cast, id)
    moved = step(cast.ana, id, "reschedule", starts_at=clock.now() + timedelta(days=8))
    assert moved.now.stage is Stage.BOOKED
    assert [visit.state for visit in moved.visits] == ["booked", "rescheduled"]
    assert moved.due_at == moved.visits[0].starts_at


def test_a_reason_can_end_the_whole_referral(cast):
    id = inbound(cast)
    booked(cast, id)
    ended = step(cast.ana, id, "cancel_appointment", reason="cancel_appointment.patient_died", cancelled_by="other")
    assert ended.now.stage is Stage.CANCELLED
    assert ended.closed_at
    assert ended.died_on
    assert kinds(id)[-2:] == ["referral:appointment_cancelled", "referral:cancelled"]


def test_a_reason_that_needs_a_word_gets_one(cast):
    id = inbound(cast)
    with pytest.raises(Lacking) as refused:
        step(cast.ana, id, "decline", reason="decline.other")
    assert set(refused.value.fields) == {"comment"}
    assert step(cast.ana, id, "decline", reason="decline.other", comment="Moved").now.stage is Stage.DECLINED


def test_a_reason_of_another_step_is_none(cast):
    with pytest.raises(Lacking) as refused:
        step(cast.ana, inbound(cast), "decline", reason="hold.tests")
    assert "reason" in refused.value.fields


def test_urgency_is_lowered_only_by_a_named_clinician(cast):
    id = inbound(cast, urgency=Urgency.URGENT)
    with pytest.raises(Lacking) as refused:
        step(cast.ana, id, "set_urgency", urgency=Urgency.ROUTINE, comment="Telephoned")
    assert "decided_by" in refused.value.fields
    lowered = step(cast.ana, id, "set_urgency", urgency=Urgency.SOON, comment="Telephoned", decided_by="Dr Okafor")
    assert lowered.now.urgency is Urgency.SOON
    assert step(cast.ana, id, "set_urgency", urgency=Urgency.URGENT, comment="Worse").now.urgency is Urgency.URGENT


def test_hold_stops_the_clock_until_a_day_and_resuming_starts_it_again(cast):
    id = inbound(cast)
    day = clock.now().date() + timedelta(days=30)
    held = step(cast.ana, id, "hold", reason="hold.tests", until_on=day)
    assert held.now.held
    assert held.due_at.date() == day
    assert held.now.stage is Stage.SENT
    assert "resume" in {s.name for s in held.steps}
    assert "hold" not in {s.name for s in held.steps}
    resumed = step(cast.ana, id, "resume")
    assert not resumed.now.held
    assert resumed.due_at < held.due_at


def test_a_closed_referral_is_reopened_with_a_note(cast):
    id = inbound(cast)
    step(cast.ana, id, "decline", reason="decline.no_capacity")
    with pytest.raises(Lacking):
        step(cast.ana, id, "reopen")
    open_again = step(cast.ana, id, "reopen", comment="A place came free")
    assert open_again.now.stage is Stage.ACKNOWLEDGED
    assert open_again.closed_at is None
    assert open_again.decision == ""


def test_entered_in_error_is_a_managers_step(cast):
    id = inbound(cast)
    with pytest.raises(NotAllowed):
        step(cast.ana, id, "correct", comment="Wrong patient")
    assert step(cast.mia, id, "correct", comment="Wrong patient").now.stage is Stage.ENTERED_IN_ERROR


def test_inside_the_group_the_sender_cannot_accept_and_the_receiver_cannot_ask_to_cancel(cast):
    id = internal(cast)
    york_only = only_at(cast.ana, [cast.york])
    with pytest.raises(NotAllowed, match="receiving site"):
        step(york_only, id, "accept")
    with pytest.raises(NotAllowed, match="referring site"):
        step(cast.ben, id, "ask_cancel", reason="ask_cancel.not_needed")
    assert step(york_only, id, "ask_cancel", reason="ask_cancel.not_needed").now.stage is Stage.CANCEL_REQUESTED
    assert step(cast.ben, id, "confirm_cancel").now.stage is Stage.CANCELLED


def test_an_internal_referral_waits_in_the_receiving_sites_pool(cast):
    found = referral.one(cast.ben, internal(cast))
    assert found.now.owner_id is None
    referral.assign(cast.ben, found.now.id, found.now.version, cast.ben.account_id)
    assert referral.one(cast.ben, found.now.id).owner == "Ben Okafor"


def test_our_side_records_what_an_outside_recipient_did(cast):
    id = outbound(cast)
    assert "accept" in {s.name for s in referral.one(cast.ana, id).steps}
    step(cast.ana, id, "accept")
    with reading() as db:
        facts = db.execute(select(event.c.facts).order_by(event.c.id.desc()).limit(1)).scalar_one()
    assert facts["for_outside"] is True
