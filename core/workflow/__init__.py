"""What a group decides about its own workflow, without code; it knows nothing of referrals as rows."""

from core.workflow import values
from core.workflow.editing import GROUP, may_edit
from core.workflow.fields import NewField, add_field, change_field, end_field
from core.workflow.history import Change, history
from core.workflow.model import (
    CUSTOM,
    PLAIN,
    Approving,
    Condition,
    CustomField,
    Demand,
    SubStatus,
    Typed,
    Way,
    Workflow,
)
from core.workflow.queries import workflow
from core.workflow.standing import REVISION, as_of, standing

__all__ = [
    "CUSTOM",
    "GROUP",
    "PLAIN",
    "REVISION",
    "Approving",
    "Change",
    "Condition",
    "CustomField",
    "Demand",
    "NewField",
    "SubStatus",
    "Typed",
    "Way",
    "Workflow",
    "add_field",
    "as_of",
    "change_field",
    "end_field",
    "history",
    "may_edit",
    "standing",
    "values",
    "workflow",
]
