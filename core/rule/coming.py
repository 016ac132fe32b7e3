"""When the time of a rule comes: as it is counted, and by day where it writes to a patient before something."""

from datetime import datetime

from core.directory import Calendar
from core.manners import Manners
from core.message import EARLIEST
from core.rule.model import Rule
from core.rule.timing import Timing
from core.text import Audience, purposes


def comes_at(
    rule: Rule, timing: Timing, anchor_at: datetime, calendar: Calendar, manners: Manners, zone: str, after: datetime
) -> datetime:
    """A patient is reminded in the morning, and in the evening where the morning would be too late.

    `zone` is where they live, empty where the site is; what comes again and again comes next after a moment.
    """
    due_at = timing.next_at(anchor_at, calendar, after)
    if not (timing.before and _writes_to_patients(rule)):
        return due_at
    return manners.around_quiet(due_at, zone or calendar.time_zone, anchor_at - EARLIEST)


def _writes_to_patients(rule: Rule) -> bool:
    sent = [action.get("template", "") for action in rule.actions if action["do"] == "send_message"]
    return any(name in purposes() and purposes()[name].audience is Audience.PATIENT for name in sent)
