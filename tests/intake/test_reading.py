"""What is read out of letters of many shapes, where, and what is never made up."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import field
from core.intake.reading import read
from tests.intake.letters import ABSENT, DOUBTED, FULL, SHAPES

TODAY = date(2026, 3, 10)
OURS = ["Harbour Dental Leeds", "Harbour Dental York"]
SPOKEN = {"specialty", "urgency", "born_on", "written", "teeth", "nhs_number", "phone"}
"""Fields whose value is a code or a form of its own; the others are words of the letter."""


def found(text):
    return {name: one.value for name, one in read(text, TODAY, OURS).items()}


@pytest.mark.parametrize("shape", SHAPES)
def test_what_a_letter_says_is_found(shape):
    text, expected = SHAPES[shape]
    assert found(text).items() >= expected.items()


@pytest.mark.parametrize("shape", ABSENT)
def test_what_a_letter_does_not_say_stays_empty(shape):
    assert not found(SHAPES[shape][0]).keys() & ABSENT[shape]


@pytest.mark.parametrize("shape", DOUBTED)
def test_what_could_be_meant_otherwise_is_said(shape):
    assert read(SHAPES[shape][0], TODAY)[DOUBTED[shape]].doubt.endswith(".")


@pytest.mark.parametrize("shape", SHAPES)
def test_every_value_is_read_where_it_says(shape):
    text = SHAPES[shape][0]
    for name, one in read(text, TODAY, OURS).items():
        assert 0 <= one.start < one.end <= len(text), name
        if name not in SPOKEN:
            there = field.folded(text[one.start : one.end])
            assert set(field.folded(one.value).split()) <= set(there.split()), name


def test_the_reason_is_what_was_written_and_neither_address_nor_signature():
    reason = found(FULL)["reason"]
    assert reason.startswith("Thank you for seeing this patient")
    assert reason.endswith("it is not urgent.")


def test_a_plain_day_is_beyond_doubt():
    assert read("Patient: Tom Ng\nDOB: 25/12/1985", TODAY)["born_on"].doubt == ""


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
def test_no_text_is_an_error(text):
    for one in read(text, TODAY, OURS).values():
        assert one.value
        assert 0 <= one.start <= one.end <= len(text)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([line for text, _ in SHAPES.values() for line in text.splitlines()]), max_size=25))
def test_no_mixture_of_letters_is_an_error(lines):
    read("\n".join(lines), TODAY, OURS)
