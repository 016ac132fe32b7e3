"""A rule: when this happens or its time comes, and these conditions hold, do that; rows that a manager edits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.audit import Kind
from core.errors import Refusal
from core.rule.condition import DAYS, Condition, Fact, Group, Operator
from core.rule.condition import Operator as O
from core.rule.timing import Timing, timing

__all__ = ["Condition", "Fact", "Group", "Operator", "Rule", "parse"]
DEEPEST, MOST_CONDITIONS, MOST_ACTIONS = 4, 40, 12


@dataclass(frozen=True, slots=True)
class Rule:
    """What follows from a kind of event, or from a time that has come; `actions` are checked by the shelf of actions.

    `only_sites` are those it is for, none meaning the whole group; `off_sites` those that switched it off.
    """

    name: str
    label: str
    when: Kind
    conditions: Group
    actions: tuple[Mapping[str, Any], ...]
    timing: Timing | None = None
    stop: bool = False
    only_sites: frozenset[int] = frozenset()
    off_sites: frozenset[int] = frozenset()
    version: int = 1
    asked: tuple[Condition, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "asked", tuple(self.conditions.leaves()))

    def acts_at(self, site_id: int | None) -> bool:
        """Whether it is in force at a site; what is at no site is the whole group's."""
        return site_id not in self.off_sites and (not self.only_sites or site_id in self.only_sites)


def parse(name: str, label: str, when: str, conditions: Any, actions: Any, **more: Any) -> Rule:
    """A rule from its stored form; Refusal says what in it cannot be."""
    if when not in set(Kind):
        raise Refusal(f"The rule “{label}” waits for “{when}”, which never happens.")
    if not all(isinstance(action, dict) and action.get("do") for action in actions) or not actions:
        raise Refusal(f"The rule “{label}” does nothing. Give it an action.")
    whole = {"all": conditions} if isinstance(conditions, list) else conditions
    asked = _group(label, whole, 0)
    if len(tuple(asked.leaves())) > MOST_CONDITIONS or len(actions) > MOST_ACTIONS:
        most = f"{MOST_CONDITIONS} conditions and {MOST_ACTIONS} actions"
        raise Refusal(f"The rule “{label}” is too long. Give it at most {most}, or make two rules of it.")
    kind = Kind(when)
    waits = timing(label, more.get("timing")) if kind is Kind.RULE_DUE or more.get("timing") else None
    if waits and kind is not Kind.RULE_DUE:
        raise Refusal(f"The rule “{label}” waits for an event and for a time. Choose one of them.")
    return Rule(
        name,
        label,
        kind,
        asked,
        tuple(actions),
        waits,
        bool(more.get("stop")),
        frozenset(more.get("only_sites") or ()),
        frozenset(more.get("off_sites") or ()),
        more.get("version", 1),
    )


def _group(label: str, stored: Any, depth: int) -> Group:
    """{all: [{fact: direction, is: inbound}, {any: […]}]} and its like."""
    if not isinstance(stored, dict) or len(stored) != 1 or set(stored) - {"all", "any"}:
        raise Refusal(f"The conditions of the rule “{label}” cannot be read: make groups of “all” or “any”.")
    ((which, parts),) = stored.items()
    if not isinstance(parts, list) or depth >= DEEPEST:
        raise Refusal(f"The conditions of the rule “{label}” cannot be read: groups stand in groups too deep.")
    return Group(tuple(_part(label, part, depth) for part in parts), which == "all")


def _part(label: str, stored: Any, depth: int) -> Condition | Group:
    grouped = isinstance(stored, dict) and set(stored) & {"all", "any"}
    return _group(label, stored, depth + 1) if grouped else _condition(label, stored)


def _condition(label: str, stored: Any) -> Condition:
    """{fact: direction, is: inbound} and its like."""
    asked = {key: value for key, value in stored.items() if key != "fact"} if isinstance(stored, dict) else {}
    if len(asked) != 1 or "fact" not in stored or next(iter(asked)) not in set(Operator):
        known = ", ".join(Operator)
        raise Refusal(f"A condition of the rule “{label}” cannot be read: name a fact and one of {known}.")
    ((operator, value),) = asked.items()
    if not _FITS.get(Operator(operator), _plain)(value):
        raise Refusal(f"A condition of the rule “{label}” compares {stored['fact']} with something it cannot be.")
    return Condition(stored["fact"], Operator(operator), value)


def _plain(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _several(value: Any) -> bool:
    return isinstance(value, list) and all(_plain(one) for one in value)


def _day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


_FITS = {
    O.IN: _several,
    O.NOT_IN: _several,
    O.SET: lambda value: isinstance(value, bool),
    O.CONTAINS: lambda value: isinstance(value, str) and bool(value),
    O.LACKS: lambda value: isinstance(value, str) and bool(value),
    O.MORE: _number,
    O.LESS: _number,
    O.BEFORE: _day,
    O.AFTER: _day,
} | dict.fromkeys(DAYS, _number)
