"""Referrals: the heart of the house."""

from core.referral import tailored
from core.referral.answers import Answers
from core.referral.approving import Waiting, approve, refuse, to_approve, waiting_for
from core.referral.assignment import Choice, How, choose
from core.referral.board import COUNTED, Page, board, counts
from core.referral.bulk import all_that_fit, assign_each, common_steps, note_each, some, take_steps
from core.referral.campaigns import (
    RUN_BY,
    Campaign,
    NewCampaign,
    add_campaign,
    campaigns,
    change_campaign,
    drop_campaign,
    may_edit_campaign,
    running,
    write_campaign,
)
from core.referral.change import change
from core.referral.choices import Choices, choices
from core.referral.commands import ask_outcomes, assign, note, refer, take_step
from core.referral.create import asked_for, create, may_create
from core.referral.day import Day, by_site, day
from core.referral.diary import booked, diary, month, today
from core.referral.draft import Draft
from core.referral.exporting import EXPORTED, FORMS, File, export
from core.referral.falling_due import tell_due
from core.referral.feed import Followed, feed
from core.referral.flag import flag, lower_flag, unflag
from core.referral.history import Report, Visit
from core.referral.holds import end_holds
from core.referral.ics import published
from core.referral.journey import Journey, Leg, journey
from core.referral.lanes import Card, Lane, lanes
from core.referral.lifecycle import STEPS, Ask, Step, is_record, mermaid, wording
from core.referral.like import Like, open_like, reopened_like
from core.referral.lines import NewLine, Standing, drop_line, lines, preview, set_line
from core.referral.moves import steps_for
from core.referral.needed import ON_RECORD, name_of, told_answers
from core.referral.of_patient import OfPatient, of_patient
from core.referral.paper import PRINTED, Line, Worklist, worklist
from core.referral.queries import Referral, one, own_fields, owners, reasons_for, signers
from core.referral.reasons import Reason, reasons
from core.referral.reckoned import reckon_some
from core.referral.row import Row
from core.referral.saved_views import View, change_view, drop_view, keep_view, renew_view, views
from core.referral.stage import CLOSED, PATH, STAGES, Direction, Stage, label
from core.referral.sub_status import set_sub_status
from core.referral.tags import Tag, drop_tag, set_tag, tag_list, tags
from core.referral.takers import takers
from core.referral.wanted import DUES, FIELD, SORTS, Wanted
from core.referral.words import CancelledBy, Funding, Request, Source, Urgency

__all__ = [
    "CLOSED",
    "COUNTED",
    "DUES",
    "EXPORTED",
    "FIELD",
    "FORMS",
    "ON_RECORD",
    "PATH",
    "PRINTED",
    "RUN_BY",
    "SORTS",
    "STAGES",
    "STEPS",
    "Answers",
    "Ask",
    "Campaign",
    "CancelledBy",
    "Card",
    "Choice",
    "Choices",
    "Day",
    "Direction",
    "Draft",
    "File",
    "Followed",
    "Funding",
    "How",
    "Journey",
    "Lane",
    "Leg",
    "Like",
    "Line",
    "NewCampaign",
    "NewLine",
    "OfPatient",
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
    "Tag",
    "Urgency",
    "View",
    "Visit",
    "Waiting",
    "Wanted",
    "Worklist",
    "add_campaign",
    "all_that_fit",
    "approve",
    "ask_outcomes",
    "asked_for",
    "assign",
    "assign_each",
    "board",
    "booked",
    "by_site",
    "campaigns",
    "change",
    "change_campaign",
    "change_view",
    "choices",
    "choose",
    "common_steps",
    "counts",
    "create",
    "day",
    "diary",
    "drop_campaign",
    "drop_line",
    "drop_tag",
    "drop_view",
    "end_holds",
    "export",
    "feed",
    "flag",
    "is_record",
    "journey",
    "keep_view",
    "label",
    "lanes",
    "lines",
    "lower_flag",
    "may_create",
    "may_edit_campaign",
    "mermaid",
    "month",
    "name_of",
    "note",
    "note_each",
    "of_patient",
    "one",
    "open_like",
    "own_fields",
    "owners",
    "preview",
    "published",
    "reasons",
    "reasons_for",
    "reckon_some",
    "refer",
    "refuse",
    "renew_view",
    "reopened_like",
    "running",
    "set_line",
    "set_sub_status",
    "set_tag",
    "signers",
    "some",
    "steps_for",
    "tag_list",
    "tags",
    "tailored",
    "take_step",
    "take_steps",
    "takers",
    "tell_due",
    "to_approve",
    "today",
    "told_answers",
    "unflag",
    "views",
    "waiting_for",
    "wording",
    "worklist",
    "write_campaign",
]
