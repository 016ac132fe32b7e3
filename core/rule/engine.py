"""Which rules follow from an event: pure, with an explanation for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.rule.model import Fact, Rule


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a rule applies, and because of what: each condition in words, with its answer."""

    rule: Rule
    because: tuple[tuple[str, bool], ...]

    @property
    def applies(self) -> bool:
        """All conditions must hold."""
        return all(held for _, held in self.because)

    def __str__(self) -> str:
        failing = [words for words, held in self.because if not held]
        if failing:
            return f"{self.rule.label}: no, because it wants that {' and '.join(failing)}."
        holding = " and ".join(words for words, _ in self.because)
        return f"{self.rule.label}: yes{', because ' + holding if holding else ''}."


@dataclass(frozen=True, slots=True)
class Effect:
    """One action of one rule that applies."""

    rule: Rule
    action: Mapping[str, Any]


def judge(rules: Iterable[Rule], kind: str, facts: Mapping[str, Fact]) -> list[Judgement]:
    """Every rule that waits for this kind of event, in order, with why it applies or not."""
    return [
        Judgement(rule, tuple((str(asked), asked.holds(facts)) for asked in rule.conditions))
        for rule in rules
        if rule.when == kind
    ]


def effects(rules: Iterable[Rule], kind: str, facts: Mapping[str, Fact]) -> list[Effect]:
    """What is to be done, in the order of the rules."""
    return [
        Effect(rule, action)
        for rule in rules
        if rule.when == kind and all(asked.holds(facts) for asked in rule.conditions)
        for action in rule.actions
    ]
