"""What was found and done, as a row to keep."""

from datetime import datetime

from core.access import Actor
from core.referral.answers import Answers
from core.referral.lifecycle import Ask, Step
from core.referral.visit import Columns


def report_of(actor: Actor, referral_id: int, step: Step, given: Answers, at: datetime) -> Columns | None:
    """Final when the step asks for the outcome, interim else; None without a summary."""
    asked = {*step.needs, *step.offers}
    if not given.summary.strip() or not asked & {Ask.SUMMARY, Ask.OUTCOME}:
        return None
    return {
        "referral_id": referral_id,
        "kind": "final" if Ask.OUTCOME in asked else "interim",
        "summary": given.summary.strip(),
        "recommendations": given.recommendations.strip(),
        "value": given.value,
        "recall_on": given.recall_on,
        "signed_by": given.signed_by.strip() or actor.name,
        "written_at": at,
    }
