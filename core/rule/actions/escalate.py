"""do: escalate, first: somebody has to have this; it is brought to the owner, and further up until somebody has."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from core.alert import Cause, Level, Raising
from core.errors import Refusal
from core.rule.actions.base import Action, Field, Outcome
from core.rule.condition import Type
from core.rule.facts import Case
from core.rule.model import Rule
from core.sla import What

CAUSES = {
    "referral:breached": Cause.BREACHED,
    "referral:at_risk": Cause.AT_RISK,
    "referral:flagged": Cause.FLAGGED,
    "referral:stalled": Cause.STALLED,
}
"""What an event says about why; any other is alerted to because a rule asks for it."""
CLOCKS = {Cause.BREACHED, Cause.AT_RISK}
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
    told = case.event.facts
    if cause in CLOCKS:
        return What(str(told["what"])).label
    if cause is Cause.STALLED:
        return f"Nobody has done anything for {told['days']} days"
    return rule.label if cause is Cause.OTHER else "Flagged at risk"


def _due_at(case: Case, cause: Cause) -> datetime | None:
    return datetime.fromisoformat(str(case.event.facts["due_at"])) if cause in CLOCKS else None
