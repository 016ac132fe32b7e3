"""A rule: when this happens and these conditions hold, do that; rows that a manager edits, read strictly."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.audit import Kind
from core.errors import Refusal

Fact = str | int | bool | None


class Operator(StrEnum):
    """What a condition may ask of a fact."""

    IS = "is"
    IS_NOT = "is_not"
    IN = "in"
    SET = "set"


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact, one question. A fact that is absent is not equal to anything."""

    fact: str
    operator: Operator
    value: Any

    def holds(self, facts: Mapping[str, Fact]) -> bool:
        """Whether the facts answer it with yes."""
        known = facts.get(self.fact)
        match self.operator:
            case Operator.IS:
                answer = known == self.value
            case Operator.IS_NOT:
                answer = known != self.value
            case Operator.IN:
                answer = known in self.value
            case Operator.SET:
                answer = (known not in {None, ""}) == self.value
        return bool(answer)

    def __str__(self) -> str:
        name = self.fact.replace("_", " ")
        match self.operator:
            case Operator.SET:
                return f"{name} is {'known' if self.value else 'not known'}"
            case Operator.IN:
                return f"{name} is {' or '.join(str(value) for value in self.value)}"
            case _:
                return f"{name} {self.operator.replace('_', ' ')} {self.value}"


@dataclass(frozen=True, slots=True)
class Rule:
    """What follows from a kind of event; `actions` are checked by the shelf of actions."""

    name: str
    label: str
    when: Kind
    conditions: tuple[Condition, ...]
    actions: tuple[Mapping[str, Any], ...]


def parse(name: str, label: str, when: str, conditions: Any, actions: Any) -> Rule:
    """A rule from its stored form; Refusal says what in it cannot be."""
    if when not in set(Kind):
        raise Refusal(f"The rule “{label}” waits for “{when}”, which never happens.")
    if not all(isinstance(action, dict) and action.get("do") for action in actions) or not actions:
        raise Refusal(f"The rule “{label}” does nothing. Give it an action.")
    asked = tuple(_condition(label, condition) for condition in conditions)
    return Rule(name, label, Kind(when), asked, tuple(actions))


def _condition(label: str, stored: Any) -> Condition:
    """{fact: direction, is: inbound} and its like."""
    asked = {key: value for key, value in stored.items() if key != "fact"} if isinstance(stored, dict) else {}
    if len(asked) != 1 or "fact" not in stored or next(iter(asked)) not in set(Operator):
        known = ", ".join(Operator)
        raise Refusal(f"A condition of the rule “{label}” cannot be read: name a fact and one of {known}.")
    ((operator, value),) = asked.items()
    fits = {Operator.IN: isinstance(value, list), Operator.SET: isinstance(value, bool)}
    if not fits.get(Operator(operator), isinstance(value, str | int | bool)):
        raise Refusal(f"A condition of the rule “{label}” compares {stored['fact']} with something it cannot be.")
    return Condition(stored["fact"], Operator(operator), value)
