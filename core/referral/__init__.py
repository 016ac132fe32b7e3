"""Referrals: the heart of the house."""

from core.referral.answers import Answers
from core.referral.assignment import Choice, How, choose
from core.referral.board import Page, Row, Wanted, board, counts
from core.referral.commands import ask_outcomes, assign, note, refer, take_step
from core.referral.create import asked_for, create, may_create
from core.referral.day import Day, by_site, day
from core.referral.draft import Draft
from core.referral.journey import Journey, Leg, journey
from core.referral.lifecycle import STEPS, Ask, Step, is_record, mermaid, wording
from core.referral.like import Like, open_like
from core.referral.lines import NewLine, Standing, drop_line, lines, preview, set_line
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
    "Choice",
    "Day",
    "Direction",
    "Draft",
    "Funding",
    "How",
    "Journey",
    "Leg",
    "Like",
    "NewLine",
    "Page",
    "Reason",
    "Referral",
    "Report",
    "Request",
    "Row",
    "Source",
    "Stage",
    "Standing",
    "Step",
    "Urgency",
    "Visit",
    "Wanted",
    "ask_outcomes",
    "asked_for",
    "assign",
    "board",
    "by_site",
    "choose",
    "counts",
    "create",
    "day",
    "drop_line",
    "is_record",
    "journey",
    "label",
    "lines",
    "may_create",
    "mermaid",
    "note",
    "note_unanswered",
    "one",
    "open_like",
    "owners",
    "preview",
    "reasons",
    "refer",
    "set_line",
    "take_step",
    "takers",
    "wording",
]
