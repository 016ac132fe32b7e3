"""do: call_webhook, hook: an address of the group's own is told, with ids and codes and nothing about a person."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.errors import Refusal
from core.hook import Calling
from core.rule.actions.base import Action, Field, Outcome
from core.rule.condition import Type
from core.rule.facts import Case
from core.rule.model import Rule

TOLD = ("direction", "stage", "urgency", "specialty", "request", "site")
"""Codes of the referral that are told along."""


class CallWebhook(Action):
    """Once per event, rule and webhook."""

    label = "Call a webhook"
    fields = (Field("hook", "webhook", Type.CHOICE, "hook"),)

    def check(self, rule: Rule, asked: Mapping[str, Any]) -> str:
        """It needs a webhook."""
        if not isinstance(asked.get("hook"), int) or isinstance(asked["hook"], bool):
            raise Refusal(f"The rule “{rule.label}” does not say which webhook to call.")
        return f"call_webhook:{asked['hook']}"

    def plan(self, case: Case, rule: Rule, asked: Mapping[str, Any]) -> Iterable[Outcome]:
        """What happened to what, by numbers and codes."""
        about, event = case.event.about, case.event
        told = {name: case.facts.get(name) for name in TOLD} if about.subject == "referral" else {}
        subject = {"id": about.subject_id, **told}
        if about.subject == "referral":
            subject["reference"] = str(case.words.get("reference", ""))
        yield Calling(
            key=f"{event.id}:{rule.name}:{asked['hook']}",
            hook_id=asked["hook"],
            event_id=event.id,
            rule=rule.name,
            body={
                "event": event.kind,
                "event_id": event.id,
                "occurred_at": event.occurred_at.isoformat(),
                "rule": rule.name,
                about.subject: subject,
            },
        )
