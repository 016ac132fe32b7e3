"""What can be due on a referral, and the closed lists that a deadline is set with."""

from core.spoken import Spoken


class What(Spoken):
    """The next thing that has to happen while a referral stands at a stage."""

    ACKNOWLEDGE = "acknowledge", "Acknowledgement"
    DECIDE = "decide", "Decision"
    INFORMATION = "information", "Missing information"
    FIRST_CONTACT = "first_contact", "Booking"
    WAITING = "waiting", "Waiting list review"
    REPORT = "report", "Report"
    CLOSE = "close", "Closing"


class Unit(Spoken):
    """What the time allowed is counted in, while the site is open."""

    DAYS = "days", "open days"
    HOURS = "hours", "open hours"


class Warn(Spoken):
    """When a clock is at risk: after a part of its time, or a time before it is over."""

    PERCENT = "percent", "per cent of the time"
    DAYS = "days", "open days before"
    HOURS = "hours", "open hours before"


class State(Spoken):
    """How a clock stands."""

    NONE = "", "Nothing is due"
    RUNNING = "running", "Due"
    AT_RISK = "at_risk", "At risk"
    BREACHED = "breached", "Late"
    PAUSED = "paused", "Paused"


LEVELS = (State.RUNNING, State.AT_RISK, State.BREACHED)
"""How far a clock has come, in the order in which that is told."""
