"""do: close_tasks, kinds: open tasks about the same subject that are no longer needed."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.errors import Refusal
from core.rule.actions.base import Action, Field, Makes, Outcome
from core.rule.condition import Type
from core.rule.facts import Case
from core.rule.model import Rule
from core.task import Dropping


class CloseTasks(Action):
    """They are dropped, not done: nobody did them."""

    label = "Close tasks"
    fields = (Field("kinds", "of these kinds", Type.TAGS, "task_kind", free=True),)

    def check(self, rule: Rule, asked: Mapping[str, Any]) -> str:
        """It needs a list of kinds."""
        kinds = asked.get("kinds")
        if not isinstance(kinds, list) or not kinds:
            raise Refusal(f"The rule “{rule.label}” closes tasks without saying which.")
        return "close_tasks"

    def plan(self, case: Case, rule: Rule, asked: Mapping[str, Any]) -> Iterable[Outcome]:  # noqa: ARG002
        """All of these kinds about the event's subject."""
        yield Dropping(case.event.about, tuple(asked["kinds"]))

    def makes(self, asked: Mapping[str, Any]) -> Iterable[Makes]:
        """A dropped task of each kind."""
        return (("task:dropped", {"kind": kind}) for kind in asked["kinds"])
