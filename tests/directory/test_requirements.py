"""What a receiving service asks for, as of a day, and who may say so."""

from datetime import timedelta

import pytest

from core import directory
from core.audit import Filter, trail
from core.directory import Answering, Asked, NewRequirement
from core.errors import Changed, Duplicate, Lacking, NotAllowed, NotFound, Refusal
from core.work import reading
from tests import make

TEETH = NewRequirement(kind=Asked.FIELD, code="teeth")
RADIOGRAPH = NewRequirement(kind=Asked.DOCUMENT, code="radiograph", label="A radiograph", specialty="implant")
SMOKES = NewRequirement(kind=Asked.QUESTION, label="Does the patient smoke?", answer=Answering.YES_NO, needed=False)


def labels(actor, **service):
    return [each.label for each in directory.required(actor, **service)]


def test_a_practice_asks_for_what_any_specialty_needs_and_for_what_this_one_needs(cast):
    elm = make.provider()
    for new in (TEETH, RADIOGRAPH, SMOKES):
        directory.ask_for(cast.ana, new, provider_id=elm)
    assert labels(cast.dev, provider_id=elm, specialty="implant") == [
        "Teeth", "Does the patient smoke?", "A radiograph",
    ]  # fmt: skip
    assert labels(cast.dev, provider_id=elm, specialty="endodontics") == ["Teeth", "Does the patient smoke?"]
    assert labels(cast.dev, provider_id=make.provider()) == []
    assert len(directory.asked_by(cast.dev, provider_id=elm)) == 3


def test_a_question_carries_how_it_is_answered(cast):
    new = NewRequirement(
        kind=Asked.QUESTION, label="Which jaw?", answer=Answering.CHOICE, choices=("Upper", "Lower", "Upper", " ")
    )
    directory.ask_for(cast.mia, new, site_id=cast.leeds)
    (asked,) = directory.required(cast.dev, site_id=cast.leeds, specialty="implant")
    assert (asked.code, asked.answer, asked.choices, asked.needed) == (
        "which_jaw", Answering.CHOICE, ("Upper", "Lower"), True,
    )  # fmt: skip


def test_what_a_specialty_asks_itself_stands_in_for_what_any_asks(cast):
    elm = make.provider()
    directory.ask_for(cast.ana, TEETH, provider_id=elm)
    own = NewRequirement(kind=Asked.FIELD, code="teeth", needed=False, specialty="orthodontics")
    directory.ask_for(cast.ana, own, provider_id=elm)
    (asked,) = directory.required(cast.ana, provider_id=elm, specialty="orthodontics")
    assert not asked.needed
    (asked,) = directory.required(cast.ana, provider_id=elm, specialty="implant")
    assert asked.needed


def test_what_ends_on_a_day_is_asked_until_then_and_its_answers_keep_their_words(cast, clock, today):
    elm = make.provider()
    id = directory.ask_for(cast.ana, SMOKES, provider_id=elm)
    directory.end_requirement(cast.ana, id, today + timedelta(days=2))
    clock.forward(days=1)
    assert labels(cast.ana, provider_id=elm) == ["Does the patient smoke?"]
    clock.forward(days=1)
    assert labels(cast.ana, provider_id=elm) == []
    with reading() as db:
        ((asked, answer),) = directory.answered(db, {str(id): "yes", "999": "of nothing", "x": "odd"})
        on = directory.requirements(db, provider_id=elm, on=today)
    assert (asked.label, answer) == ("Does the patient smoke?", "yes")
    assert [each.id for each in on] == [id]


def test_a_change_makes_a_successor_in_the_same_place(cast):
    elm = make.provider()
    old = directory.ask_for(cast.ana, SMOKES, provider_id=elm)
    directory.ask_for(cast.ana, TEETH, provider_id=elm)
    new = NewRequirement(kind=Asked.QUESTION, label="Does the patient smoke or vape?", answer=Answering.YES_NO)
    changed = directory.change_requirement(cast.ana, old, new)
    assert changed != old
    assert labels(cast.ana, provider_id=elm) == ["Does the patient smoke or vape?", "Teeth"]


def test_of_two_who_change_it_at_once_one_wins_and_one_is_told(cast):
    id = directory.ask_for(cast.mia, SMOKES, site_id=cast.leeds)
    directory.change_requirement(cast.mia, id, TEETH)
    for late in (
        lambda: directory.change_requirement(cast.ana, id, RADIOGRAPH),
        lambda: directory.end_requirement(cast.ana, id),
    ):
        with pytest.raises(Changed):
            late()
    assert labels(cast.ana, site_id=cast.leeds) == ["Teeth"]


def test_the_same_is_not_asked_twice(cast):
    directory.ask_for(cast.ana, TEETH, site_id=cast.leeds)
    with pytest.raises(Duplicate):
        directory.ask_for(cast.mia, TEETH, site_id=cast.leeds)
    directory.ask_for(cast.ana, TEETH, site_id=cast.york)


def test_each_says_what_their_own_sites_ask_for(cast):
    id = directory.ask_for(cast.ana, SMOKES, site_id=cast.leeds)
    for actor in (cast.dev, cast.ben):
        for command in (
            lambda: directory.ask_for(actor, TEETH, site_id=cast.leeds),  # noqa: B023 - called at once
            lambda: directory.ask_for(actor, TEETH, provider_id=make.provider()),  # noqa: B023
            lambda: directory.change_requirement(actor, id, TEETH),  # noqa: B023
            lambda: directory.end_requirement(actor, id),  # noqa: B023
        ):
            with pytest.raises(NotAllowed):
                command()
    with pytest.raises(NotAllowed):
        directory.ask_for(cast.mia, TEETH, site_id=cast.york)
    directory.end_requirement(cast.cleo, id)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (NewRequirement(kind=Asked.FIELD, code="shoe_size"), "code"),
        (NewRequirement(kind=Asked.DOCUMENT, code="../x", label="Odd"), "code"),
        (NewRequirement(kind=Asked.QUESTION, label="  "), "label"),
        (NewRequirement(kind=Asked.QUESTION, label="???"), "code"),
        (NewRequirement(kind=Asked.QUESTION, label="x" * 201), "label"),
        (NewRequirement(kind=Asked.QUESTION, label="Which?", answer=Answering.CHOICE, choices=("One",)), "choices"),
        (NewRequirement(kind=Asked.FIELD, code="teeth", specialty="surgery of the knee"), "specialty"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(cast, wrong, field):
    with pytest.raises(Lacking) as lacking:
        directory.ask_for(cast.ana, wrong, site_id=cast.leeds)
    assert set(lacking.value.fields) == {field}


def test_there_is_nothing_to_ask_of_nobody(cast, today):
    with pytest.raises(NotFound):
        directory.ask_for(cast.cleo, TEETH, provider_id=12345)
    with pytest.raises(NotFound):
        directory.end_requirement(cast.cleo, 12345)
    id = directory.ask_for(cast.cleo, TEETH, site_id=cast.leeds)
    with pytest.raises(Refusal):
        directory.end_requirement(cast.cleo, id, today - timedelta(days=1))


def test_what_changed_is_told_in_the_audit(cast):
    id = directory.ask_for(cast.mia, TEETH, site_id=cast.leeds)
    directory.end_requirement(cast.mia, id)
    told = [entry.sentence for entry in trail(cast.mia, Filter(kind="requirement:set")).entries]
    assert told == [
        "What is required changed: Teeth is no longer asked for",
        "What is required changed: Teeth is needed",
    ]
    assert trail(cast.cleo, Filter(kind="requirement:set")).entries
