"""What a manager decides about stages, steps and reasons, within what the lifecycle allows."""

from core.referral.demands import demandable
from core.referral.tailored.reasons import (
    NewReason,
    Standing,
    add_reason,
    change_reason,
    every_reason,
    steps_with_reasons,
)
from core.referral.tailored.stages import OPTIONAL, Naming, naming, set_stage
from core.referral.tailored.statuses import NewStatus, add_status, change_status, end_status
from core.referral.tailored.steps import (
    APPROVED,
    DEMANDING,
    ROLES,
    NewApproving,
    add_approval,
    conditions_of,
    drop_approval,
    drop_demand,
    set_demand,
)

__all__ = [
    "APPROVED",
    "DEMANDING",
    "OPTIONAL",
    "ROLES",
    "Naming",
    "NewApproving",
    "NewReason",
    "NewStatus",
    "Standing",
    "add_approval",
    "add_reason",
    "add_status",
    "change_reason",
    "change_status",
    "conditions_of",
    "demandable",
    "drop_approval",
    "drop_demand",
    "end_status",
    "every_reason",
    "naming",
    "set_demand",
    "set_stage",
    "steps_with_reasons",
]
