"""do: escalate, first: somebody has to have this; it is brought to the owner, and further up until somebody has."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from core.alert import Cause, Level, Raising
from core.errors import Refusal
from core.referral.stage import Direction, Stage, todo
from core.rule.actions.base import Action, Field, Outcome
from core.rule.condition import Type
from core.rule.facts import Case
from core.rule.model import Rule

CAUSES = {
    "referral:breached": Cause.BREACHED,
    "referral:at_risk": Cause.AT_RISK,
    "referral:flagged": Cause.AT_RISK,
    "referral:stalled": Cause.STALLED,
}
"""What an event says about why; any other is alerted to because a rule asks for it."""
ABOUT = ("referral:", "appointment:", "document:", "task:", "message:", "rule:due")
"""Kinds of events that happen to a referral."""


class Escalate(Action):
    """One alert for each event, however many rules ask for it."""

    label = "Escalate"
    fields = (Field("first", "beginning with", Type.CHOICE, "level", needed=False),)

    def check(self, rule: Rule, asked: Mapping[str, Any]) -> str:
        """It begins with a level that exists, after something that happens to a referral."""
        if asked.get("first", Level.OWNER) not in set(Level):
            raise Refusal(f"The rule “{rule.label}” alerts somebody it does not know: name owner, manager or operator.")
        if not rule.when.startswith(ABOUT):
            raise Refusal(f"The rule “{rule.label}” alerts to something that happens to no referral.")
        return "escalate"

    def plan(self, case: Case, rule: Rule, asked: Mapping[str, Any]) -> Iterable[Outcome]:
        """Nothing where the event is about no referral, or no site answers for it."""
        about = case.event.about
        if about.subject != "referral" or about.site_id is None:
            return
        cause = CAUSES.get(case.event.kind, Cause.OTHER)
        yield Raising(
            event_id=case.event.id,
            cause=cause,
            about=about,
            what=_what(case, rule, cause),
            due_at=_due_at(case, cause),
            first=Level(asked.get("first", Level.OWNER)),
        )


def _what(case: Case, rule: Rule, cause: Cause) -> str:
    """What is late, in words and without a name."""
    if cause is Cause.STALLED:
        return f"Nobody has done anything for {case.event.facts.get('days')} days"
    if cause is Cause.OTHER:
        return rule.label
    return todo(Stage(str(case.facts["stage"])), Direction(str(case.facts["direction"])))


def _due_at(case: Case, cause: Cause) -> datetime | None:
    told = case.event.facts.get("due_at")
    return datetime.fromisoformat(str(told)) if told and cause in {Cause.BREACHED, Cause.AT_RISK} else None
