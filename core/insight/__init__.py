"""Figures: what became of referrals, folded from what happened, and what of it each may see."""

from core.insight import months
from core.insight.asked import COMPARED, PERIODS, Asked
from core.insight.fold import count_anew, fold
from core.insight.histogram import Histogram
from core.insight.measures import BY_WORTH, COUNTED, Measure
from core.insight.metrics import DWELL, LEAD_TIMES, LEAST, METRICS, WORTH, LeadTime, Metric, Rate, is_ripe, rate
from core.insight.queries import Cell, Lead, Stay, cells, dwell, leads, sums
from core.insight.sums import Sums, added

__all__ = [
    "BY_WORTH",
    "COMPARED",
    "COUNTED",
    "DWELL",
    "LEAD_TIMES",
    "LEAST",
    "METRICS",
    "PERIODS",
    "WORTH",
    "Asked",
    "Cell",
    "Histogram",
    "Lead",
    "LeadTime",
    "Measure",
    "Metric",
    "Rate",
    "Stay",
    "Sums",
    "added",
    "cells",
    "count_anew",
    "dwell",
    "fold",
    "is_ripe",
    "leads",
    "months",
    "rate",
    "sums",
]
