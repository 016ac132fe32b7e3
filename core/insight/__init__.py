"""Figures: what became of referrals, folded from what happened, and what of it each may see."""

from core.insight.asked import COMPARED, LONGEST, PERIODS, Asked
from core.insight.calling import REASONS, calls, reasons
from core.insight.campaigns import PER_VISIT, RETURN, Return, returns
from core.insight.course import Change, Course, course
from core.insight.engagement import Engagement
from core.insight.exploring import ALL, CHOICES, REST, SPLITS, Exploration, Explored, explored
from core.insight.exporting import File, export, export_to
from core.insight.figures import FIGURES
from core.insight.fold import count_anew, fold
from core.insight.histogram import Histogram
from core.insight.leakage import Leakage, leakage
from core.insight.limits import Standing
from core.insight.longest import Nameless, longest, longest_nameless
from core.insight.looks import (
    Look,
    Shared,
    at_home,
    change_look,
    drop_look,
    keep_look,
    looks,
    looks_for,
    put_at_home,
    renew_look,
)
from core.insight.measures import BY_WORTH, COUNTED, Measure
from core.insight.metrics import DWELL, LEAD_TIMES, LEAST, METRICS, WORTH, LeadTime, Metric, Rate, is_ripe, rate
from core.insight.named import CODES, parties, places, stages
from core.insight.passing import Passing, passing
from core.insight.providers import Scorecard, Scored, both_ways, scorecard, scored
from core.insight.queries import Stay, cells, dwell, dwells, leads, sums
from core.insight.recount import Progress, all_counted, begin_anew, being_counted, count_some, nothing_to_count
from core.insight.sites import USUAL, side_by_side
from core.insight.sums import Sums, added
from core.insight.team import Load, loads
from core.insight.told import Lead, Told
from core.insight.waiting import AGES, STANDING, WEEK, Waiting, days_ago, waiting
from core.insight.worth import worth

__all__ = [
    "AGES",
    "ALL",
    "BY_WORTH",
    "CHOICES",
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
    "REST",
    "RETURN",
    "SPLITS",
    "STANDING",
    "USUAL",
    "WEEK",
    "WORTH",
    "Asked",
    "Change",
    "Course",
    "Engagement",
    "Exploration",
    "Explored",
    "File",
    "Histogram",
    "Lead",
    "LeadTime",
    "Leakage",
    "Load",
    "Look",
    "Measure",
    "Metric",
    "Nameless",
    "Passing",
    "Progress",
    "Rate",
    "Return",
    "Scorecard",
    "Scored",
    "Shared",
    "Standing",
    "Stay",
    "Sums",
    "Told",
    "Waiting",
    "added",
    "all_counted",
    "at_home",
    "begin_anew",
    "being_counted",
    "both_ways",
    "calls",
    "cells",
    "change_look",
    "count_anew",
    "count_some",
    "course",
    "days_ago",
    "drop_look",
    "dwell",
    "dwells",
    "explored",
    "export",
    "export_to",
    "fold",
    "is_ripe",
    "keep_look",
    "leads",
    "leakage",
    "loads",
    "longest",
    "longest_nameless",
    "looks",
    "looks_for",
    "nothing_to_count",
    "parties",
    "passing",
    "places",
    "put_at_home",
    "rate",
    "reasons",
    "renew_look",
    "returns",
    "scorecard",
    "scored",
    "side_by_side",
    "stages",
    "sums",
    "waiting",
    "worth",
]
