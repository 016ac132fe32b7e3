"""What arrives is looked at by a person, and becomes a referral, a refusal or a question; once, and by one."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from core import document, intake, referral
from core.audit import timeline
from core.document import Holder, Paper, Upload
from core.errors import Changed, Duplicate, Lacking, NotAllowed, NotFound, Refusal
from core.intake import CameBy, Letter, State, Wanted
from core.patient import NewPatient
from core.referral import Source, Urgency
from core.sla import Scope, due_at
from core.work import reading
from data.tables import event, patient_read
from tests import make
from tests.document.papers import picture
from tests.intake.story import FULL, PLAIN, arrived, called, draft, mailed

pytestmark = pytest.mark.usefixtures("cast", "today")


def facts_of(kind, subject_id):
    c = event.c
    with reading() as db:
        return db.execute(select(c.facts).where(c.kind == kind, c.subject_id == subject_id)).scalars().all()


def test_what_arrives_waits_with_what_was_read_and_when_it_is_due(cast):
    it = arrived(cast, FULL)
    assert (it.state, it.channel, it.urgency) == (State.WAITING, CameBy.LETTER, Urgency.ROUTINE)
    assert it.headline == "Jane Doe · Elm Tree Dental Practice"
    assert it.value("specialty") == "endodontics"
    assert it.original == FULL.strip()
    assert [row.id for row in intake.inbox(cast.ana, Wanted())] == [it.id]
    with reading() as db:
        scope = Scope(what="acknowledge", direction="inbound", urgency="routine", site_id=cast.leeds)
        assert it.due_at == due_at(db, scope, it.received_at)


def test_the_same_letter_arrives_once_and_at_another_site_for_itself(cast):
    first = intake.take_in_letter(cast.ana, Letter(site_id=cast.leeds, text=PLAIN))
    again = intake.take_in_letter(cast.ben, Letter(site_id=cast.leeds, text=PLAIN))
    assert (first.new, again.new, again.id) == (True, False, first.id)
    assert intake.take_in_letter(cast.ana, Letter(site_id=cast.york, text=PLAIN)).new
    assert len(facts_of("arrival:recorded", first.id)) == 1


def test_somebody_may_call_twice_with_the_same_words(cast):
    assert called(cast).id != called(cast).id


def test_nothing_at_all_cannot_arrive(cast):
    with pytest.raises(Lacking, match="Paste what was written"):
        arrived(cast, "  \x00 ")


def test_a_file_that_cannot_be_kept_is_refused_with_its_reason(cast):
    with pytest.raises(Refusal, match="archive"):
        arrived(cast, "", uploads=[Upload("a.zip", b"PK\x03\x04 more")])
    assert intake.inbox(cast.ana, Wanted()) == []


def test_a_picture_waits_without_a_word_and_without_a_guess(cast):
    it = arrived(cast, "", uploads=[Upload("scan.png", picture())])
    assert (it.original, dict(it.said), it.headline) == ("", {}, "Name not read")
    assert [each.kind for each in document.of(cast.ana, Holder(arrival_id=it.id))] == [Paper.LETTER]


def test_an_e_mail_knows_whom_to_answer_and_the_practice_behind_the_address(cast):
    practice = make.provider("Moor Dental", email="nair@moor.example")
    it = mailed(cast)
    assert (it.channel, it.sender_address, it.provider_id) == (CameBy.EMAIL, "nair@moor.example", practice)
    assert it.urgency is Urgency.SUSPECTED_CANCER


def test_two_practices_with_one_address_are_nobody_in_particular(cast):
    make.provider("Moor Dental", email="nair@moor.example")
    make.provider("Moor Ortho", email="nair@moor.example")
    assert mailed(cast).provider_id is None


def test_a_known_nhs_number_links_the_patient_and_whoever_looks_leaves_a_trace(cast):
    jane = make.patient("Jane Doe", at=cast.leeds, nhs_number="9991234588", born_on=None)
    it = arrived(cast, FULL)
    assert it.patient_id == jane
    with reading() as db:
        c = patient_read.c
        assert db.execute(select(c.subject, c.subject_id).where(c.patient_id == jane)).all() == [("arrival", it.id)]


def test_another_name_under_the_same_nhs_number_links_nobody(cast):
    make.patient("John Smith", at=cast.leeds, nhs_number="9991234588")
    assert arrived(cast, FULL).patient_id is None


def test_accepted_it_is_a_referral_that_keeps_the_original_and_the_day(cast, clock):
    it = arrived(cast, "", uploads=[Upload("letter.txt", PLAIN.encode())])
    clock.forward(days=1)
    made = intake.accept(cast.ana, it.id, it.version, draft(cast))
    r = referral.one(cast.ana, made)
    assert r.now.received_at == it.received_at
    assert [each.file_name for each in document.of(cast.ana, Holder(referral_id=made))] == ["letter.txt"]
    after = intake.one(cast.ana, it.id)
    assert (after.state, after.referral_id, after.reference) == (State.ACCEPTED, made, r.now.reference)
    assert facts_of("referral:received", made)[0].items() >= {"arrival": it.id, "channel": "letter"}.items()


def test_the_story_of_the_referral_begins_with_what_arrived(cast):
    it = arrived(cast)
    made = intake.accept(cast.ana, it.id, it.version, draft(cast))
    told = [(entry.subject, entry.sentence) for entry in reversed(timeline(cast.ana, "referral", made))]
    assert told[0] == ("arrival", "Arrived by letter")
    assert ("arrival", "Accepted as a referral") in told


def test_words_without_a_file_become_a_document_of_the_referral(cast):
    it = called(cast, "Rose Tyler wants an implant, 07700 900123")
    made = intake.accept(cast.ana, it.id, it.version, draft(cast, source=Source.SELF, referrer_provider_id=None))
    (kept,) = document.of(cast.ana, Holder(referral_id=made))
    assert kept.file_name == "Telephone.txt"
    assert document.content(cast.ana, kept.id) == it.original.encode()


def test_somebody_new_is_added_by_accepting(cast):
    it = arrived(cast)
    new = NewPatient(given_name="Tom", family_name="Ng", phone="07700 900001")
    made = intake.accept(cast.ana, it.id, it.version, draft(cast, new_patient=new))
    assert intake.one(cast.ana, it.id).patient_id == referral.one(cast.ana, made).now.patient_id


def test_a_second_open_referral_for_the_same_needs_a_reason(cast):
    iris = make.patient("Iris Okafor", at=cast.leeds)
    first, second = arrived(cast), arrived(cast, FULL)
    intake.accept(cast.ana, first.id, first.version, draft(cast, patient_id=iris))
    with pytest.raises(Duplicate, match="already has an open referral"):
        intake.accept(cast.ana, second.id, second.version, draft(cast, patient_id=iris))
    assert intake.one(cast.ana, second.id).state is State.WAITING
    again = draft(cast, patient_id=iris, duplicate_reason="Another tooth")
    assert intake.accept(cast.ana, second.id, second.version, again)


def test_less_pressing_than_it_arrived_is_a_clinicians_decision(cast):
    it = mailed(cast)
    with pytest.raises(Lacking, match="Name the clinician"):
        intake.accept(cast.ana, it.id, it.version, draft(cast))
    assert intake.accept(cast.ana, it.id, it.version, draft(cast), decided_by="Ben Okafor")


def test_whoever_looked_after_it_goes_on_with_the_referral(cast):
    it = arrived(cast)
    intake.assign(cast.ben, it.id, it.version, cast.ben.account_id)
    it = intake.one(cast.ana, it.id)
    assert it.owner == "Ben Okafor"
    made = intake.accept(cast.ana, it.id, it.version, draft(cast))
    assert referral.one(cast.ana, made).now.owner_id == cast.ben.account_id


def test_only_who_assigns_gives_it_to_somebody_else(cast):
    it = arrived(cast)
    with pytest.raises(NotAllowed):
        intake.assign(cast.ben, it.id, it.version, cast.ana.account_id)
    with pytest.raises(NotFound, match="no such person"):
        intake.assign(cast.ana, it.id, it.version, cast.dev.account_id)


def test_of_two_who_accept_at_once_one_wins_and_the_other_is_told_what_became_of_it(cast):
    it, start, told = arrived(cast), Barrier(2), []
    iris, practice = make.patient("Iris Okafor", at=cast.leeds), make.provider("Pennine")
    asked = draft(cast, patient_id=iris, referrer_provider_id=practice)

    def go(actor):
        start.wait()
        try:
            told.append(intake.accept(actor, it.id, it.version, asked))
        except Changed as changed:
            told.append(str(changed))

    both = [Thread(target=go, args=(actor,)) for actor in (cast.ana, cast.ben)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    (made,) = [one for one in told if isinstance(one, int)]
    (sentence,) = [one for one in told if isinstance(one, str)]
    assert f"it is {referral.one(cast.ana, made).now.reference} now" in sentence
    assert sentence.startswith(("Ana Costa accepted this on", "Ben Okafor accepted this on"))


def test_rejected_it_is_kept_with_its_reason_and_cannot_be_accepted(cast):
    it = arrived(cast)
    intake.reject(cast.ana, it.id, it.version, "reject.not_offered")
    after = intake.one(cast.ana, it.id)
    assert (after.state, after.reason) == (State.REJECTED, "We do not offer this treatment")
    assert intake.inbox(cast.ana, Wanted()) == []
    assert [row.id for row in intake.inbox(cast.ana, Wanted(state="rejected"))] == [it.id]
    with pytest.raises(Changed, match="Ana Costa rejected this on"):
        intake.accept(cast.ben, it.id, it.version, draft(cast))


@pytest.mark.parametrize(
    ("reason", "comment", "field"),
    [("", "", "reason"), ("decline.other", "x", "reason"), ("reject.other", " ", "comment")],
)
def test_a_rejection_without_a_reason_is_none(cast, reason, comment, field):
    it = arrived(cast)
    with pytest.raises(Lacking) as lacking:
        intake.reject(cast.ana, it.id, it.version, reason, comment)
    assert field in lacking.value.fields
    assert intake.one(cast.ana, it.id).state is State.WAITING


def test_where_the_answer_goes_can_be_corrected_but_not_to_nonsense(cast):
    it = mailed(cast)
    with pytest.raises(Lacking) as lacking:
        intake.ask(cast.ana, it.id, it.version, "Which tooth?", "not an address")
    assert "address" in lacking.value.fields
    intake.ask(cast.ana, it.id, it.version, "Which tooth?", "desk@moor.example")
    assert intake.one(cast.ana, it.id).sender_address == "desk@moor.example"


def test_asked_for_more_it_leaves_the_list_until_they_answer(cast):
    it = arrived(cast, "Re: Tom Ng\n\nDenture please.")
    intake.ask(cast.ana, it.id, it.version, "When was he born?")
    assert intake.inbox(cast.ana, Wanted()) == []
    assert [row.id for row in intake.inbox(cast.ana, Wanted(state="asked"))] == [it.id]
    it = intake.one(cast.ana, it.id)
    intake.answered(cast.ana, it.id, it.version, "DOB: 25/12/1961, and it is urgent.")
    after = intake.one(cast.ana, it.id)
    assert (after.state, after.urgency) == (State.WAITING, Urgency.URGENT)
    born = after.said["born_on"]
    assert after.original[born.start : born.end] == "25/12/1961"
    assert after.value("family_name") == "Ng"
    assert facts_of("arrival:answered", it.id)[0]["raised"] is True


def test_asked_too_long_it_comes_up_again_by_itself(cast, clock):
    it = arrived(cast)
    intake.ask(cast.ana, it.id, it.version, "Which tooth?")
    assert intake.waiting(cast.ana).all == 0
    clock.forward(days=10)
    assert [row.id for row in intake.inbox(cast.ana, Wanted())] == [it.id]
    assert intake.waiting(cast.ana).all == 1


@pytest.mark.parametrize("command", [intake.ask, intake.answered])
def test_nothing_said_is_neither_question_nor_answer(cast, command):
    it = arrived(cast)
    with pytest.raises(Lacking):
        command(cast.ana, it.id, it.version, " \n ")


def test_an_enclosure_that_cannot_be_kept_is_said_and_the_mail_is_whole(cast):
    mail = (
        "From: a@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\n"
        "Content-Type: text/plain\n\nRe: Tom Ng\n--B\nContent-Type: application/zip\n"
        'Content-Disposition: attachment; filename="a.zip"\nContent-Transfer-Encoding: base64\n\nUEsDBAo=\n--B--\n'
    )
    it = arrived(cast, "", uploads=[Upload("m.eml", mail.encode())])
    assert [each.file_name for each in document.of(cast.ana, Holder(arrival_id=it.id))] == ["m.eml"]
    assert "“a.zip” was not kept by itself" in timeline(cast.ana, "arrival", it.id)[-1].comment


def test_whoever_decides_on_an_older_version_is_told_what_happened_since(cast):
    it = arrived(cast)
    intake.ask(cast.ana, it.id, it.version, "Which tooth?")
    with pytest.raises(Changed, match="asked the sender for more"):
        intake.accept(cast.ben, it.id, it.version, draft(cast))
