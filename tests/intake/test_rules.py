"""What follows from what arrives: the task to telephone before anybody accepts, and an answer to whoever sent it."""

import pytest
from sqlalchemy import update

from core import intake, referral, task
from core.referral import Urgency
from core.work import work
from data.tables import site
from tests import make
from tests.intake.story import CANCER, FULL, arrived, called, draft, mailed
from tests.world.drain import drain
from tests.world.post import letters, words


@pytest.fixture(autouse=True)
def _known(cast, today):
    with work() as db:
        db.execute(update(site).values(phone="+441134960123"))


def sent():
    drain()
    return [(str(letter["To"].addresses[0].addr_spec), str(letter["Subject"])) for letter in letters()]


def to_do(cast, subject, subject_id, state="open"):
    drain()
    return [(one.kind, one.title) for one in task.of(cast.ana, subject, subject_id) if one.state == state]


def test_a_suspected_cancer_opens_the_task_to_telephone_before_anybody_accepts_it(cast):
    it = mailed(cast)
    title = "Confirm receipt by telephone: Tom Ng, Suspected cancer, to Dr Nair"
    assert to_do(cast, "arrival", it.id) == [("confirm_by_telephone", title)]


def test_a_routine_letter_opens_no_task_and_writes_to_nobody(cast):
    it = arrived(cast, FULL)
    assert to_do(cast, "arrival", it.id) == []
    assert sent() == []


def test_accepted_before_the_call_the_referral_takes_the_task_over(cast):
    it = mailed(cast)
    drain()
    made = intake.accept(cast.ana, it.id, it.version, draft(cast, urgency=Urgency.SUSPECTED_CANCER))
    assert to_do(cast, "arrival", it.id) == []
    assert [kind for kind, _ in to_do(cast, "referral", made)] == ["confirm_by_telephone"]


def test_accepted_after_the_call_nobody_telephones_twice(cast):
    it = mailed(cast)
    drain()
    (call,) = task.of(cast.ana, "arrival", it.id)
    task.finish(cast.ana, call.id, call.version, "Dr Nair knows")
    made = intake.accept(cast.ana, it.id, it.version, draft(cast, urgency=Urgency.SUSPECTED_CANCER))
    assert to_do(cast, "referral", made) == []
    assert referral.one(cast.ana, made).now.urgency is Urgency.SUSPECTED_CANCER


def test_an_answer_that_makes_it_urgent_asks_for_the_call(cast):
    it = arrived(cast, "Re: Tom Ng\n\nUlcer.\n\nRegards\nDr Nair")
    intake.ask(cast.ana, it.id, it.version, "Since when?")
    it = intake.one(cast.ana, it.id)
    intake.answered(cast.ana, it.id, it.version, "Four weeks, suspicious of malignancy")
    assert "confirm_by_telephone" in [kind for kind, _ in to_do(cast, "arrival", it.id)]


def test_a_question_goes_to_whoever_wrote(cast):
    it = mailed(cast, CANCER.replace(", 2WW please", ""))
    intake.ask(cast.ana, it.id, it.version, "Since when has he had it?")
    assert sent() == [("nair@moor.example", "A question about Tom Ng")]
    assert "Dear Dr Nair" in words(letters()[0])
    assert "Since when has he had it?" in words(letters()[0])


def test_a_rejection_is_answered_with_its_reason(cast):
    it = mailed(cast, CANCER.replace(", 2WW please", ""))
    intake.reject(cast.ana, it.id, it.version, "reject.other", "We see children only.")
    assert sent() == [("nair@moor.example", "We cannot take on Tom Ng")]
    said = words(letters()[0])
    assert "Reason: Another reason" in said
    assert "We see children only." in said
    assert to_do(cast, "arrival", it.id) == []


def test_where_no_address_is_known_somebody_telephones(cast):
    make.provider("Elm Tree Dental Practice", phone="+441632960200", email="")
    it = arrived(cast, FULL)
    intake.reject(cast.ana, it.id, it.version, "reject.not_offered")
    assert sent() == []
    title = "Tell Elm Tree Dental Practice on 01632 960200: We cannot take on Jane Doe"
    assert to_do(cast, "arrival", it.id) == [("tell", title)]


def test_a_patient_who_called_is_called_back(cast):
    it = called(cast, "Wants an implant, call her back", given_name="Rose", family_name="Tyler", phone="07700 900123")
    intake.ask(cast.ana, it.id, it.version, "Which tooth?")
    assert to_do(cast, "arrival", it.id) == [("tell", "Tell Rose Tyler on 07700 900123: A question about Rose Tyler")]


def test_when_something_urgent_is_rejected_somebody_telephones_as_well(cast):
    it = mailed(cast)
    drain()
    intake.reject(cast.ana, it.id, it.version, "reject.not_offered")
    assert sent() == [("nair@moor.example", "We cannot take on Tom Ng")]
    title = "Telephone Dr Nair: Tom Ng, Suspected cancer, was not accepted"
    assert to_do(cast, "arrival", it.id) == [("call_rejected", title)]
    assert [kind for kind, _ in to_do(cast, "arrival", it.id, "dropped")] == ["confirm_by_telephone"]


def test_advertising_is_not_answered(cast):
    it = mailed(cast, "From: Shop <shop@example.org>\nSubject: Gloves\n\nHello,\n\nUrgent offer.\n")
    intake.reject(cast.ana, it.id, it.version, "reject.no_referral")
    assert sent() == []
    assert to_do(cast, "arrival", it.id) == []


def test_who_cannot_be_read_is_spoken_of_all_the_same(cast):
    it = mailed(cast, "From: a@example.org\nSubject: Referral\n\nSee the enclosed.\n")
    intake.ask(cast.ana, it.id, it.version, "Whom is it about?")
    assert sent() == [("a@example.org", "A question about a patient whose name could not be read")]
    assert "Dear sender" in words(letters()[0])
