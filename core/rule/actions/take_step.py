"""do: take_step, step, reason, comment: a step of the lifecycle, taken by itself and with all its checks."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.errors import Refusal
from core.referral import STEPS
from core.referral.lifecycle import Ask
from core.rule.actions.base import Action, Field, Makes, Outcome
from core.rule.condition import Fact, Type
from core.rule.facts import Case
from core.rule.lists import steps_of_machines
from core.rule.model import Rule
from core.rule.outcomes import Stepping


class TakeStep(Action):
    """What the lifecycle does not allow from where it stands is refused and noted."""

    label = "Take a step"
    fields = (
        Field("step", "step", Type.CHOICE, "machine_step"),
        Field("reason", "for the reason", Type.CHOICE, "reason", needed=False),
        Field("comment", "with the comment", needed=False),
    )

    def check(self, rule: Rule, asked: Mapping[str, Any]) -> str:
        """A step that a machine can take, with the reason or comment that it needs."""
        name = asked.get("step")
        if name not in steps_of_machines():
            raise Refusal(f"The rule “{rule.label}” takes a step that only a person can take. Choose from the list.")
        needs = STEPS[str(name)].needs
        reason = str(asked.get("reason") or "")
        if Ask.REASON in needs and not reason.startswith(f"{name}."):
            raise Refusal(f"The rule “{rule.label}” has to give a reason for “{STEPS[str(name)].label}”.")
        if Ask.COMMENT in needs and not asked.get("comment"):
            raise Refusal(f"The rule “{rule.label}” has to say something for “{STEPS[str(name)].label}”.")
        return "take_step"

    def plan(self, case: Case, rule: Rule, asked: Mapping[str, Any]) -> Iterable[Outcome]:  # noqa: ARG002
        """Nothing where the event is about no referral."""
        if case.event.about.subject == "referral":
            reason, comment = asked.get("reason") or "", asked.get("comment") or ""
            yield Stepping(case.event.about, asked["step"], reason, comment)

    def makes(self, asked: Mapping[str, Any]) -> Iterable[Makes]:
        """What the step tells; a reason may end the referral as well, and an owner who left is followed by another."""
        step = STEPS[asked["step"]]
        told: dict[str, Fact] = {"step": step.name, "by_itself": True}
        if step.target:
            told["to"] = step.target
        ended: dict[str, Fact] = {"step": step.name, "to": "cancelled"}
        return (step.kind, told), ("referral:cancelled", ended), ("referral:assigned", {})
