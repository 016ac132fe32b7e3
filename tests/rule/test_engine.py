"""Rules decide without a database, and can say why."""

import pytest

from core.errors import Refusal
from core.rule.actions import check
from core.rule.engine import effects, judge
from core.rule.model import parse

SEND = [{"do": "send_message", "template": "received-referrer"}]
INBOUND = {"direction": "inbound", "urgency": "urgent", "referrer": "Dr Shah", "silent": False}


def rule(*conditions, when="referral:received", name="thanks", actions=SEND):
    return parse(name, "Thank the referrer", when, list(conditions), actions)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"fact": "direction", "is": "inbound"}, True),
        ({"fact": "direction", "is": "outbound"}, False),
        ({"fact": "direction", "is_not": "outbound"}, True),
        ({"fact": "unheard", "is_not": "outbound"}, True),
        ({"fact": "unheard", "is": "outbound"}, False),
        ({"fact": "urgency", "in": ["urgent", "soon"]}, True),
        ({"fact": "urgency", "in": []}, False),
        ({"fact": "referrer", "set": True}, True),
        ({"fact": "referrer", "set": False}, False),
        ({"fact": "unheard", "set": False}, True),
        ({"fact": "silent", "is": False}, True),
        ({"fact": "silent", "set": True}, True),
    ],
)
def test_a_condition_holds_or_not(condition, holds):
    assert bool(effects([rule(condition)], "referral:received", INBOUND)) is holds


def test_all_conditions_must_hold_and_the_kind_must_be_the_one():
    both = rule({"fact": "direction", "is": "inbound"}, {"fact": "urgency", "is": "routine"})
    assert effects([both], "referral:received", INBOUND) == []
    assert effects([rule()], "referral:sent", INBOUND) == []


def test_actions_come_in_the_order_of_the_rules():
    twice = [{"do": "close_tasks", "kinds": ["rebook"]}, *SEND]
    done = effects([rule(name="b", actions=twice), rule(name="a")], "referral:received", {})
    assert [(effect.rule.name, effect.action["do"]) for effect in done] == [
        ("b", "close_tasks"),
        ("b", "send_message"),
        ("a", "send_message"),
    ]


def test_a_rule_explains_itself():
    wants = rule({"fact": "direction", "is": "inbound"}, {"fact": "urgency", "in": ["soon", "routine"]})
    assert [str(judged) for judged in judge([wants], "referral:received", INBOUND)] == [
        "Thank the referrer: no, because it wants that urgency is soon or routine."
    ]
    assert [
        str(judged) for judged in judge([rule({"fact": "referrer", "set": True})], "referral:received", INBOUND)
    ] == ["Thank the referrer: yes, because referrer is known."]
    assert str(judge([rule()], "referral:received", {})[0]) == "Thank the referrer: yes."


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"when": "referral:exploded"}, "which never happens"),
        ({"conditions": [{"fact": "direction"}]}, "cannot be read"),
        ({"conditions": [{"is": "inbound"}]}, "cannot be read"),
        ({"conditions": ["inbound"]}, "cannot be read"),
        ({"conditions": [{"fact": "direction", "is": "inbound", "in": []}]}, "cannot be read"),
        ({"conditions": [{"fact": "direction", "matches": ".*"}]}, "cannot be read"),
        ({"conditions": [{"fact": "direction", "in": "inbound"}]}, "something it cannot be"),
        ({"conditions": [{"fact": "direction", "set": "yes"}]}, "something it cannot be"),
        ({"actions": []}, "does nothing"),
        ({"actions": [{"template": "x"}]}, "does nothing"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_in_words(part, words):
    whole = {"when": "referral:received", "conditions": [], "actions": SEND} | part
    with pytest.raises(Refusal, match=words):
        parse("thanks", "Thank the referrer", **whole)


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ({"do": "explode"}, "which Baton cannot do"),
        ({"do": "base"}, "which Baton cannot do"),
        ({"do": "send_message", "template": "unwritten"}, "text that does not exist"),
        ({"do": "open_task", "title": "Call"}, "without saying of what kind"),
        ({"do": "open_task", "kind": "call", "title": "Call {{ patiant }}"}, "nobody knows"),
        ({"do": "open_task", "kind": "call", "title": "Call", "days": "soon"}, "or due when"),
        ({"do": "open_task", "kind": "call", "title": "Call", "for": "boss"}, "author, owner or signer"),
        ({"do": "open_task", "kind": "call", "title": "Call", "priority": "at once"}, "not high, normal or low"),
        ({"do": "open_task", "kind": "call", "title": "Call", "checklist": "Ring"}, "cannot be read"),
        ({"do": "open_task", "kind": "call", "title": "Call", "checklist": ["Ring {{ patiant }}"]}, "nobody knows"),
        ({"do": "close_tasks"}, "without saying which"),
    ],
)
def test_an_action_that_could_not_be_done_is_refused_in_words(action, words):
    with pytest.raises(Refusal, match=words):
        check(rule(actions=[action]))


def test_a_rule_does_not_write_to_the_same_person_twice():
    again = {"do": "send_message", "template": "booked-referrer"}
    with pytest.raises(Refusal, match="same thing twice"):
        check(rule(actions=[*SEND, again]))
