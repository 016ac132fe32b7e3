"""A receiving service gets what it asks for: without it a referral is not sent, and each gap is named."""

from dataclasses import replace
from datetime import date

import pytest

from core import directory, message, patient, referral
from core.channel import Channel
from core.directory import Answering, Asked, NewRequirement
from core.errors import Lacking
from core.patient import NewPatient
from core.referral import Direction, Draft
from core.rule import react
from tests import make


@pytest.fixture
def aire(cast):
    return make.provider("Aire Oral Surgery")


def asks(cast, aire, kind, code="", **more):
    new = NewRequirement(kind=kind, code=code, **({"label": code} if kind is not Asked.FIELD else {}) | more)
    return directory.ask_for(cast.mia, new, provider_id=aire)


def draft(cast, aire, **more):
    given = {
        "direction": Direction.OUTBOUND,
        "site_id": cast.leeds,
        "specialty": "oral_surgery",
        "reason": "Impacted lower wisdom tooth",
        "new_patient": NewPatient(given_name="Tom", family_name="O'Brien"),
        "recipient_provider_id": aire,
    }
    return Draft(**(given | more))


def refused(cast, asked):
    with pytest.raises(Lacking) as lacking:
        referral.refer(cast.ana, asked)
    return lacking.value.fields


def test_each_thing_that_is_missing_is_named(cast, aire):
    asks(cast, aire, Asked.FIELD, "teeth")
    asks(cast, aire, Asked.FIELD, "nhs_number")
    question = asks(cast, aire, Asked.QUESTION, label="Does the patient take anticoagulants?", answer=Answering.YES_NO)
    asks(cast, aire, Asked.DOCUMENT, "radiograph")
    asks(cast, aire, Asked.FIELD, "funding", needed=False)
    missing = refused(cast, draft(cast, aire))
    assert set(missing) == {"teeth", "nhs_number", f"answer-{question}", "paper-radiograph"}
    assert all(sentence.endswith(".") for sentence in missing.values())
    whole = draft(
        cast, aire, teeth="48", answers={str(question): "no"}, papers=frozenset({"radiograph"}),
        new_patient=NewPatient(given_name="Tom", family_name="O'Brien", nhs_number="999 123 4560"),
    )  # fmt: skip
    assert referral.refer(cast.ana, whole)


def test_only_the_service_that_is_chosen_is_asked(cast, aire):
    asks(cast, aire, Asked.FIELD, "teeth", specialty="oral_surgery")
    assert refused(cast, draft(cast, aire)).keys() == {"teeth"}
    assert referral.refer(cast.ana, draft(cast, aire, specialty="implant"))
    assert referral.refer(cast.ana, draft(cast, make.provider()))


def test_a_site_of_ours_asks_for_what_comes_to_it(cast):
    new = NewRequirement(kind=Asked.FIELD, code="written")
    directory.ask_for(cast.mia, new, site_id=cast.leeds)
    came = draft(cast, None, direction=Direction.INBOUND, referrer_provider_id=make.provider())
    assert refused(cast, came).keys() == {"written"}
    assert referral.refer(cast.ana, replace(came, written_on=date(2026, 3, 9)))
    from_york = replace(came, direction=Direction.INTERNAL, from_site_id=cast.york)
    assert "written" in refused(cast, from_york)


@pytest.mark.parametrize(
    ("answer", "choices", "good", "bad"),
    [
        (Answering.YES_NO, (), "yes", "perhaps"),
        (Answering.CHOICE, ("left", "right"), "left", "middle"),
        (Answering.NUMBER, (), "-1.5", "a few"),
        (Answering.NUMBER, (), "0", "nan"),
        (Answering.DATE, (), "19/03/2026", "next week"),
        (Answering.TEXT, (), "O’Brien 😀", "a" * 1001),
        (Answering.TEXT, (), "two\nlines", "nul \x00"),
    ],
)
def test_an_answer_is_what_the_question_takes(cast, aire, answer, choices, good, bad):
    id = asks(cast, aire, Asked.QUESTION, label="How?", answer=answer, choices=choices)
    assert refused(cast, draft(cast, aire, answers={str(id): bad})).keys() == {f"answer-{id}"}
    sent = referral.refer(cast.ana, draft(cast, aire, answers={str(id): good}))
    ((asked, said),) = referral.one(cast.ana, sent).answers
    assert (asked, said) == ("How?", {"yes": "Yes", "19/03/2026": "Thu 19 Mar"}.get(good, good))


def test_an_answer_to_what_nobody_asks_is_refused(cast, aire):
    assert refused(cast, draft(cast, aire, answers={"99": "yes"})).keys() == {"answers"}


def test_what_the_record_has_is_not_asked_again_and_what_it_lacks_is_added(cast, aire):
    asks(cast, aire, Asked.FIELD, "phone")
    asks(cast, aire, Asked.FIELD, "born_on")
    tom = make.patient("Tom O'Brien", at=cast.leeds)
    known = draft(cast, aire, patient_id=tom, new_patient=None)
    assert refused(cast, known).keys() == {"phone"}
    referral.refer(cast.ana, replace(known, on_record={"phone": "0113 496 0123", "born_on": date(2000, 1, 1)}))
    record = patient.one(cast.ana, tom)
    assert record.contact(Channel.PHONE) == "+441134960123"
    assert record.born_on == make.BORN


def test_what_cannot_be_put_on_record_is_refused_under_its_field(cast, aire):
    asks(cast, aire, Asked.FIELD, "email")
    tom = make.patient("Tom O'Brien", at=cast.leeds)
    bad = draft(cast, aire, patient_id=tom, new_patient=None, on_record={"email": "tom at home"})
    assert refused(cast, bad).keys() == {"email"}


def test_the_letter_says_what_was_asked_and_answered(cast, aire):
    id = asks(cast, aire, Asked.QUESTION, label="Does the patient take blood thinners?", answer=Answering.YES_NO)
    asks(cast, aire, Asked.QUESTION, label="Since when?", needed=False)
    sent = referral.refer(cast.ana, draft(cast, aire, answers={str(id): "no"}))
    while react():
        pass
    (letter,) = [each for each in message.of(cast.ana, "referral", sent) if each.audience == "recipient"]
    text = message.preview(cast.ana, letter.id).text
    assert "Does the patient take blood thinners?: No" in text
    assert "Since when?" not in text
