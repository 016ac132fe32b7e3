"""What comes in is noted once, where it belongs, and waits there until somebody has read it."""

import pytest
from sqlalchemy import insert

from core import audit, conversation, intake, message, patient, referral, task
from core.audit import About, Kind
from core.conversation import Matched, Nature
from core.errors import NotAllowed, NotFound
from core.rule import react
from core.rule.catalogue import triggers
from core.work import work
from data.tables import patient_contact
from tests import make
from tests.conversation.hear import ROSE, note, row, written
from tests.referral import story


@pytest.fixture
def asked(cast, today):
    """A referral of Rose's at Leeds, and the message about it that reached her."""
    rose = make.patient(at=cast.leeds)
    number = story.inbound(cast, patient_id=rose)
    return written(cast, About("referral", number, cast.leeds, rose))


def test_an_answer_lands_on_the_timeline_of_what_it_is_about(cast, asked):
    number = note("I cannot come on Tuesday.", references=(asked.mail_id,), from_name="Rosie <b>")
    (told, *_) = audit.timeline(cast.ana, "referral", asked.subject_id)
    assert (told.kind, told.sentence) == (Kind.MESSAGE_ANSWERED, "Rose Tyler answered by e-mail")
    assert told.comment == "I cannot come on Tuesday."
    assert (row(number).message_id, row(number).audience) == (asked.id, "patient")


@pytest.mark.parametrize(
    ("how", "more"),
    [
        (Matched.TOKEN, lambda asked: {"answers": (asked.id,), "from_address": "work@example.com"}),
        (Matched.REFERENCE, lambda asked: {"references": ("x@y", asked.mail_id), "from_address": "work@example.com"}),
        (Matched.ADDRESS, lambda _: {"from_address": "ROSE@example.org"}),
    ],
)
def test_it_is_known_by_its_address_by_what_it_names_or_by_whom_we_wrote_to(cast, asked, how, more):
    found = row(note(**more(asked)))
    assert (found.matched, found.subject, found.subject_id) == (how, "referral", asked.subject_id)


def test_an_answer_to_an_answer_is_about_the_same(cast, asked):
    note(references=(asked.mail_id,), mail_id="theirs@example.org")
    again = row(note("And Friday?", references=("theirs@example.org",), from_address="work@example.com"))
    assert (again.matched, again.subject_id) == (Matched.REFERENCE, asked.subject_id)


def test_whom_we_wrote_to_long_ago_is_known_by_their_open_referral(cast, asked, clock):
    clock.forward(days=91)
    tom = make.patient("Tom Moss", at=cast.leeds)
    assert row(note()).matched == Matched.INTAKE
    with_address(tom)
    number = story.inbound(cast, patient_id=tom)
    found = row(note())
    assert (found.matched, found.subject_id, found.patient_id) == (Matched.CONTACT, number, tom)


def with_address(patient_id):
    with work() as db:
        row = {"patient_id": patient_id, "channel": "email", "address": ROSE, "preferred": True}
        db.execute(insert(patient_contact).values(row))


def test_what_answers_nothing_of_ours_goes_into_the_intake(cast, today):
    found = row(note("We would like to refer a patient.", from_address="new@example.org", from_name="Elm Dental"))
    (waits,) = intake.inbox(cast.ana, intake.Wanted())
    assert (found.matched, found.subject, found.subject_id) == (Matched.INTAKE, "arrival", waits.id)
    assert found.read_at is not None, "it waits in the intake, and nowhere else"


def test_the_same_is_noted_once(cast, asked):
    assert note(key="email:x") is not None
    assert note(key="email:x", said="something else") is None
    assert len(conversation.of_referral(cast.ana, asked.subject_id)) == 1


def test_it_is_unread_until_somebody_reads_it(cast, asked):
    first = note("One.")
    note("Two.")
    assert [one.said for one in conversation.unread(cast.ana)] == ["Two.", "One."]
    assert conversation.unread_about(cast.ana, [asked.subject_id, 0]) == {asked.subject_id: 2}
    conversation.mark_read(cast.ana, first)
    conversation.mark_read(cast.mia, first)
    shown = conversation.one(cast.ana, first)
    assert (shown.unread, shown.read_by) == (False, "Ana Costa")
    assert conversation.mark_all_read(cast.ana, "referral", asked.subject_id) == 1
    assert conversation.unread(cast.ana) == []


def test_only_what_is_mine_or_nobodys_calls_for_me(cast, asked):
    note()
    assert len(conversation.unread(cast.ana, owned=True)) == 1
    referral.assign(cast.mia, asked.subject_id, None, cast.ben.account_id)
    assert conversation.unread(cast.ana, owned=True) == []
    assert len(conversation.unread(cast.ana)) == 1


def test_what_a_machine_answers_is_noted_and_waits_for_nobody(cast, asked):
    number = note("I am away until Monday.", nature=Nature.AUTOMATIC)
    assert conversation.unread(cast.ana) == []
    assert audit.timeline(cast.ana, "referral", asked.subject_id)[0].sentence == "Automatic answer from Rose Tyler"
    assert not conversation.one(cast.ana, number).unread


