"""What an action is: it plans, from a case and without a database, what is then written all together."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from core.alert import Raising
from core.errors import Refusal
from core.hook import Calling
from core.message import Outgoing
from core.rule.condition import Fact, Type
from core.rule.facts import Case
from core.rule.model import Rule
from core.rule.outcomes import Doing
from core.task import Dropping, Opening

Outcome = Outgoing | Opening | Dropping | Raising | Calling | Doing
Makes = tuple[str, Mapping[str, Fact]]
"""A kind of event that an action leads to, with the facts of it that are known beforehand."""


class Vanished(Refusal):
    """Something that a rule needs is gone, so the rule has to be switched off until somebody looks at it."""


@dataclass(frozen=True, slots=True)
class Field:
    """What an action asks for: drawn by the page, refused where it is missing or is not what it should be.

    `options` names the list it is chosen from; `free` says that something new may be written as well.
    """

    name: str
    label: str
    type: Type = Type.TEXT
    options: str = ""
    needed: bool = True
    free: bool = False
    most: int = 200
    help: str = ""


class Action(ABC):
    """Its module's name is the word that a rule uses; `label` is how the page calls it."""

    label: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]] = ()

    @abstractmethod
    def check(self, rule: Rule, asked: Mapping[str, Any]) -> str:
        """Refuse what could not be done; answers what within one rule may stand only once."""

    @abstractmethod
    def plan(self, case: Case, rule: Rule, asked: Mapping[str, Any]) -> Iterable[Outcome]:
        """What to write. Each key begins with the event and the rule, so that a second try adds nothing."""

    def makes(self, asked: Mapping[str, Any]) -> Iterable[Makes]:  # noqa: ARG002
        """The events it leads to, so that a rule that would feed itself is seen before it is saved."""
        return ()
