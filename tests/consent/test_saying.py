"""What patients say is kept with how it is known, by whoever may hear it; and one rule says what may go."""

import pytest

from core import consent, patient
from core.access import outsider
from core.audit import timeline
from core.channel import AGREED, Channel
from core.consent import Purpose, Source
from core.errors import Lacking, NotAllowed, NotFound, NotNow
from core.message.recipients import Recipient, Unreachable, choose, parties
from core.patient import NewPatient
from core.work import reading
from tests import make
from tests.patient.records import SMITH, SMYTH, merge, register
from tests.referral.story import inbound

CARE, REMINDERS, NEWS = Purpose
WORDS = "May we contact you by SMS about your care?"


@pytest.fixture
def rose(cast):
    return make.patient(at=cast.leeds, phone="07700 900123", email="rose@example.org")


def say(actor, who, said, source=Source.PHONE, wording=WORDS):
    consent.say(actor, who, said, source, wording)


def against(actor, who, channel, purpose):
    return consent.of(actor, who).agreement.against(channel, purpose)


def test_an_answer_is_kept_with_how_it_is_known_and_told(cast, rose):
    say(cast.ana, rose, {(Channel.SMS, REMINDERS): False})
    kept = consent.of(cast.ana, rose).answers[Channel.SMS, REMINDERS]
    assert (kept.given, kept.source, kept.wording, kept.by) == (False, Source.PHONE, WORDS, cast.ana.ref)
    last = timeline(cast.ana, "patient", rose)[0]
    assert last.sentence == "Consent to sms: withdrawn for reminders"
    assert last.comment == f"By telephone: {WORDS}"


@pytest.mark.parametrize("channel", AGREED)
@pytest.mark.parametrize(
    "said", [{}, {CARE: True}, {CARE: False}, {REMINDERS: False}, {NEWS: True}, {CARE: False, NEWS: True}]
)
def test_care_and_reminders_go_where_nobody_refused_and_news_where_somebody_agreed(cast, rose, channel, said):
    if said:
        say(cast.ana, rose, {(channel, purpose): given for purpose, given in said.items()})
    care = said.get(CARE) is not False
    may = {CARE: care, REMINDERS: care and said.get(REMINDERS) is not False, NEWS: care and said.get(NEWS) is True}
    assert {purpose: not against(cast.ana, rose, channel, purpose) for purpose in Purpose} == may


def test_who_is_written_to_follows_the_purpose(cast, rose):
    number = inbound(cast, patient_id=rose)
    say(cast.ana, rose, {(Channel.EMAIL, REMINDERS): False})
    with reading() as db:
        around = parties(db, [number])[number]
    assert isinstance(choose(around, "patient"), Recipient)
    assert choose(around, "patient", purpose=REMINDERS) == Unreachable(
        "Rose Tyler", "+447700900123", "does not want reminders by e-mail"
    )
    assert choose(around, "patient", purpose=NEWS).why == "has not agreed to news and surveys by e-mail"


def test_only_those_who_know_the_patient_hear_and_see_it(cast, rose):
    with pytest.raises(NotFound):
        say(cast.dev, rose, {(Channel.EMAIL, CARE): False})
    with pytest.raises(NotFound):
        consent.of(cast.dev, rose)
    with pytest.raises(NotFound):
        consent.lift(cast.dev, rose, Source.PHONE, "Please write to me again")
    assert not consent.of(cast.ana, rose).answers


def test_patients_speak_for_themselves_alone(cast, rose):
    tom = make.patient("Tom Reed", at=cast.leeds)
    herself = outsider(f"patient:{rose}", "Rose Tyler", 1, "patient")
    say(herself, rose, {(Channel.EMAIL, NEWS): True}, Source.PAGE)
    assert consent.of(herself, rose).answers[Channel.EMAIL, NEWS].by == f"patient:{rose}"
    with pytest.raises(NotAllowed):
        say(herself, tom, {(Channel.EMAIL, NEWS): True}, Source.PAGE)
    with pytest.raises(NotAllowed):
        consent.of(herself, tom)


@pytest.mark.parametrize(
    ("said", "source"),
    [({}, Source.DESK), ({("chat", "care"): True}, Source.DESK), ({(Channel.EMAIL, CARE): True}, Source.STOP)],
)
def test_what_cannot_be_said_is_refused(cast, rose, said, source):
    with pytest.raises(Lacking):
        say(cast.ana, rose, said, source)


def test_nothing_can_be_lifted_that_is_not_stopped(cast, rose):
    with pytest.raises(NotNow, match="Nothing is stopped"):
        consent.lift(cast.ana, rose, Source.PHONE, "Write to me")


def test_a_merge_keeps_the_stricter_answer_with_where_it_came_from(cast):
    kept, gone = register(cast, SMITH), register(cast, SMYTH)
    say(cast.ana, kept, {(Channel.SMS, NEWS): True, (Channel.EMAIL, CARE): True})
    say(cast.ana, gone, {(Channel.SMS, NEWS): False, (Channel.LETTER, CARE): True}, Source.WRITING, "Stop it.")
    before = consent.of(cast.ana, kept).answers
    undo = merge(cast.ana, kept, gone)
    one = consent.of(cast.ana, kept).answers
    assert {key: each.given for key, each in one.items()} == {
        (Channel.SMS, NEWS): False,
        (Channel.EMAIL, CARE): True,
        (Channel.LETTER, CARE): True,
    }
    assert (one[Channel.SMS, NEWS].source, one[Channel.SMS, NEWS].wording) == (Source.WRITING, "Stop it.")
    patient.unmerge(cast.ana, undo)
    assert consent.of(cast.ana, kept).answers == before


def test_a_registration_says_how_consent_was_given(cast):
    new = NewPatient(given_name="Ann", family_name="Lee", consents={Channel.EMAIL: True})
    kept = consent.of(cast.ana, patient.register(cast.ana, new, cast.leeds)).answers[Channel.EMAIL, CARE]
    assert (kept.source, kept.by) == (Source.DESK, cast.ana.ref)
