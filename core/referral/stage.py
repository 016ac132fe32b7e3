"""The stages of a referral: fixed, so that sites compare; a group may relabel them."""

from dataclasses import dataclass
from enum import StrEnum

from core.workflow import PLAIN, Workflow


class Direction(StrEnum):
    """Which way a referral goes, seen from the group."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"


class Stage(StrEnum):
    """Where a referral stands."""

    DRAFT = "draft"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    NEEDS_INFORMATION = "needs_information"
    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    BOOKED = "booked"
    MISSED = "missed"
    APPOINTMENT_CANCELLED = "appointment_cancelled"
    IN_TREATMENT = "in_treatment"
    CANCEL_REQUESTED = "cancel_requested"
    REPORTED = "reported"
    COMPLETED = "completed"
    DECLINED = "declined"
    REDIRECTED = "redirected"
    CANCELLED = "cancelled"
    LOST = "lost"
    ENTERED_IN_ERROR = "entered_in_error"


@dataclass(frozen=True, slots=True)
class StageFacts:
    """A stage in words: its label on either side, what is to do next on either side, and which deadline runs.

    The lifecycle can do without one that is `optional`: whatever else there is can be reached past it.
    """

    inbound: str
    outbound: str
    todo_inbound: str = ""
    todo_outbound: str = ""
    deadline: str = ""
    exit: bool = False
    optional: bool = False


STAGES: dict[Stage, StageFacts] = {
    Stage.DRAFT: StageFacts("Draft", "Draft", "Finish and send", "Finish and send"),
    Stage.SENT: StageFacts("Received", "Sent", "Acknowledge", "Wait for acknowledgement", "acknowledge"),
    Stage.ACKNOWLEDGED: StageFacts("In triage", "Acknowledged", "Decide", "Wait for the decision", "decide"),
    Stage.NEEDS_INFORMATION: StageFacts(
        "Waiting for information",
        "Needs information",
        "Wait for information",
        "Give information",
        "information",
        optional=True,
    ),
    Stage.ACCEPTED: StageFacts("Accepted", "Accepted", "Book first visit", "Wait for the booking", "first_contact"),
    Stage.WAITLISTED: StageFacts(
        "On waiting list",
        "On waiting list",
        "Book, or say how long it still takes",
        "Ask how long it still takes",
        "waiting",
        optional=True,
    ),
    Stage.BOOKED: StageFacts("Booked", "Booked", "See the patient", "Wait for the visit", "visit"),
    Stage.MISSED: StageFacts("Missed", "Missed", "Book again or close", "Wait for a new booking", "first_contact"),
    Stage.APPOINTMENT_CANCELLED: StageFacts(
        "Visit cancelled", "Visit cancelled", "Book again or close", "Wait for a new booking", "first_contact"
    ),
    Stage.IN_TREATMENT: StageFacts("In treatment", "In treatment", "Send the report", "Wait for the report", "report"),
    Stage.CANCEL_REQUESTED: StageFacts(
        "Cancellation asked",
        "Cancellation asked",
        "Confirm the cancellation",
        "Wait for confirmation",
        "close",
    ),
    Stage.REPORTED: StageFacts("Report sent", "Report received", "Close", "Read the report and close", "close"),
    Stage.COMPLETED: StageFacts("Completed", "Completed"),
    Stage.DECLINED: StageFacts("Declined", "Declined", exit=True),
    Stage.REDIRECTED: StageFacts("Redirected", "Redirected", exit=True, optional=True),
    Stage.CANCELLED: StageFacts("Cancelled", "Cancelled", exit=True),
    Stage.LOST: StageFacts("Closed without contact", "Closed without contact", exit=True),
    Stage.ENTERED_IN_ERROR: StageFacts("Entered in error", "Entered in error", exit=True),
}

CLOSED = frozenset({Stage.COMPLETED} | {stage for stage, facts in STAGES.items() if facts.exit})
OPEN = tuple(stage for stage in Stage if stage not in CLOSED)
PATH = (
    Stage.SENT,
    Stage.ACKNOWLEDGED,
    Stage.ACCEPTED,
    Stage.BOOKED,
    Stage.IN_TREATMENT,
    Stage.REPORTED,
    Stage.COMPLETED,
)
"""The way a referral goes when nothing gets in its way; drawn on top of its page."""


def label(stage: Stage, direction: Direction, flow: Workflow = PLAIN, site_id: int | None = None) -> str:
    """How a stage is called on the side that looks: by the site's or the group's own name for it, else as shipped,
    where receivers speak of triage and senders of acknowledgement."""
    shipped = STAGES[stage].outbound if direction is Direction.OUTBOUND else STAGES[stage].inbound
    return flow.called(stage, direction, site_id) or shipped


def todo(stage: Stage, direction: Direction) -> str:
    """What is to happen next, as an instruction to the side that looks; empty when closed."""
    return STAGES[stage].todo_outbound if direction is Direction.OUTBOUND else STAGES[stage].todo_inbound
