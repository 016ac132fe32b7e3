"""Which rules follow from an event: pure, with an explanation for each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.rule.model import Fact, Rule


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a rule applies, and because of what: for each condition in order whether it held and what was known."""

    rule: Rule
    answers: tuple[bool, ...]
    known: tuple[Fact, ...]

    @property
    def applies(self) -> bool:
        """Whether its conditions hold together."""
        return self.rule.conditions.settle(iter(self.answers))

    @property
    def because(self) -> tuple[tuple[str, bool], ...]:
        """Each condition in words, with its answer."""
        return tuple((str(asked), held) for asked, held in zip(self.rule.asked, self.answers, strict=True))

    def __str__(self) -> str:
        failing = [words for words, held in self.because if not held]
        if not self.applies:
            return f"{self.rule.label}: no, because it wants that {' and '.join(failing)}."
        holding = " and ".join(words for words, held in self.because if held)
        return f"{self.rule.label}: yes{', because ' + holding if holding else ''}."


@dataclass(frozen=True, slots=True)
class Effect:
    """One action of one rule that applies."""

    rule: Rule
    action: Mapping[str, Any]


def judge(rules: Iterable[Rule], kind: str, facts: Mapping[str, Fact], site_id: int | None = None) -> list[Judgement]:
    """Every rule that waits for this at this site, in order, until one that stops the rest applies."""
    return list(_judged(rules, kind, facts, site_id))


def effects(rules: Iterable[Rule], kind: str, facts: Mapping[str, Fact], site_id: int | None = None) -> list[Effect]:
    """What is to be done, in the order of the rules."""
    return [
        Effect(judged.rule, action)
        for judged in _judged(rules, kind, facts, site_id)
        if judged.applies
        for action in judged.rule.actions
    ]


def _judged(rules: Iterable[Rule], kind: str, facts: Mapping[str, Fact], site_id: int | None) -> Iterator[Judgement]:
    for rule in rules:
        if rule.when != kind or not rule.acts_at(site_id) or (rule.timing and rule.name != facts.get("rule")):
            continue
        asked = rule.asked
        judged = Judgement(rule, tuple(one.holds(facts) for one in asked), tuple(facts.get(one.fact) for one in asked))
        yield judged
        if rule.stop and judged.applies:
            return
