"""do: flag_at_risk, why: the referral is shown as at risk, with this reason, until it moves on."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.errors import Refusal
from core.rule.actions.base import Action, Field, Makes, Outcome
from core.rule.facts import Case
from core.rule.model import Rule
from core.rule.outcomes import Flagging


class FlagAtRisk(Action):
    """What is closed is at no risk; what is flagged already stays as it was flagged first."""

    label = "Flag at risk"
    fields = (Field("why", "because"),)

    def check(self, rule: Rule, asked: Mapping[str, Any]) -> str:
        """It needs a reason that people understand."""
        if not isinstance(asked.get("why"), str) or not asked["why"].strip():
            raise Refusal(f"The rule “{rule.label}” flags a referral without saying why.")
        return "flag_at_risk"

    def plan(self, case: Case, rule: Rule, asked: Mapping[str, Any]) -> Iterable[Outcome]:  # noqa: ARG002
        """Nothing where the event is about no referral."""
        if case.event.about.subject == "referral":
            yield Flagging(case.event.about, asked["why"].strip())

    def makes(self, asked: Mapping[str, Any]) -> Iterable[Makes]:  # noqa: ARG002
        """The flag on the timeline."""
        return (("referral:flagged", {}),)
