"""Pairs worth a look come up by themselves, to those who know both, until somebody says they are two people."""

from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest

from core import audit, patient
from core.access import machine
from core.errors import NotAllowed, NotFound, Refusal
from core.patient import NewPatient
from jobs import doubles as job
from tests import make

JOB = machine("job:doubles")


@pytest.fixture
def pair(cast):
    """Rose Smith, once with day and month swapped and once more as Rose Smyth, and somebody else."""
    make.patient("Ann Wood", at=cast.leeds, born_on=date(1980, 1, 2))
    one = make.patient("Rose Smith", at=cast.leeds, born_on=date(1961, 5, 3))
    return one, make.patient("Rose Smyth", at=cast.leeds, born_on=date(1961, 3, 5), postcode="LS1 4AB")


def pairs(actor):
    return [(each.one.id, each.other.id) for each in patient.doubles(actor)]


def test_a_pair_comes_up_once_with_its_reasons(cast, pair):
    assert patient.doubles(cast.ana) == []
    assert job.run() == 3
    assert job.run() == 0
    (double,) = patient.doubles(cast.ana)
    assert (double.one.id, double.other.id) == pair
    assert double.reasons == (
        "date of birth with day and month swapped",
        "family name sounds alike: Smith, Smyth",
        "same first name",
    )
    assert patient.doubles_open(cast.ana) == 1
    assert [each.other.id for each in patient.doubles_of(cast.ana, pair[0])] == [pair[1]]
    assert [each.one.id for each in patient.doubles_of(cast.ana, pair[1])] == [pair[0]]


def test_a_correction_brings_a_pair_up_or_takes_it_away(cast, pair):
    job.run()
    one, other = (patient.one(cast.ana, each) for each in pair)
    patient.change(cast.ana, other.id, other.version, replace(other.told(), given_name="Violet"))
    assert job.run() == 1
    assert pairs(cast.ana) == []
    corrected = replace(other.told(), born_on=one.born_on)
    patient.change(cast.ana, other.id, other.version + 1, corrected)
    job.run()
    assert pairs(cast.ana) == [pair]
    assert patient.doubles(cast.ana)[0].score == 75


def test_a_pair_that_was_dismissed_never_comes_back(cast, pair):
    job.run()
    patient.dismiss(cast.ana, *pair[::-1])
    other = patient.one(cast.ana, pair[1])
    patient.change(cast.ana, other.id, other.version, replace(other.told(), family_name="Smith"))
    job.run()
    assert patient.doubles_open(cast.ana) == 0
    assert pairs(cast.ana) == patient.doubles_of(cast.ana, pair[0]) == []
    assert audit.timeline(cast.ana, "patient", pair[0])[0].sentence == "Not the same person as Rose Smyth"


def test_a_merge_ends_a_pair_and_undoing_it_says_that_they_are_two(cast, pair):
    job.run()
    undo = patient.merge(cast.ana, *pair, patient.preview(cast.ana, *pair).versions, {})
    assert pairs(cast.ana) == []
    patient.unmerge(cast.ana, undo)
    job.run()
    assert pairs(cast.ana) == []


def test_different_nhs_numbers_are_no_pair(cast):
    for number in ("9990000018", "9990000026"):
        make.patient("Rose Smith", at=cast.leeds, nhs_number=number, phone="07700 900123")
    job.run()
    assert pairs(cast.ana) == []


def test_only_who_knows_both_sees_a_pair(cast, pair):
    patient.register(cast.dev, NewPatient(given_name="Rose", family_name="Smith", born_on=date(1961, 5, 3)), cast.hull)
    job.run()
    assert pairs(cast.ana) == [pair]
    assert pairs(cast.dev) == []
    assert patient.doubles_open(cast.dev) == 0
    assert patient.doubles_of(cast.dev, pair[0]) == []
    for ask in (patient.doubles, patient.doubles_open, lambda actor: patient.doubles_of(actor, pair[0])):
        with pytest.raises(NotAllowed):
            ask(cast.cleo)


def test_who_may_not_merge_may_not_dismiss_either(cast, pair):
    coordinator = replace(cast.ana, sites=frozenset({cast.hull}))
    for actor, refusal in ((cast.ben, NotAllowed), (cast.dev, NotAllowed), (coordinator, NotFound)):
        with pytest.raises(refusal):
            patient.dismiss(actor, *pair)
    with pytest.raises(Refusal, match="two different records"):
        patient.dismiss(cast.ana, pair[0], pair[0])


def test_a_record_that_changed_while_it_was_compared_is_compared_again(cast, pair, monkeypatch):
    doubles = import_module("core.patient.doubles")
    found = doubles.alike

    def meanwhile(db, whom, scope, but=None):
        near = found(db, whom, scope, but)
        card = patient.one(cast.ana, but)
        patient.change(cast.ana, but, card.version, card.told())
        return near

    monkeypatch.setattr(doubles, "alike", meanwhile)
    patient.look_for_doubles(JOB)
    monkeypatch.undo()
    assert pairs(cast.ana) == []
    assert job.run() == 3
    assert pairs(cast.ana) == [pair]
