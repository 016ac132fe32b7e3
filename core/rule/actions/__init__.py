"""What a rule can do: every module of this shelf is one action, named by `do` in a rule."""

from functools import cache

from core.errors import Refusal
from core.rule.actions.base import Action, Field, Outcome, Vanished
from core.rule.engine import Effect
from core.rule.facts import Case
from core.rule.model import Rule
from core.shelf import shelf

__all__ = ["Action", "Field", "Outcome", "Vanished", "actions", "check", "planned"]


def planned(case: Case, effect: Effect) -> list[Outcome]:
    """What an effect asks for, before anything is written."""
    if (action := actions().get(effect.action["do"])) is None:
        raise Vanished(f"Baton cannot do “{effect.action['do']}” any more.")
    return list(action.plan(case, effect.rule, effect.action))


def check(rule: Rule) -> None:
    """Refuse a rule that names an action that does not exist, or one that could not be done."""
    done = set()
    for action in rule.actions:
        if action["do"] not in actions():
            raise Refusal(f"The rule “{rule.label}” asks for “{action['do']}”, which Baton cannot do.")
        once = actions()[action["do"]].check(rule, action)
        if once in done:
            raise Refusal(f"The rule “{rule.label}” does the same thing twice. Make two rules of it.")
        done.add(once)


@cache
def actions() -> dict[str, Action]:
    return {name: kind() for name, kind in shelf("core.rule.actions", Action).items()}  # type: ignore[type-abstract]
