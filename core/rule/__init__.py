"""What follows from what: rules turn events into messages and tasks."""

from core.rule.engine import Judgement, judge
from core.rule.model import Condition, Operator, Rule
from core.rule.react import react, set_aside
from core.rule.stored import load_shipped

__all__ = ["Condition", "Judgement", "Operator", "Rule", "judge", "load_shipped", "react", "set_aside"]
