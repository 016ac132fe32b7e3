"""What colour a state has: slate through blue and teal to green as work moves on, amber where somebody must act."""

from html import escape

from core.referral import CLOSED, Stage, Urgency

STAGES = {
    Stage.DRAFT: "slate",
    Stage.SENT: "slate",
    Stage.ACKNOWLEDGED: "slate",
    Stage.NEEDS_INFORMATION: "amber",
    Stage.ACCEPTED: "blue",
    Stage.WAITLISTED: "blue",
    Stage.BOOKED: "blue",
    Stage.MISSED: "amber",
    Stage.APPOINTMENT_CANCELLED: "amber",
    Stage.IN_TREATMENT: "teal",
    Stage.CANCEL_REQUESTED: "amber",
    Stage.REPORTED: "green",
    Stage.COMPLETED: "green",
}
URGENCIES = {Urgency.SOON: "grey", Urgency.URGENT: "amber", Urgency.SUSPECTED_CANCER: "red"}
DUE = {"breach": "red", "risk": "amber", "paused": "grey", "calm": ""}


def stage_tone(stage: Stage) -> str:
    """The colour of a stage; exits are grey."""
    return STAGES.get(stage, "grey" if stage in CLOSED else "slate")


def urgency_tone(urgency: Urgency) -> str:
    """The colour of an urgency; routine has none, and no badge."""
    return URGENCIES.get(urgency, "")


def badge(text: str, tone: str = "grey") -> str:
    """A badge as HTML for st.html; the text may be stored text."""
    return f'<span class="badge {escape(tone)}">{escape(text)}</span>'
