"""A rule as one English sentence: what it waits for, what it asks, and what it then does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.directory import Specialty, Urgency
from core.referral import Direction
from core.rule.asking import asked
from core.rule.catalogue import Catalogue
from core.rule.condition import Condition, Group, Operator
from core.rule.deeds import act
from core.rule.model import Rule
from core.rule.occasion import ANCHORED, Occasion, occasion
from core.rule.spelling import listed

ADJECTIVES: Mapping[tuple[str, object], str] = {
    **{("urgency", code): code.replace("_", "-") for code in Urgency if code is not Urgency.SOON},
    **{("direction", code): str(code) for code in Direction},
    **{("specialty", code): "TMD" if code is Specialty.TMD else code.replace("_", " ") for code in Specialty},
}
"""Answers that are said before the noun rather than asked after it, in this order."""
UNSAID = "…"
"""What a rule says that does nothing yet."""
ORDER = ("urgency", "direction", "specialty")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Its three parts: “When an inbound referral arrives”, “the referrer is known”, “send … to the referrer”."""

    when: str
    asks: str
    then: str

    @property
    def rest(self) -> str:
        """Everything after what it waits for."""
        end = "" if self.then.endswith(UNSAID) else "."
        return f"{f', if {self.asks}' if self.asks else ''}: {self.then}{end}"

    def __str__(self) -> str:
        return self.when + self.rest


def sentence(rule: Rule, words: Catalogue) -> Sentence:
    """The rule as it is told to people, with names for what it keeps as codes."""
    adjectives, left = _adjectives(rule.conditions)
    return Sentence(_when(rule, adjectives, words), asked(left, words), _then(rule, words))


def _when(rule: Rule, adjectives: str, words: Catalogue) -> str:
    at = [words.called("site", site) for site in sorted(rule.only_sites)]
    if rule.timing:
        of = ANCHORED.get(rule.timing.anchor.name) or Occasion("", rule.timing.anchor.label)
        unit = rule.timing.unit.label if rule.timing.amount > 1 else rule.timing.unit.label.removesuffix("s")
        said = f"{rule.timing.amount} {unit} {'before' if rule.timing.before else 'after'} {of.of(adjectives)}"
        said = f"every {said}" if rule.timing.every else said
    else:
        said = f"when {occasion(rule.when).of(adjectives)}"
    said = f"at {listed(at, 'or')}, {said}" if at else said
    return said[0].upper() + said[1:]


def _adjectives(conditions: Group) -> tuple[str, Group]:
    """What can be said before the noun, and what is left to ask; of several answers at most one may stand there."""
    said: dict[str, tuple[Condition, str]] = {}
    several = False
    for part in sorted(_simple(conditions), key=lambda one: ORDER.index(one.fact)):
        answers = part.value if part.operator is Operator.IN else [part.value]
        told = [ADJECTIVES.get((part.fact, answer), "") for answer in answers]
        if part.fact in said or not told or not all(told) or (several and len(told) > 1):
            continue
        several = several or len(told) > 1
        said[part.fact] = part, listed(told, "or")
    gone = [part for part, _ in said.values()]
    left = tuple(part for part in conditions.parts if not any(part is one for one in gone))
    return " ".join(words for _, words in said.values()), Group(left, conditions.every)


def _simple(conditions: Group) -> Iterable[Condition]:
    """The conditions that must hold whatever else does, about something that has an adjective."""
    if not conditions.every and len(conditions.parts) > 1:
        return ()
    asks = (part for part in conditions.parts if isinstance(part, Condition) and part.fact in ORDER)
    return (part for part in asks if part.operator in {Operator.IS, Operator.IN})


def _then(rule: Rule, words: Catalogue) -> str:
    done = [act(action, words) for action in rule.actions]
    ends = [", and judge no later rule"] if rule.stop else []
    return listed(done, "and") + "".join(ends)
