"""What an action is: it plans, from a case and without a database, what is then written all together."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from core.alert import Raising
from core.message import Outgoing
from core.rule.facts import Case
from core.rule.model import Rule
from core.task import Dropping, Opening

Outcome = Outgoing | Opening | Dropping | Raising


class Action(ABC):
    """Its module's name is the word that a rule uses."""

    @abstractmethod
    def check(self, rule: Rule, asked: Mapping[str, Any]) -> str:
        """Refuse what could not be done; answers what within one rule may stand only once."""

    @abstractmethod
    def plan(self, case: Case, rule: Rule, asked: Mapping[str, Any]) -> Iterable[Outcome]:
        """What to write. Each key begins with the event and the rule, so that a second try adds nothing."""