def test_dev_at_hull_sees_nothing_of_leeds(cast, asked):
    number = note()
    assert conversation.unread(cast.dev) == []
    assert conversation.unread_about(cast.dev, [asked.subject_id]) == {}
    assert conversation.of_referral(cast.dev, asked.subject_id) == []
    for refused in (
        lambda: conversation.one(cast.dev, number),
        lambda: conversation.mark_read(cast.dev, number),
        lambda: conversation.of_patient(cast.dev, asked.patient_id),
    ):
        with pytest.raises(NotFound):
            refused()
    assert conversation.mark_all_read(cast.dev, "referral", asked.subject_id) == 0
    with pytest.raises(NotAllowed):
        conversation.unread(cast.cleo)
    assert conversation.one(cast.ana, number).unread


def test_a_patient_has_all_answers_across_referrals(cast, asked):
    other = story.inbound(cast, patient_id=asked.patient_id, specialty="implant")
    note("One.")
    note("Two.", references=(written(cast, About("referral", other, cast.leeds, asked.patient_id)).mail_id,))
    assert [one.said for one in conversation.of_patient(cast.ana, asked.patient_id)] == ["Two.", "One."]
    assert [one.said for one in conversation.of_referral(cast.ana, other)] == ["Two."]


def tasks(cast, referral_id):
    return [one for one in task.of(cast.ana, "referral", referral_id) if one.kind == conversation.TO_READ]


def test_an_answer_makes_one_task_for_the_owner_until_it_is_read(cast, asked):
    referral.assign(cast.mia, asked.subject_id, None, cast.ben.account_id)
    react()
    for said in ("One.", "Two."):
        note(said)
        react()
    (open_,) = tasks(cast, asked.subject_id)
    assert (open_.title, open_.owner_id) == ("Read what Rose Tyler answers", cast.ben.account_id)
    conversation.mark_all_read(cast.ben, "referral", asked.subject_id)
    assert [one.state for one in tasks(cast, asked.subject_id)] == ["dropped"]
    note("Three.")
    react()
    assert sorted(one.state for one in tasks(cast, asked.subject_id)) == ["dropped", "open"]


def test_a_practice_is_named_beside_the_patient(cast, asked):
    told = written(
        cast, About("referral", asked.subject_id, cast.leeds, asked.patient_id),
        audience="referrer", to_name="Pennine Dental", to_address="office@example.org",
    )  # fmt: skip
    note("The radiograph is on its way.", references=(told.mail_id,), from_address="office@example.org")
    react()
    (open_,) = tasks(cast, asked.subject_id)
    assert open_.title == "Read what Pennine Dental answers about Rose Tyler"


def test_nothing_of_ours_waits_for_what_a_machine_answers(cast, asked):
    note("I am away.", nature=Nature.AUTOMATIC)
    react()
    assert tasks(cast, asked.subject_id) == []
    assert Kind.MESSAGE_AUTOMATIC not in triggers()


def test_a_mail_of_our_own_that_comes_back_is_none(cast, asked):
    assert note("Your appointment", mail_id=asked.mail_id) is None
    assert intake.inbox(cast.ana, intake.Wanted()) == []
    assert conversation.of_referral(cast.ana, asked.subject_id) == []


def test_two_machines_that_answer_each_other_soon_fall_silent(cast, asked):
    """Nothing of ours answers by itself, and an auto-responder that does not say what it is makes one task."""
    react()
    before = len(message.of(cast.ana, "referral", asked.subject_id))
    for number in range(30):
        nature = Nature.AUTOMATIC if number % 2 else Nature.ANSWER
        note("We have received your message.", nature=nature, references=(asked.mail_id,))
        react()
    assert len(message.of(cast.ana, "referral", asked.subject_id)) == before
    assert len(tasks(cast, asked.subject_id)) == 1


def test_what_is_said_about_somebody_elses_referral_stays_with_the_message_that_it_answers(cast, asked):
    """Whoever has one message can answer that one, and claims about others change nothing."""
    hull = story.inbound(cast, by=cast.dev, site_id=cast.hull, patient_id=make.patient("Tom Moss", at=cast.hull))
    number = note("About B-2026-000001 and Tom Moss", answers=(asked.id,), headline=f"Re: referral {hull}")
    assert row(number).subject_id == asked.subject_id
    assert conversation.of_referral(cast.dev, hull) == []
    assert audit.timeline(cast.dev, "referral", hull)[0].kind != Kind.MESSAGE_ANSWERED


def test_the_newest_that_was_written_to_a_shared_address_is_what_an_answer_is_about(cast, asked):
    tom = make.patient("Tom Tyler", at=cast.leeds)
    other = story.inbound(cast, patient_id=tom)
    written(cast, About("referral", other, cast.leeds, tom))
    found = row(note())
    assert (found.subject_id, found.patient_id, found.from_name) == (other, tom, "Tom Tyler")


def test_an_answer_follows_a_patient_from_one_record_to_another(cast, asked):
    note()
    kept = make.patient("Rose Tylor", at=cast.leeds)
    patient.merge(cast.mia, kept, asked.patient_id, (1, 1), {})
    assert len(conversation.of_patient(cast.mia, kept)) == 1


def test_the_longest_names_and_addresses_stop_no_mailbox(cast, today):
    long = make.patient(f"{'R' * 120} {'T' * 120}", at=cast.leeds)
    about = About("referral", story.inbound(cast, patient_id=long), cast.leeds, long)
    assert row(note(references=(written(cast, about).mail_id,))).from_name.startswith("RRR")
    address = f"{'a' * 64}@{'.'.join(['b' * 60] * 3)}.org"
    assert row(note(from_address=address, mail_id="m" * 400, headline="h" * 200)).from_address == address
