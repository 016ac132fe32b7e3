"""What in a rule cannot be: a sentence for each place, asked before it is saved, and again of those that are on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from core.errors import Refusal
from core.rule.actions import Field, actions, check
from core.rule.catalogue import Catalogue, triggers
from core.rule.condition import DAYS, OPERATORS, Condition, Fact, Operator, Type
from core.rule.model import Rule

Faults = dict[str, str]
"""By place: trigger, conditions.N in their order, actions.N."""
RELATIVE = frozenset({Operator.CONTAINS, Operator.LACKS, Operator.SET, Operator.MORE, Operator.LESS}) | DAYS


def faults(rule: Rule, known: Catalogue) -> Faults:
    """Everything that is wrong with a rule by itself; nothing when it can be followed."""
    found: Faults = {}
    if rule.timing is None and rule.when not in triggers():
        found["trigger"] = "No rule can wait for this. Choose what happens from the list."
    for n, asked in enumerate(rule.asked):
        if sentence := _condition(rule, asked, known):
            found[f"conditions.{n}"] = sentence
    for n, action in enumerate(rule.actions):
        if sentence := next(_action(action, known), ""):
            found[f"actions.{n}"] = sentence
    if not found:
        try:
            check(rule)
        except Refusal as refusal:
            found["actions"] = str(refusal)
    return found


def _condition(rule: Rule, asked: Condition, known: Catalogue) -> str:
    fact = known.facts.get(asked.fact)
    if fact is None:
        return f"It asks about “{asked.fact}”, which nobody knows or nobody asks any more. Choose another fact."
    if not fact.known_in(rule.when):
        return f"The {fact.label} is not known when this happens. Choose another fact or another moment."
    if asked.operator not in OPERATORS[fact.type]:
        allowed = ", ".join(each.label for each in OPERATORS[fact.type])
        return f"The {fact.label} cannot be asked whether it “{asked.operator.label}”. Choose one of: {allowed}."
    if asked.operator in RELATIVE and fact.type is not Type.TAGS:
        return ""
    return _value(fact.label, fact.type, asked.value, known.options(fact.options) if fact.options else None)


def _value(label: str, kind: Type, value: Any, options: Sequence[Any] | None) -> str:
    """Whether it is of the type, and one of the list where there is one."""
    values = value if isinstance(value, list) else [value]
    if not values:
        return f"Choose what the {label} is to be."
    if not all(_is(kind, one) for one in values):
        return f"The {label} is compared with something that it cannot be. Choose a value again."
    gone = [str(one) for one in values if options is not None and one not in {each.value for each in options}]
    return f"“{gone[0]}” is not in the list for the {label}, or not any more. Choose again." if gone else ""


def _is(kind: Type, value: Any) -> bool:
    match kind:
        case Type.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case Type.YES_NO:
            return isinstance(value, bool)
        case Type.CHOICE:
            return isinstance(value, str | int) and not isinstance(value, bool)
        case _:
            return isinstance(value, str)


def _action(asked: Mapping[str, Any], known: Catalogue) -> Iterator[str]:
    action = actions().get(str(asked["do"]))
    if action is None:
        yield f"Baton cannot do “{asked['do']}”. Choose what to do from the list."
        return
    fields = {field.name: field for field in action.fields}
    for name in set(asked) - {"do", *fields}:
        yield f"“{action.label}” has no use for “{name}”."
    for field in fields.values():
        if sentence := _field(action.label, field, asked.get(field.name), known):
            yield sentence


def _field(action: str, field: Field, value: Any, known: Catalogue) -> str:
    if value is None or value in ("", []):
        return f"“{action}” needs to know: {field.label}." if field.needed else ""
    if field.type is Type.TAGS and not isinstance(value, list):
        return f"“{action}” needs a list: {field.label}."
    if isinstance(value, str) and len(value) > field.most:
        return f"“{action}”: {field.label} is longer than {field.most} characters."
    options = known.options(field.options) if field.options and not field.free else None
    return _value(field.label, field.type, value, options)


def feeds_itself(rule: Rule, others: Iterable[Rule]) -> tuple[Rule, ...]:
    """The way on which a rule would set itself off again, itself at its end; empty where it does not.

    Static: an action's events lead to every rule that waits for such a kind and whose conditions they do not rule out.
    """
    everybody = [rule, *(other for other in others if other.name != rule.name)]
    ways: list[tuple[Rule, ...]] = [(rule,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for follower in everybody:
            if not _leads(way[-1], follower):
                continue
            if follower is rule:
                return (*way[1:], rule)
            if follower.name not in seen:
                seen.add(follower.name)
                ways.append((*way, follower))
    return ()


def _leads(first: Rule, then: Rule) -> bool:
    if then.timing or (first.only_sites and then.only_sites and not first.only_sites & then.only_sites):
        return False
    made = (made for action in first.actions for made in actions()[action["do"]].makes(action))
    by_rule: dict[str, Fact] = {"doer": "rule", "by_owner": False}
    return any(kind == then.when and then.conditions.may_hold({**by_rule, **facts}) for kind, facts in made)
