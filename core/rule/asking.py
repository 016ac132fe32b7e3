"""The conditions of a rule in words: the referrer is known, and either it is urgent or nobody owns it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from core import clock
from core.rule.catalogue import Catalogue, Known
from core.rule.condition import Condition, Group, Operator, Type
from core.rule.spelling import listed

SAID: Mapping[tuple[str, Operator, Any], str] = {
    ("may_share", Operator.IS, False): "the patient did not agree to share",
    ("booked_once", Operator.IS, False): "no visit was ever booked",
    ("by_owner", Operator.IS, False): "somebody other than the owner did it",
    ("raised", Operator.IS, False): "it did not become more urgent",
    ("silent", Operator.IS, True): "its reason stops messages",
    ("silent", Operator.IS, False): "its reason does not stop messages",
    ("report", Operator.SET, True): "a report comes with it",
    ("report", Operator.SET, False): "no report comes with it",
    ("appointment", Operator.SET, True): "it is about an appointment",
    ("appointment", Operator.SET, False): "it is not about an appointment",
    ("owner", Operator.SET, True): "somebody owns it",
    ("owner", Operator.SET, False): "nobody owns it",
    ("referrer", Operator.SET, True): "the referrer is known",
    ("referrer", Operator.SET, False): "the referrer is not known",
    ("tags", Operator.SET, True): "it has a tag",
    ("tags", Operator.SET, False): "it has no tag",
    ("funding", Operator.SET, False): "it is not known who pays",
    ("doer", Operator.IS, "person"): "a person did it",
    ("doer", Operator.IS, "outside"): "the practice outside did it by its link",
    ("doer", Operator.IS, "patient"): "the patient did it by their link",
    ("doer", Operator.IS, "rule"): "a rule did it",
    ("doer", Operator.IS, "baton"): "Baton did it by itself",
    ("by_itself", Operator.IS, True): "it happened by itself",
    ("by_itself", Operator.IS, False): "a person did it",
    ("for_outside", Operator.IS, False): "we did not note it for the practice outside",
    ("confirmed", Operator.IS, True): "its receipt was confirmed",
    ("confirmed", Operator.IS, False): "its receipt was not confirmed",
    ("confirmed", Operator.IS_NOT, True): "its receipt was not confirmed",
}
"""What is said better than fact, question and answer would say it."""
CALLED = {
    "to": "it then stands at",
    "from": "it stood at",
    "before": "its urgency was",
    "doer_role": "whoever did it is",
    "cancelled_by": "whoever cancelled is",
    "visit": "its latest visit is",
    "messages": "the number of messages written is",
    "unsent": "the number of messages that did not arrive is",
}
"""Facts whose name does not go after “the”, with their verb."""
OWN = re.compile(r"(the|their|its|our|a|an|what|whoever) ")
VERB = re.compile(r" (is|was|has|can|were|will) ")
LOWERED = {"urgency", "direction", "specialty", "request", "visit", "age_band", "role", "canceller"}
"""Lists whose entries are words and no names."""
QUOTED = {"stage", "step", "reason", "task_kind", "tag"}


def asked(group: Group, words: Catalogue) -> str:
    """A whole group: all of it, or any of it; groups within it are set apart by semicolons."""
    said = [within(part, words) if isinstance(part, Group) else condition(part, words) for part in group.parts]
    word = "and" if group.every else "or"
    nested = any(isinstance(part, Group) and len(part.parts) > 1 for part in group.parts)
    return f"; {word} ".join(said) if nested else listed(said, word)


def condition(part: Condition, words: Catalogue) -> str:
    """One condition: the patient’s age is more than 16."""
    value = tuple(part.value) if isinstance(part.value, list) else part.value
    if (part.fact, part.operator, value) in SAID:
        return SAID[part.fact, part.operator, value]
    fact = words.facts.get(part.fact)
    if fact is None:
        return f"“{part.fact}”, which Baton does not know, {part.operator.label} {part.value}"
    if fact.type is Type.YES_NO and part.operator in {Operator.IS, Operator.IS_NOT}:
        holds = part.value is (part.operator is Operator.IS)
        return fact.label if holds else _not(fact.label)
    return _ASKED.get(part.operator, _plain)(fact, part, words)


def within(group: Group, words: Catalogue) -> str:
    """A group inside another: a and b; either a or b."""
    said = asked(group, words)
    return said if group.every or len(group.parts) < 2 else f"either {said}"


def _not(clause: str) -> str:
    """It is on hold: it is not on hold."""
    said, found = VERB.subn(r" \1 not ", clause, count=1)
    return said if found else f"it is not so that {clause}"


def _subject(fact: Known) -> str:
    """The urgency is; their reference is; its stage is then."""
    if fact.name in CALLED:
        return CALLED[fact.name]
    label = fact.label[0].lower() + fact.label[1:]
    return f"{label} is" if OWN.match(label) else f"the {label} is"


def _value(fact: Known, value: Any, words: Catalogue) -> str:
    called = words.called(fact.options, value) if fact.options else str(value)
    if fact.options in LOWERED and not called[1:2].isupper():
        return called[:1].lower() + called[1:]
    return f"“{called}”" if fact.type is Type.TEXT or fact.options in QUOTED else called


def _plain(fact: Known, part: Condition, words: Catalogue) -> str:
    no = " not" if part.operator is Operator.IS_NOT else ""
    return f"{_subject(fact)}{no} {_value(fact, part.value, words)}"


def _several(fact: Known, part: Condition, words: Catalogue) -> str:
    told = [_value(fact, value, words) for value in part.value]
    if part.operator is Operator.IN or len(told) < 2:
        no = "" if part.operator is Operator.IN else " not"
        return f"{_subject(fact)}{no} {listed(told, 'or')}"
    return f"{_subject(fact)} neither {listed(told, 'nor')}"


def _known(fact: Known, part: Condition, words: Catalogue) -> str:  # noqa: ARG001 - as the others are called
    return f"{_subject(fact)} {'known' if part.value else 'not known'}"


def _has(fact: Known, part: Condition, words: Catalogue) -> str:
    no = part.operator is Operator.LACKS
    if fact.type is Type.TAGS:
        return f"it is {'not ' if no else ''}tagged “{words.called(fact.options, part.value)}”"
    subject = _subject(fact).removesuffix(" is")
    return f"{subject} {'does not mention' if no else 'mentions'} “{part.value}”"


def _amount(fact: Known, part: Condition, words: Catalogue) -> str:  # noqa: ARG001 - as the others are called
    return f"{_subject(fact)} {'more' if part.operator is Operator.MORE else 'less'} than {part.value:g}"


def _days(fact: Known, part: Condition, words: Catalogue) -> str:  # noqa: ARG001 - as the others are called
    many = part.operator in {Operator.OLDER, Operator.LATER}
    where = "ago" if part.operator in {Operator.OLDER, Operator.YOUNGER} else "away"
    days = "day" if part.value == 1 else "days"
    return f"{_subject(fact)} {'more' if many else 'fewer'} than {part.value:g} {days} {where}"


def _day(fact: Known, part: Condition, words: Catalogue) -> str:  # noqa: ARG001 - as the others are called
    day = clock.spoken_day(date.fromisoformat(part.value), clock.now().date())
    return f"{_subject(fact)} {part.operator} {day}"


_ASKED: Mapping[Operator, Callable[[Known, Condition, Catalogue], str]] = {
    Operator.IN: _several,
    Operator.NOT_IN: _several,
    Operator.SET: _known,
    Operator.CONTAINS: _has,
    Operator.LACKS: _has,
    Operator.MORE: _amount,
    Operator.LESS: _amount,
    Operator.BEFORE: _day,
    Operator.AFTER: _day,
} | dict.fromkeys((Operator.OLDER, Operator.YOUNGER, Operator.LATER, Operator.SOONER), _days)
