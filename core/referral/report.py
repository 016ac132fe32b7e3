"""What was found and done, as a row to keep: an interim note, a report that waits for its signature, or the outcome."""

from core.access import Actor
from core.audit import Kind
from core.referral.answers import Answers
from core.referral.around import Around
from core.referral.current import Current
from core.referral.lifecycle import Ask, Step, is_record
from core.referral.visit import Columns

OUTCOME = ("diagnosis", "findings", "treatment", "recommendations")


def report_of(actor: Actor, now: Current, step: Step, given: Answers, around: Around) -> Columns | None:
    """None where the step says nothing of the kind, or nothing was said."""
    said = _outcome(given) if Ask.OUTCOME in step.asks else _interim(given) if Ask.SUMMARY in step.asks else None
    if said is None:
        return None
    return {
        "referral_id": now.id,
        "kind": _kind(step),
        "summary": "",
        **dict.fromkeys(OUTCOME, ""),
        "value": None,
        "recall_on": None,
        **said,
        **_signature(actor, now, step, given, around),
        "written_by_id": actor.account_id,
        "written_at": around.at,
    }


def _kind(step: Step) -> str:
    if step.kind is Kind.REFERRAL_REPORT_PREPARED:
        return "prepared"
    return "final" if Ask.OUTCOME in step.asks else "interim"


def _outcome(given: Answers) -> Columns:
    return {name: getattr(given, name) for name in (*OUTCOME, "value", "recall_on")}


def _interim(given: Answers) -> Columns | None:
    return {"summary": given.summary, "recommendations": given.recommendations} if given.summary else None


def _signature(actor: Actor, now: Current, step: Step, given: Answers, around: Around) -> Columns:
    """Our own outcome is signed by whoever sends it; a note may be another's, and an outside report is theirs."""
    if step.kind is Kind.REFERRAL_REPORT_PREPARED:
        return {"signed_by": "", "signed_by_id": None}
    if Ask.OUTCOME in step.asks and not is_record(step, now.direction):
        return {"signed_by": actor.name, "signed_by_id": actor.account_id}
    return {"signed_by": given.signed_by or around.behalf or actor.name, "signed_by_id": None}
