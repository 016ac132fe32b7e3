"""What the page of an arrival makes of what was read: marks in the original, and what the form begins with."""

import pytest

from core import intake
from core.intake import Found
from core.referral import Source
from pages.parts.arrival_begun import begun
from pages.parts.finder import Choice
from pages.parts.original import marked
from tests import make
from tests.intake.story import FULL, arrived, called, mailed

pytestmark = pytest.mark.usefixtures("today")


def test_what_was_read_is_marked_and_the_rest_is_text():
    said = {
        "given_name": Found("Tom", 4, 10),
        "born_on": Found("1961-04-03", 12, 18, "odd."),
        "reason": Found("x", 0, 5),
    }
    born = '<mark class="read doubt" title="Date of birth">3.4.61</mark>'
    said_so = f'Re: <mark class="read" title="Name">Tom Ng</mark>, {born} &lt;b&gt;'
    assert marked("Re: Tom Ng, 3.4.61 <b>", said) == said_so


def test_places_that_overlap_are_marked_once():
    said = {"address": Found("a", 0, 9), "postcode": Found("b", 4, 9), "town": Found("c", 0, 9)}
    assert marked("14 LS1 4AB", said).count("<mark") == 1


def test_somebody_new_is_offered_as_new_and_a_known_practice_is_chosen(cast):
    practice = make.provider("Elm Tree Dental Practice")
    first = begun(cast.ana, arrived(cast, FULL))
    assert first["patient"] == Choice(None, "Jane Doe", adds=True)
    assert first["referrer"].id == practice
    assert (first["born_on"], first["specialty"], first["source"]) == ("1985-03-12", "endodontics", Source.PROVIDER)
    assert "title" not in first


def test_a_known_patient_is_chosen(cast):
    jane = make.patient("Jane Doe", at=cast.leeds, nhs_number="9991234588", born_on=None)
    assert begun(cast.ana, arrived(cast, FULL))["patient"].id == jane


def test_nothing_is_begun_that_was_not_read(cast):
    it = mailed(cast, "From: a@example.org\nSubject: x\n\nSee the enclosed.\n")
    assert not begun(cast.ana, it).keys() & {"patient", "born_on", "specialty", "urgency", "referrer"}


def test_whoever_calls_alone_comes_from_nobody_else(cast):
    assert begun(cast.ana, called(cast))["source"] is Source.SELF
    assert begun(cast.ana, called(cast, referrer="Elm Dental"))["source"] is Source.PROVIDER


def test_whoever_owns_it_is_proposed_as_owner(cast):
    it = arrived(cast)
    intake.assign(cast.ana, it.id, it.version, cast.ben.account_id)
    assert begun(cast.ana, intake.one(cast.ana, it.id))["owner"] == cast.ben.account_id
