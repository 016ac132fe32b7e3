"""What follows from what: rules turn events into messages and tasks."""

from core.rule.actions import actions
from core.rule.catalogue import Catalogue, Known, catalogue, triggers
from core.rule.commands import move, remove, save, switch
from core.rule.condition import OPERATORS, Condition, Group, Operator, Type
from core.rule.engine import Judgement, judge
from core.rule.firing import sweep_firings
from core.rule.lists import Option
from core.rule.model import Rule, parse
from core.rule.notices import Notice, notices
from core.rule.planting import plant
from core.rule.react import react, set_aside
from core.rule.stored import load_shipped
from core.rule.timers import ring
from core.rule.timing import ANCHORS, Late, Timing, Unit
from core.rule.upkeep import look_after

__all__ = [
    "ANCHORS",
    "OPERATORS",
    "Catalogue",
    "Condition",
    "Group",
    "Judgement",
    "Known",
    "Late",
    "Notice",
    "Operator",
    "Option",
    "Rule",
    "Timing",
    "Type",
    "Unit",
    "actions",
    "catalogue",
    "judge",
    "load_shipped",
    "look_after",
    "move",
    "notices",
    "parse",
    "plant",
    "react",
    "remove",
    "ring",
    "save",
    "set_aside",
    "sweep_firings",
    "switch",
    "triggers",
]
