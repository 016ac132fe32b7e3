"""What a rule asks: facts of a type, one question each, in groups of which all must hold or any."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from core.spoken import Spoken

Fact = str | int | float | bool | date | datetime | tuple[str, ...] | None
NOW = "now"
"""The fact that says when the others were read: what “days ago” is counted from."""


class Type(Spoken):
    """What kind of thing a fact is, and a field of an action asks for."""

    TEXT = "text", "Words"
    NUMBER = "number", "A number"
    YES_NO = "yes_no", "Yes or no"
    CHOICE = "choice", "One of a list"
    DATE = "date", "A day"
    TAGS = "tags", "Several of a list"
    THING = "thing", "Something that is there or not"


class Operator(Spoken):
    """What a condition may ask of a fact."""

    IS = "is", "is"
    IS_NOT = "is_not", "is not"
    IN = "in", "is one of"
    NOT_IN = "not_in", "is none of"
    SET = "set", "is known"
    CONTAINS = "contains", "contains"
    LACKS = "lacks", "does not contain"
    MORE = "more", "is more than"
    LESS = "less", "is less than"
    BEFORE = "before", "is before"
    AFTER = "after", "is after"
    OLDER = "older", "is more days ago than"
    YOUNGER = "younger", "is fewer days ago than"
    LATER = "later", "is more days away than"
    SOONER = "sooner", "is fewer days away than"


O, T = Operator, Type  # noqa: E741 - short names keep the table readable
OPERATORS: Mapping[Type, tuple[Operator, ...]] = {
    T.TEXT: (O.IS, O.IS_NOT, O.CONTAINS, O.LACKS, O.SET),
    T.NUMBER: (O.IS, O.IS_NOT, O.MORE, O.LESS, O.SET),
    T.YES_NO: (O.IS, O.IS_NOT, O.SET),
    T.CHOICE: (O.IS, O.IS_NOT, O.IN, O.NOT_IN, O.SET),
    T.DATE: (O.OLDER, O.YOUNGER, O.LATER, O.SOONER, O.BEFORE, O.AFTER, O.SET),
    T.TAGS: (O.CONTAINS, O.LACKS, O.SET),
    T.THING: (O.SET,),
}
"""What may be asked of each type of fact, in the order in which it is offered."""
DAYS = frozenset({O.OLDER, O.YOUNGER, O.LATER, O.SOONER})
"""Operators whose value is a number of days, counted from now."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact, one question. A fact that is absent equals nothing, and is more, less, before and after nothing."""

    fact: str
    operator: Operator
    value: Any

    def holds(self, facts: Mapping[str, Fact]) -> bool:
        """Whether the facts answer it with yes."""
        return _ASK[self.operator](facts.get(self.fact), self.value, facts)

    def __str__(self) -> str:
        name = self.fact.replace("_", " ")
        match self.operator:
            case Operator.SET:
                return f"{name} is {'known' if self.value else 'not known'}"
            case Operator.IN:
                return f"{name} is {' or '.join(str(value) for value in self.value)}"
            case _:
                return f"{name} {self.operator.label} {self.value}"


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions and groups of which all must hold, or any; an empty one always holds."""

    parts: "tuple[Condition | Group, ...]" = ()
    every: bool = True

    def holds(self, facts: Mapping[str, Fact]) -> bool:
        """Whether the facts answer it with yes."""
        if not self.parts:
            return True
        answers = (part.holds(facts) for part in self.parts)
        return all(answers) if self.every else any(answers)

    def settle(self, answers: "Iterator[bool]") -> bool:
        """The same from the answers of its conditions in order; takes as many as it has."""
        settled = [part.settle(answers) if isinstance(part, Group) else next(answers) for part in self.parts]
        return not settled or (all(settled) if self.every else any(settled))

    def leaves(self) -> Iterator[Condition]:
        """Every condition in it, in order."""
        for part in self.parts:
            yield from part.leaves() if isinstance(part, Group) else (part,)

    def may_hold(self, facts: Mapping[str, Fact]) -> bool:
        """Whether it can still hold when only some facts are known; what is not known may be anything."""
        if not self.parts:
            return True
        answers = (
            part.may_hold(facts) if isinstance(part, Group) else part.fact not in facts or part.holds(facts)
            for part in self.parts
        )
        return all(answers) if self.every else any(answers)


def _age(known: Fact, facts: Mapping[str, Fact]) -> timedelta | None:
    """How long ago it is, negative for what is still to come; days are compared with today."""
    now = facts.get(NOW)
    if not isinstance(known, date) or not isinstance(now, datetime):
        return None
    return now - known if isinstance(known, datetime) else now.date() - known


def _has(known: Fact, value: str) -> bool:
    if isinstance(known, str):
        return value.casefold() in known.casefold()
    return isinstance(known, tuple) and value in known


def _amount(known: Fact) -> float | None:
    return known if isinstance(known, int | float) and not isinstance(known, bool) else None


def _day_of(known: Fact) -> str | None:
    if not isinstance(known, date):
        return None
    return (known.date() if isinstance(known, datetime) else known).isoformat()


_NOTHING: tuple[Fact, ...] = (None, "", ())
_ASK: Mapping[Operator, Callable[[Fact, Any, Mapping[str, Fact]], bool]] = {
    O.IS: lambda known, value, _: known == value,
    O.IS_NOT: lambda known, value, _: known != value,
    O.IN: lambda known, value, _: known in value,
    O.NOT_IN: lambda known, value, _: known not in value,
    O.SET: lambda known, value, _: (known not in _NOTHING) == value,
    O.CONTAINS: lambda known, value, _: _has(known, value),
    O.LACKS: lambda known, value, _: not _has(known, value),
    O.MORE: lambda known, value, _: (n := _amount(known)) is not None and n > value,
    O.LESS: lambda known, value, _: (n := _amount(known)) is not None and n < value,
    O.BEFORE: lambda known, value, _: (day := _day_of(known)) is not None and day < value,
    O.AFTER: lambda known, value, _: (day := _day_of(known)) is not None and day > value,
    O.OLDER: lambda known, n, facts: (age := _age(known, facts)) is not None and age > timedelta(days=n),
    O.YOUNGER: lambda known, n, facts: (age := _age(known, facts)) is not None and timedelta() <= age < timedelta(n),
    O.LATER: lambda known, n, facts: (age := _age(known, facts)) is not None and -age > timedelta(days=n),
    O.SOONER: lambda known, n, facts: (age := _age(known, facts)) is not None and timedelta() <= -age < timedelta(n),
}
