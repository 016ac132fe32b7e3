"""What was changed in the workflow: by whom, when, and what was before."""

from typing import Any

from core import workflow
from core.access import Actor
from core.audit import Kind
from core.settings import settings
from core.workflow import Change
from pages.parts.table import Empty, table
from pages.parts.timeline import Telling, drawn

CALLED = {
    "label": "Name",
    "help": "Help",
    "kind": "Answered with",
    "choices": "Choices",
    "direction": "Direction",
    "specialty": "Specialty",
    "sites": "Sites",
    "needed": "Needed",
    "position": "Place",
    "until_on": "Ends",
    "inbound": "Inbound",
    "outbound": "Outbound",
    "internal": "Internal",
    "hidden": "Hidden",
    "who": "Given by",
    "needs_comment": "Needs a comment",
    "ends_referral": "Ends the referral",
    "stops_messages": "Stops messages",
    "patient_died": "Patient died",
}
NOTHING = "nothing"


def changes(actor: Actor) -> None:
    """The latest first; whoever adds something sees no before."""
    told = [_telling(each) for each in workflow.history(actor)]
    if told:
        drawn(told, settings().time_zone.key, key="workflow-changes")
    else:
        table("Changes", [], [], Empty("Nothing has been changed yet: the workflow is as it was shipped."))


def _telling(each: Change) -> Telling:
    differs = [name for name in CALLED if each.before and name in each.after]
    moved = [
        {"of": CALLED[name], "was": _said(each.before.get(name)), "is": _said(each.after[name])} for name in differs
    ]
    return Telling(each.at, Kind.WORKFLOW_SET, each.what, each.who, moved=moved)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(each) for each in value) or NOTHING
    return str(value) if value not in {None, ""} else NOTHING
