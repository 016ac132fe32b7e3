"""Figures: what became of referrals, folded from what happened, and what of it each may see."""

from core.insight import months
from core.insight.asked import COMPARED, LONGEST, PERIODS, Asked
from core.insight.calling import REASONS, calls, reasons
from core.insight.campaigns import PER_VISIT, RETURN, Return, returns
from core.insight.course import Change, Course, course
from core.insight.engagement import Engagement
from core.insight.figures import FIGURES
from core.insight.fold import count_anew, fold
from core.insight.histogram import Histogram
from core.insight.leakage import Leakage, leakage
from core.insight.limits import Standing
from core.insight.longest import Nameless, longest, longest_nameless
from core.insight.measures import BY_WORTH, COUNTED, Measure
from core.insight.metrics import DWELL, LEAD_TIMES, LEAST, METRICS, WORTH, LeadTime, Metric, Rate, is_ripe, rate
from core.insight.named import CODES, parties, places, stages
from core.insight.passing import Passing, passing
from core.insight.providers import Scorecard, Scored, both_ways, scorecard, scored
from core.insight.queries import Cell, Stay, cells, dwell, leads, sums
from core.insight.recount import Progress, all_counted, begin_anew, being_counted, count_some, nothing_to_count
from core.insight.sites import USUAL, side_by_side
from core.insight.sums import Sums, added
from core.insight.team import Load, loads
from core.insight.told import Lead, Told
from core.insight.waiting import AGES, STANDING, WEEK, Waiting, days_ago, waiting
from core.insight.worth import worth

__all__ = [
    "AGES",
    "BY_WORTH",
    "CODES",
    "COMPARED",
    "COUNTED",
    "DWELL",
    "FIGURES",
    "LEAD_TIMES",
    "LEAST",
    "LONGEST",
    "METRICS",
    "PERIODS",
    "PER_VISIT",
    "REASONS",
    "RETURN",
    "STANDING",
    "USUAL",
    "WEEK",
    "WORTH",
    "Asked",
    "Cell",
    "Change",
    "Course",
    "Engagement",
    "Histogram",
    "Lead",
    "LeadTime",
    "Leakage",
    "Load",
    "Measure",
    "Metric",
    "Nameless",
    "Passing",
    "Progress",
    "Rate",
    "Return",
    "Scorecard",
    "Scored",
    "Standing",
    "Stay",
    "Sums",
    "Told",
    "Waiting",
    "added",
    "all_counted",
    "begin_anew",
    "being_counted",
    "both_ways",
    "calls",
    "cells",
    "count_anew",
    "count_some",
    "course",
    "days_ago",
    "dwell",
    "fold",
    "is_ripe",
    "leads",
    "leakage",
    "loads",
    "longest",
    "longest_nameless",
    "months",
    "nothing_to_count",
    "parties",
    "passing",
    "places",
    "rate",
    "reasons",
    "returns",
    "scorecard",
    "scored",
    "side_by_side",
    "stages",
    "sums",
    "waiting",
    "worth",
]
