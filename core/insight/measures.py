"""What is counted of each referral: a closed list, each with the sentence that says exactly what."""

from datetime import timedelta

from core.spoken import Spoken
from data.tables.insight import COUNTS, WORTH

COUNTED_AS = 2
"""Raised by whoever changes what a referral counts as, or which sums are kept: then the jobs process counts anew."""
AT_SHORT_NOTICE = timedelta(hours=24)
"""A patient who cancels later than this before a visit cancels late."""


class Measure(Spoken):
    """A column of the milestones and of their sums; `sentence` says when a referral counts, and how often."""

    sentence: str

    def __new__(cls, value: str, label: str = "", sentence: str = "") -> "Measure":
        """A measure carries its words."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.sentence = label, sentence
        return member

    RECEIVED = (
        "received",
        "Received",
        "Referrals received in the month, by the calendar of the site that works on them. Drafts and those entered in "
        "error never count.",
    )
    ACKNOWLEDGED = "acknowledged", "Acknowledged", "Those the receiving side has acknowledged, asked about or decided."
    ACCEPTED = "accepted", "Accepted", "Those that were ever accepted."
    BOOKED = "booked", "Booked", "Those with at least one appointment ever booked; a visit without one counts as one."
    ATTENDED = "attended", "Attended", "Those with at least one attended visit."
    COMPLETED = "completed", "Completed", "Those that stand at completed."
    SENT = "sent", "Sent out", "Those that our sites referred to practices outside."
    LOOPED = "looped", "Loop closed", "Those sent out for which a final report came back after the referral."
    TURNED_DOWN = "turned_down", "Turned down", "Those declined or redirected that were never accepted."
    DECLINED = "declined", "Declined", "Those that stand at declined."
    REDIRECTED = "redirected", "Redirected", "Those that stand at redirected: they went somewhere else."
    CANCELLED = "cancelled", "Cancelled", "Those that stand at cancelled."
    LOST = "lost", "Closed without contact", "Those that were closed without contact."
    WAITING_ACKNOWLEDGED = (
        "waiting_acknowledged",
        "Waiting for acknowledgement",
        "Those still open and not acknowledged.",
    )
    WAITING_BOOKED = "waiting_booked", "Waiting for a booking", "Those still open without an appointment."
    WAITING_ATTENDED = "waiting_attended", "Waiting for a visit", "Those still open without an attended visit."
    VISITS_ATTENDED = "visits_attended", "Visits attended", "Appointments that were attended."
    VISITS_MISSED = "visits_missed", "Visits missed", "Appointments missed without notice."
    VISITS_CANCELLED = (
        "visits_cancelled",
        "Visits cancelled in time",
        "Appointments cancelled, other than by the patient within 24 hours.",
    )
    VISITS_CANCELLED_LATE = (
        "visits_cancelled_late",
        "Visits cancelled late",
        "Appointments that the patient cancelled less than 24 hours before.",
    )
    CLOCKS_MET = "clocks_met", "Steps in time", "Steps taken before their deadline; paused time does not count."
    CLOCKS_LATE = "clocks_late", "Steps late", "Steps whose deadline passed before they were taken."
    ACKNOWLEDGED_IN_TIME = (
        "acknowledged_in_time",
        "Acknowledged in time",
        "Those acknowledged or decided before the deadline for it.",
    )
    ACKNOWLEDGEMENTS_DUE = (
        "acknowledgements_due",
        "Acknowledgements due",
        "Those acknowledged or decided, and those whose deadline for it has passed.",
    )
    VALUED = (
        "valued",
        "Worked with a value",
        "Those whose final report says a value, in the month of that report.",
    )
    VALUE = (
        "value",
        "Value of work",
        "The value of completed work as the latest final report says it, in the month of that report.",
    )


COUNTED = tuple(map(Measure, (*COUNTS, *WORTH)))
"""Every measure in the order of the columns."""
BY_WORTH = frozenset(map(Measure, WORTH))
"""Those that count in the month of the report, not in the month the referral was received in."""
