"""What rules may ask: each type has its questions, and what is not known is equal to nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.errors import Refusal
from core.rule.condition import NOW
from core.rule.engine import judge
from core.rule.model import parse

AT = datetime(2026, 3, 10, 9, tzinfo=UTC)
FACTS = {
    NOW: AT,
    "urgency": "urgent",
    "documents": 3,
    "age": 17,
    "recipient": "Aire Oral Surgery",
    "tags": ("implant", "VIP"),
    "received": AT - timedelta(days=10, minutes=1),
    "visit_on": AT + timedelta(days=3),
    "written": date(2026, 3, 1),
    "none": None,
}


def holds(*conditions, whole=None):
    wanted = parse("x", "X", "referral:received", whole or list(conditions), [{"do": "close_tasks", "kinds": ["a"]}])
    (judged,) = judge([wanted], "referral:received", FACTS)
    return judged.applies


@pytest.mark.parametrize(
    ("fact", "operator", "value", "answer"),
    [
        ("urgency", "not_in", ["routine", "soon"], True),
        ("urgency", "not_in", ["urgent"], False),
        ("unheard", "not_in", ["urgent"], True),
        ("documents", "more", 2, True),
        ("documents", "more", 3, False),
        ("documents", "less", 3.5, True),
        ("unheard", "more", -1, False),
        ("unheard", "less", 1, False),
        ("urgency", "more", 1, False),
        ("recipient", "contains", "aire", True),
        ("recipient", "lacks", "Elm", True),
        ("unheard", "contains", "a", False),
        ("unheard", "lacks", "a", True),
        ("tags", "contains", "VIP", True),
        ("tags", "contains", "vip", False),
        ("tags", "lacks", "VIP", False),
        ("received", "older", 10, True),
        ("received", "older", 11, False),
        ("received", "younger", 11, True),
        ("received", "younger", 10, False),
        ("received", "later", 0, False),
        ("visit_on", "sooner", 4, True),
        ("visit_on", "sooner", 3, False),
        ("visit_on", "later", 2, True),
        ("visit_on", "younger", 4, False),
        ("written", "older", 8, True),
        ("written", "older", 9, False),
        ("written", "before", "2026-03-02", True),
        ("received", "after", "2026-02-27", True),
        ("none", "before", "2030-01-01", False),
        ("none", "older", 1, False),
        ("none", "set", False, True),
        ("tags", "set", True, True),
    ],
)
def test_each_question_has_its_answer(fact, operator, value, answer):
    assert holds({"fact": fact, operator: value}) is answer


A, B = {"fact": "urgency", "is": "urgent"}, {"fact": "age", "more": 20}


@pytest.mark.parametrize(
    ("whole", "answer"),
    [
        ({"all": [A, B]}, False),
        ({"any": [A, B]}, True),
        ({"any": [B, B]}, False),
        ({"all": [A, {"any": [B, A]}]}, True),
        ({"all": [A, {"any": [B, {"all": [A, B]}]}]}, False),
        ({"all": []}, True),
        ({"any": []}, True),
        ([A, {"any": [B, A]}], True),
    ],
)
def test_groups_stand_in_groups(whole, answer):
    assert holds(whole=whole) is answer


@pytest.mark.parametrize(
    "whole",
    [
        {"some": [A]},
        {"all": A},
        {"all": [A], "any": [B]},
        {"all": [{"all": [{"all": [{"all": [{"all": [A]}]}]}]}]},
        "urgency",
        [{"fact": "age", "older": "many"}],
        [{"fact": "written", "before": "last week"}],
        [{"fact": "age", "more": True}],
        [{"fact": "recipient", "contains": ""}],
        [A] * 41,
    ],
)
def test_what_cannot_be_read_is_refused(whole):
    with pytest.raises(Refusal):
        parse("x", "X", "referral:received", whole, [{"do": "close_tasks", "kinds": ["a"]}])


def test_the_explanation_names_what_was_missing():
    wanted = parse("x", "X", "referral:received", {"any": [B, {"fact": "documents", "less": 2}]}, [{"do": "y"}])
    (judged,) = judge([wanted], "referral:received", FACTS)
    assert str(judged) == "X: no, because it wants that age is more than 20 and documents is less than 2."
    assert judged.known == (17, 3)
