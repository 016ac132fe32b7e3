"""Deadlines: how long each step may take, when that is over, and how it is said."""

from core.sla.clock import after_days, business_due, due
from core.sla.deadlines import deadlines, working_days
from core.sla.words import Tone, age_words, due_words

__all__ = ["Tone", "after_days", "age_words", "business_due", "deadlines", "due", "due_words", "working_days"]
