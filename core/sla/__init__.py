"""Deadlines: how long each step may take, when that is over, and how it is said."""

from core.sla.clock import Clock, How, Span, clock_of
from core.sla.foresight import Foreseen, due_at, foresee, told_why
from core.sla.open_time import OpenTime
from core.sla.policy import Choice, Policies, Policy, Scope, why
from core.sla.reckoning import Progress, ask_anew, progress
from core.sla.stored import load_shipped, policies
from core.sla.what import LEVELS, State, Unit, Warn, What
from core.sla.words import Tone, age_words, clock_words, due_words

__all__ = [
    "LEVELS",
    "Choice",
    "Clock",
    "Foreseen",
    "How",
    "OpenTime",
    "Policies",
    "Policy",
    "Progress",
    "Scope",
    "Span",
    "State",
    "Tone",
    "Unit",
    "Warn",
    "What",
    "age_words",
    "ask_anew",
    "clock_of",
    "clock_words",
    "due_at",
    "due_words",
    "foresee",
    "load_shipped",
    "policies",
    "progress",
    "told_why",
    "why",
]
