"""Deadlines: how long each step may take, when that is over, and how it is said."""

from core.sla.clock import Clock, How, Span, clock_of
from core.sla.commands import change_deadline, drop_deadline, restore_deadline, set_deadline
from core.sla.foresight import Foreseen, due_at, foresee, told_why
from core.sla.hours import ClosedDay, SiteHours, close_on, fill_year, hours_of, open_on, set_week
from core.sla.listed import Listed, deadlines
from core.sla.nations import Nation
from core.sla.open_time import OpenTime
from core.sla.policy import Choice, Policies, Policy, Scope, why
from core.sla.reckoning import Progress, ask_anew, progress
from core.sla.standing import REVISION, Timing, timing_as_of, timing_now
from core.sla.stored import load_shipped, policies
from core.sla.week import WEEKDAYS, spell
from core.sla.what import LEVELS, State, Unit, Warn, What
from core.sla.words import Tone, age_words, clock_words, due_words

__all__ = [
    "LEVELS",
    "REVISION",
    "WEEKDAYS",
    "Choice",
    "Clock",
    "ClosedDay",
    "Foreseen",
    "How",
    "Listed",
    "Nation",
    "OpenTime",
    "Policies",
    "Policy",
    "Progress",
    "Scope",
    "SiteHours",
    "Span",
    "State",
    "Timing",
    "Tone",
    "Unit",
    "Warn",
    "What",
    "age_words",
    "ask_anew",
    "change_deadline",
    "clock_of",
    "clock_words",
    "close_on",
    "deadlines",
    "drop_deadline",
    "due_at",
    "due_words",
    "fill_year",
    "foresee",
    "hours_of",
    "load_shipped",
    "open_on",
    "policies",
    "progress",
    "restore_deadline",
    "set_deadline",
    "set_week",
    "spell",
    "timing_as_of",
    "timing_now",
    "told_why",
    "why",
]
