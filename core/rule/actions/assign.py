"""do: assign, to: the referral gets an owner, waits in the site's pool, or goes where the site's lines say."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.errors import Refusal
from core.rule.actions.base import Action, Field, Makes, Outcome
from core.rule.condition import Type
from core.rule.facts import Case
from core.rule.lists import LINES, POOL
from core.rule.model import Rule
from core.rule.outcomes import Assigning


class Assign(Action):
    """Somebody who has left, or does not work there, is refused and noted."""

    label = "Assign"
    fields = (Field("to", "to", Type.CHOICE, "assignee"),)

    def check(self, rule: Rule, asked: Mapping[str, Any]) -> str:
        """It needs a person, the pool or the site's lines."""
        to = asked.get("to")
        if not (isinstance(to, int) and not isinstance(to, bool)) and to not in {LINES, POOL}:
            raise Refusal(f"The rule “{rule.label}” assigns a referral without saying to whom.")
        return "assign"

    def plan(self, case: Case, rule: Rule, asked: Mapping[str, Any]) -> Iterable[Outcome]:  # noqa: ARG002
        """Nothing where the event is about no referral."""
        if case.event.about.subject == "referral":
            yield Assigning(case.event.about, asked["to"])

    def makes(self, asked: Mapping[str, Any]) -> Iterable[Makes]:  # noqa: ARG002
        """A new owner."""
        return (("referral:assigned", {}),)
