"""Patients are found by what people type, within the sites that know them."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from core import field, patient
from core.errors import NotAllowed, NotFound, Refusal
from core.work import reading
from data.tables import patient_read
from tests import make

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.fixture
def rose(cast):
    told = {"nhs_number": "9990000018", "phone": "07700 900123", "postcode": "LS1 4AB"}
    make.patient("Rose Tyler", at=cast.leeds, born_on=date(1987, 4, 27))
    return make.patient("Róisín O'Brien-Łukasz", at=cast.leeds, **told)


@pytest.mark.parametrize(
    "typed",
    [
        "roi", "ROISIN", "o'br", "o’brien", "obrien", "lukasz roi", "obrien-łuk",
        "1961-05-23", "23/05/1961", "23.5.1961", "roi 23/05/1961", "ls1 4ab", "LS14AB", "ls1 roi",
        "9990000018", "999 000 0018", "999 000", "07700 900123", "+44 7700 900123", "07700 9", "roi 07700 900123",
    ],
)  # fmt: skip
def test_a_patient_is_found_by_what_is_known_of_them(cast, rose, typed):
    assert [found.id for found in patient.find(cast.ana, typed)] == [rose]


@pytest.mark.parametrize(
    "typed", ["", "   ", "'", '"', "*", "roi tyler", "1961-05-24", "tylers", "08", "\\", "' OR 1=1 --"]
)
def test_what_does_not_fit_finds_nobody(cast, rose, typed):
    assert patient.find(cast.ana, typed) == []


def test_every_word_counts_and_names_come_in_order(cast):
    for name in ("Zoe Smith", "Adam Smithers", "Ben Smith", "Smith Jones"):
        make.patient(name, at=cast.leeds)
    assert [found.name for found in patient.find(cast.ana, "smi")] == [
        "Smith Jones",
        "Ben Smith",
        "Zoe Smith",
        "Adam Smithers",
    ]
    assert [found.name for found in patient.find(cast.ana, "smi z")] == ["Zoe Smith"]
    assert len(patient.find(cast.ana, "smi", limit=2)) == 2


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_whoever_can_be_registered_is_kept_to_the_letter_and_found_again(cast):
    for name in json.loads((CORPUS / "own/names.json").read_text()):
        try:
            id = make.patient(at=cast.leeds, given_name="Kim", family_name=name)
        except Refusal:
            continue
        assert patient.one(cast.ana, id).family_name == field.person_name(name)
        typed = name if field.folded(name) else "kim"
        assert id in [found.id for found in patient.find(cast.ana, typed, limit=500)], name


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_no_text_breaks_the_search(cast, rose):
    for typed in json.loads((CORPUS / "blns/blns.json").read_text()):
        patient.find(cast.ana, typed[:80])


def test_dev_finds_and_reads_nobody_of_leeds(cast, rose):
    assert patient.find(cast.dev, "roi") == []
    with pytest.raises(NotFound):
        patient.one(cast.dev, rose)


def test_operators_see_numbers_and_no_names(cast, rose):
    for query in (lambda: patient.find(cast.cleo, "roi"), lambda: patient.one(cast.cleo, rose)):
        with pytest.raises(NotAllowed):
            query()


def test_a_read_leaves_a_trace_once(cast, rose):
    patient.one(cast.ana, rose)
    patient.one(cast.ana, rose)
    with reading() as db:
        reads = db.execute(select(patient_read.c.account_id, patient_read.c.patient_id)).all()
    assert reads == [(cast.ana.account_id, rose)]


def test_somebody_with_two_numbers_is_reached_at_the_preferred_one(cast):
    id = make.patient(at=cast.leeds, email="rose@example.org", phone="07700 900123")
    with reading() as db:
        reach = patient.reach(db, id)
    assert (reach.name, reach.email, reach.phone) == ("Rose Tyler", "rose@example.org", "+447700900123")
