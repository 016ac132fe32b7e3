"""How alike two records are: what speaks for one person, what speaks for two, and how it is said."""

from datetime import date
from random import Random

import pytest

from core.patient.match import Person, Shared, likeness, slips
from tests.patient import crowd

BORN = date(1961, 5, 3)
ROSE = {"given_name": "Rose", "family_name": "Smith", "born_on": BORN, "sex": "female", "postcode": "LS1 4AB"}
PHONE = Shared("phone", 0)


def alike(*shared, **other):
    return likeness(Person(**ROSE), Person(**(ROSE | other)), shared)


def test_one_nhs_number_is_one_person_whatever_else_is_written():
    one, other = Person("Rose", "Smith", BORN, "9990000018"), Person("Ann", "Wood", None, "9990000018")
    assert likeness(one, other).certain
    assert likeness(one, other).reasons == ("same NHS number",)


def test_two_nhs_numbers_are_two_people_whatever_else_agrees():
    one, other = Person("Rose", "Smith", BORN, "9990000018"), Person("Rose", "Smith", BORN, "9990000026")
    assert not likeness(one, other, [PHONE]).likely
    assert likeness(one, other, [PHONE]).reasons == ()


def test_without_a_number_on_both_sides_nothing_is_certain():
    assert not alike(PHONE, nhs_number="9990000018").certain
    assert alike(PHONE).score == 99


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({}, "same name"),
        ({"family_name": "SMITH"}, "same name"),
        ({"family_name": "Smyth"}, "family name sounds alike: Smith, Smyth"),
        ({"family_name": "Smiht"}, "family name is spelt nearly alike: Smith, Smiht"),
        ({"family_name": "Smith-Jones"}, "family name is part of the other: Smith, Smith-Jones"),
        ({"given_name": "Rosemary"}, "one first name is short for the other: Rose, Rosemary"),
        ({"given_name": "Rose Ann"}, "one more first name: Rose, Rose Ann"),
        ({"given_name": "R"}, "same initial: Rose, R"),
        ({"given_name": "Smith", "family_name": "Rose"}, "first and family name swapped"),
        ({"born_on": date(1961, 3, 5)}, "date of birth with day and month swapped"),
        ({"born_on": date(1961, 5, 8)}, "date of birth differs in one figure: 3 May 1961, 8 May 1961"),
        ({"born_on": date(1916, 5, 3)}, "date of birth differs in one figure: 3 May 1961, 3 May 1916"),
        ({"born_on": None}, "same postcode"),
    ],
)
def test_what_desks_get_wrong_is_recognised_and_told(other, reason):
    found = alike(**other)
    assert found.likely
    assert reason in found.reasons


def test_a_woman_who_married_is_recognised_by_what_stays():
    married = alike(family_name="Okafor", postcode="LS1 4AB")
    assert married.likely
    assert not alike(family_name="Okafor", postcode="YO1 7HH").likely


def test_twins_stay_apart():
    """Also the first time the second of them comes, when nobody else has the family's telephone yet."""
    assert not alike(PHONE, Shared("email", 0), given_name="Violet").likely
    assert not alike(PHONE, given_name="Ben", sex="male").likely


def test_father_and_son_of_one_name_stay_apart():
    assert not alike(PHONE, born_on=date(1994, 11, 20)).likely


def test_a_telephone_that_a_family_shares_says_little():
    alone, family = alike(PHONE, born_on=None, postcode=""), alike(Shared("phone", 3), born_on=None, postcode="")
    assert alone.likely
    assert not family.likely
    assert "same telephone" in alone.reasons
    assert "same telephone, which 3 other patients share" in family.reasons
    assert "same telephone, which another patient shares" in alike(Shared("phone", 1)).reasons


def test_somebody_with_one_name_is_compared_by_it():
    one = {"given_name": "", "family_name": "Suharto", "born_on": BORN}
    assert likeness(Person(**one), Person(**one)).likely
    assert likeness(Person(**one), Person(**(one | {"given_name": "Ahmad"}))).likely
    assert not likeness(Person(**one), Person(**(one | {"family_name": "Sukarno"}))).likely


@pytest.mark.parametrize(
    ("one", "other"),
    [("Łukasz", "Lukasz"), ("Siân", "Sian"), ("O’Brien", "OBrien"), ("李", "李"), ("Мария", "МАРИЯ"), ("محمد", "محمد")],
)  # fmt: skip
def test_any_script_and_any_accent_is_one_name(one, other):
    told = {"given_name": "Kim", "born_on": BORN}
    assert "same name" in likeness(Person(family_name=one, **told), Person(family_name=other, **told)).reasons


@pytest.mark.parametrize(("one", "other"), [("Ng", "Ho"), ("李", "王"), ("Ali", "Ari")])
def test_in_short_names_another_letter_is_another_name(one, other):
    told = {"given_name": "Kim", "born_on": BORN}
    assert not likeness(Person(family_name=one, **told), Person(family_name=other, **told)).likely


def test_it_does_not_matter_who_is_asked_about_whom():
    dice = Random(3)
    for _ in range(300):
        one, other = crowd.same(dice)
        assert crowd.judged((one, other)).score == crowd.judged((other, one)).score


def test_one_slip_is_one_figure_or_two_neighbours():
    assert {date(1961, 5, 8), date(1971, 5, 3), date(1916, 5, 3), date(1961, 5, 30)} <= set(slips(BORN))
    assert date(1962, 6, 3) not in slips(BORN)


def test_of_pairs_whose_truth_is_known_nearly_all_are_found_and_hardly_any_wrongly():
    """bench/matching.py prints the same for every threshold."""
    dice, tries = Random(41), 1_500
    found = sum(crowd.judged(crowd.same(dice)).likely for _ in range(tries))
    wrong = {}
    for _ in range(tries):
        for kind, pair in crowd.different(dice):
            wrong[kind] = wrong.get(kind, 0) + crowd.judged(pair).likely
    recall, precision = found / tries, found / (found + sum(wrong.values()))
    assert recall > 0.94, recall
    assert precision > 0.99, wrong
    assert max(wrong.values()) <= tries * 0.01, wrong
