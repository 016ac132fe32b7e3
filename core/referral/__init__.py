"""Referrals: the heart of the house."""

from core.referral.answers import Answers
from core.referral.board import Page, Row, Wanted, board, counts
from core.referral.commands import ask_outcomes, assign, note, refer, take_step
from core.referral.create import create, may_create
from core.referral.day import Day, by_site, day
from core.referral.draft import Draft
from core.referral.lifecycle import STEPS, Ask, Step, is_record, mermaid, wording
from core.referral.like import Like, open_like
from core.referral.queries import Referral, Report, Visit, one, owners
from core.referral.reasons import Reason, reasons
from core.referral.stage import CLOSED, PATH, STAGES, Direction, Stage, label
from core.referral.takers import takers
from core.referral.unanswered import note_unanswered
from core.referral.words import Funding, Request, Source, Urgency

__all__ = [
    "CLOSED",
    "PATH",
    "STAGES",
    "STEPS",
    "Answers",
    "Ask",
    "Day",
    "Direction",
    "Draft",
    "Funding",
    "Like",
    "Page",
    "Reason",
    "Referral",
    "Report",
    "Request",
    "Row",
    "Source",
    "Stage",
    "Step",
    "Urgency",
    "Visit",
    "Wanted",
    "ask_outcomes",
    "assign",
    "board",
    "by_site",
    "counts",
    "create",
    "day",
    "is_record",
    "label",
    "may_create",
    "mermaid",
    "note",
    "note_unanswered",
    "one",
    "open_like",
    "owners",
    "reasons",
    "refer",
    "take_step",
    "takers",
    "wording",
]
