"""What the forms make of what was typed and of what a browser sends."""

from types import SimpleNamespace

import pytest

from core import referral
from core.referral import STEPS, Ask
from pages.parts.finder import Choice, choice
from pages.parts.new_patient import names
from pages.parts.step_form import ASKED
from pages.parts.steps import arranged, asks
from tests.referral.story import booked, inbound, step


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Iris Okafor", ("Iris", "Okafor")),
        ("iris okafor", ("Iris", "Okafor")),
        ("Okafor, Iris", ("Iris", "Okafor")),
        ("van der Berg, Jan", ("Jan", "van der Berg")),
        ("Mary Ann Smith", ("Mary Ann", "Smith")),
        ("tom o’brien", ("Tom", "O’Brien")),
        ("Okafor", ("", "Okafor")),
        ("07700 900123", ("", "")),
        ("23/05/1961", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_name_that_was_typed_to_find_somebody_fills_the_form_for_somebody_new(typed, expected):
    assert names(typed) == expected


@pytest.mark.parametrize("given", [None, 7, "x", {}, {"id": 7}, {"id": "7", "title": "A"}, {"id": None, "title": "A"}])
def test_a_choice_that_no_finder_made_is_no_choice(given):
    assert choice(given) is None


def test_a_choice_is_somebody_known_or_somebody_new():
    assert choice({"id": 7, "title": "Iris Okafor", "detail": "born 1961"}) == Choice(7, "Iris Okafor", "born 1961")
    assert choice({"id": None, "title": "Iris", "adds": True}) == Choice(None, "Iris", "", adds=True)
    assert choice({"id": 7, "title": "Iris", "adds": True}) == Choice(7, "Iris")


def test_every_ask_of_the_lifecycle_has_its_fields():
    assert ASKED.keys() == set(Ask)


def opens(name, added=0, **lacks):
    return asks(STEPS[name], SimpleNamespace(added=added, lacks=lacks))


def test_only_a_step_with_more_than_a_comment_to_say_opens_a_form():
    assert not opens("acknowledge")
    assert not opens("complete")
    assert opens("attend")
    assert opens("book")
    assert opens("redirect")


def test_a_step_that_ends_a_referral_asks_about_tasks_that_people_added():
    assert opens("complete", added=1)
    assert not opens("acknowledge", added=1)


def test_a_step_asks_for_what_the_group_insists_on_while_it_is_not_there():
    assert opens("acknowledge", acknowledge=("teeth",))
    assert not opens("acknowledge", acknowledge=(), accept=("teeth",))


def arrangement(actor, id):
    first, others, rare = arranged(referral.one(actor, id))
    return first and first.name, {each.name for each in others}, {each.name for each in rare}


def test_the_likely_step_comes_first_and_the_rare_ones_last(cast):
    id = inbound(cast)
    first, others, rare = arrangement(cast.ana, id)
    assert first == "acknowledge"
    assert {"accept", "decline", "redirect"} <= others
    assert {"hold", "set_urgency"} <= rare
    booked(cast, id)
    first, others, rare = arrangement(cast.ana, id)
    assert first == "attend"
    assert "decline" in rare


def test_what_is_not_somebodys_to_do_is_no_button_of_theirs(cast):
    id = inbound(cast)
    step(cast.ana, id, "acknowledge")
    assert arrangement(cast.ana, id)[0] == "accept"
    assert "correct" not in set.union(*arrangement(cast.ana, id)[1:])
    assert "correct" in arrangement(cast.mia, id)[2]
