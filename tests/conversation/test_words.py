"""STOP and START by mail and by text message: heeded at once, whoever it was that was written to."""

import pytest
from sqlalchemy import select

from core import audit, conversation, intake
from core.audit import About, Kind
from core.channel import Channel
from core.conversation import Nature
from core.conversation.told_apart import word
from core.work import reading
from data.tables import message, stopped
from tests import make
from tests.conversation.hear import ROSE, note, row, written
from tests.referral import story

NUMBER = "+447700900123"


@pytest.fixture
def asked(cast, today):
    """A text message to Rose about her referral."""
    rose = make.patient(at=cast.leeds)
    number = story.inbound(cast, patient_id=rose)
    about = About("referral", number, cast.leeds, rose)
    return written(cast, about, channel=Channel.SMS, to_address=NUMBER)


def text(said, **more):
    return note(said, channel=Channel.SMS, carrier="twilio_sms", **({"from_address": NUMBER} | more))


def silent():
    with reading() as db:
        return set(db.execute(select(stopped.c.address).where(stopped.c.lifted_at.is_(None))).scalars())


def state(number):
    with reading() as db:
        return db.execute(select(message.c.state, message.c.outcome).where(message.c.id == number)).one()


@pytest.mark.parametrize("said", ["STOP", " stop.", "Stop!", "“STOP”", "please stop", "UNSUBSCRIBE", "Wypisz"])
def test_a_word_by_itself_is_heeded(said):
    assert word(said) == "stop"


@pytest.mark.parametrize("said", ["Stop by at nine?", "Cancel", "end", "", "please do not stop", "s" * 5_000, "🛑"])
def test_anything_else_is_for_a_person(said):
    assert word(said) == ""


def test_stop_by_text_message_withholds_the_next_mail_and_nobody_has_to_read_it(cast, asked):
    waits = written(cast, About("referral", asked.subject_id, cast.leeds, asked.patient_id)).id
    number = text("STOP")
    assert state(waits).state == "withheld"
    assert "STOP" in state(waits).outcome
    assert row(number).nature == Nature.WORD
    assert conversation.unread(cast.ana) == []
    (told, *_) = audit.timeline(cast.ana, "referral", asked.subject_id)
    assert (told.kind, told.sentence) == (Kind.MESSAGE_WORD, "Rose Tyler sent STOP by text message")
    assert Kind.PATIENT_STOPPED in [one.kind for one in audit.timeline(cast.ana, "patient", asked.patient_id)]
    text("START")
    assert silent() == set()


def test_who_answers_from_another_address_means_the_one_that_was_written_to(cast, asked):
    mail = written(cast, About("referral", asked.subject_id, cast.leeds, asked.patient_id))
    note("unsubscribe", answers=(mail.id,), from_address="work@example.com")
    assert silent() == {ROSE, "work@example.com"}


def test_whoever_was_never_written_to_is_heeded_and_makes_no_arrival(cast, today):
    assert text("stop") is None
    assert silent() == {NUMBER}
    assert intake.inbox(cast.ana, intake.Wanted()) == []


def test_what_the_carrier_stops_is_stopped_and_still_read(cast, asked):
    number = text("CANCEL", stops=True)
    assert silent() == {NUMBER}
    assert conversation.one(cast.ana, number).unread, "it may be the appointment that they mean"


def test_a_practice_that_says_so_is_read_by_a_person(cast, asked):
    about = About("referral", asked.subject_id, cast.leeds, asked.patient_id)
    told = written(cast, about, audience="referrer", to_name="Pennine Dental", to_address="office@example.org")
    number = note("stop", references=(told.mail_id,), from_address="office@example.org")
    assert conversation.one(cast.ana, number).unread
    assert silent() == set()
