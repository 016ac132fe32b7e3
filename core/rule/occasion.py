"""What a rule may wait for, as it is said after “when”, and under which heading it stands."""

from dataclasses import dataclass

from core.audit import Kind as K

TIME = "When a time has come"
ARRIVES = "A referral arrives or leaves"
BOOKING = "Decision and booking"
VISIT = "The visit and its report"
CARE = "Somebody changes something"
ENDS = "A referral ends"
RISK = "Deadlines and risk"
INTAKE = "Before it is a referral"
PAPERS = "Documents"
TASKS = "Tasks"
OTHER = "Anything else"
HEADINGS = (ARRIVES, BOOKING, VISIT, TIME, RISK, CARE, ENDS, INTAKE, PAPERS, TASKS, OTHER)
"""In the order of a referral's life."""
NOUNS = {"arrival": "arrival", "draft": "draft", "task": "task"}
"""What an event happens to, by what stands before its colon; everything else happens to a referral."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """`said` tells it of {it}, which stands for what it happens to, with its adjectives: an urgent inbound referral."""

    heading: str
    said: str
    noun: str = "referral"

    def of(self, adjectives: str = "") -> str:
        """An urgent inbound referral is booked."""
        words = f"{adjectives} {self.noun}".strip()
        return self.said.format(it=f"{'an' if words[0] in 'aeiou' else 'a'} {words}")


OCCASIONS: dict[str, Occasion] = {
    K.REFERRAL_SENT: Occasion(ARRIVES, "{it} is sent"),
    K.REFERRAL_RECEIVED: Occasion(ARRIVES, "{it} arrives"),
    K.REFERRAL_ACKNOWLEDGED: Occasion(ARRIVES, "{it} is acknowledged"),
    K.REFERRAL_DOUBLED: Occasion(ARRIVES, "{it} is opened beside another for the same"),
    K.REFERRAL_INFORMATION_ASKED: Occasion(ARRIVES, "more information is asked for about {it}"),
    K.REFERRAL_INFORMATION_GIVEN: Occasion(ARRIVES, "the information that was missing is given for {it}"),
    K.REFERRAL_ACCEPTED: Occasion(BOOKING, "{it} is accepted"),
    K.REFERRAL_WAITLISTED: Occasion(BOOKING, "{it} is put on the waiting list"),
    K.REFERRAL_WAIT_REVIEWED: Occasion(BOOKING, "{it} is kept on the waiting list"),
    K.REFERRAL_BOOKED: Occasion(BOOKING, "an appointment is booked for {it}"),
    K.REFERRAL_REBOOKED: Occasion(BOOKING, "the appointment of {it} is moved"),
    K.REFERRAL_APPOINTMENT_CANCELLED: Occasion(BOOKING, "the appointment of {it} is cancelled"),
    K.REFERRAL_HELD: Occasion(BOOKING, "{it} is put on hold"),
    K.REFERRAL_RESUMED: Occasion(BOOKING, "{it} comes off hold"),
    K.APPOINTMENT_OVER: Occasion(VISIT, "the day of the appointment of {it} has passed"),
    K.REFERRAL_ATTENDED: Occasion(VISIT, "the patient of {it} attends"),
    K.REFERRAL_MISSED: Occasion(VISIT, "the patient of {it} does not come"),
    K.REFERRAL_VISIT_NOTED: Occasion(VISIT, "a visit is noted on {it}"),
    K.REFERRAL_REPORT_PREPARED: Occasion(VISIT, "the report on {it} is prepared for signature"),
    K.REFERRAL_REPORTED: Occasion(VISIT, "the report on {it} is in"),
    K.REFERRAL_REPORT_CORRECTED: Occasion(VISIT, "the report on {it} is corrected"),
    K.REFERRAL_AT_RISK: Occasion(RISK, "the deadline of {it} comes close"),
    K.REFERRAL_BREACHED: Occasion(RISK, "the deadline of {it} is over"),
    K.REFERRAL_IN_TIME: Occasion(RISK, "the deadline of {it} is put off, so that it is in time again"),
    "referral:stalled": Occasion(RISK, "{it} has gone quiet"),
    K.REFERRAL_FLAGGED: Occasion(RISK, "{it} is flagged at risk"),
    K.REFERRAL_UNFLAGGED: Occasion(RISK, "{it} is no longer flagged at risk"),
    K.REFERRAL_TAGGED: Occasion(CARE, "{it} gets a tag"),
    K.REFERRAL_UNTAGGED: Occasion(CARE, "{it} loses a tag"),
    K.REFERRAL_URGENCY_SET: Occasion(CARE, "the urgency of {it} is changed"),
    K.REFERRAL_ASSIGNED: Occasion(CARE, "{it} gets an owner"),
    K.REFERRAL_NOTED: Occasion(CARE, "a note is added to {it}"),
    K.REFERRAL_CHANGED: Occasion(CARE, "the request of {it} is changed"),
    K.REFERRAL_REFERRED_ON: Occasion(CARE, "{it} is referred on"),
    K.REFERRAL_REOPENED: Occasion(CARE, "{it} is reopened"),
    K.REFERRAL_COMPLETED: Occasion(ENDS, "{it} is completed"),
    K.REFERRAL_DECLINED: Occasion(ENDS, "{it} is declined"),
    K.REFERRAL_REDIRECTED: Occasion(ENDS, "{it} is redirected"),
    K.REFERRAL_CANCEL_ASKED: Occasion(ENDS, "somebody asks to cancel {it}"),
    K.REFERRAL_CANCELLED: Occasion(ENDS, "{it} is cancelled"),
    K.REFERRAL_LOST: Occasion(ENDS, "{it} is closed without contact"),
    K.REFERRAL_CORRECTED: Occasion(ENDS, "{it} is marked as entered in error"),
    K.ARRIVAL_RECORDED: Occasion(INTAKE, "{it} comes into the intake", "arrival"),
    K.ARRIVAL_ASKED: Occasion(INTAKE, "the sender of {it} is asked for more", "arrival"),
    K.ARRIVAL_ANSWERED: Occasion(INTAKE, "the sender of {it} answers", "arrival"),
    K.ARRIVAL_ACCEPTED: Occasion(INTAKE, "{it} becomes a referral", "arrival"),
    K.ARRIVAL_REJECTED: Occasion(INTAKE, "{it} is rejected", "arrival"),
    K.ARRIVAL_ASSIGNED: Occasion(INTAKE, "{it} gets an owner", "arrival"),
    K.DRAFT_LEFT: Occasion(INTAKE, "{it} is left unsent for a day", "draft"),
    K.DRAFT_TAKEN_OVER: Occasion(INTAKE, "somebody takes over {it}", "draft"),
    K.DRAFT_SENT: Occasion(INTAKE, "{it} is sent", "draft"),
    K.DRAFT_DISCARDED: Occasion(INTAKE, "{it} is discarded", "draft"),
    K.DOCUMENT_ADDED: Occasion(PAPERS, "a document is added to {it}"),
    K.DOCUMENT_REPLACED: Occasion(PAPERS, "a document of {it} is replaced"),
    K.DOCUMENT_WITHDRAWN: Occasion(PAPERS, "a document of {it} is withdrawn"),
    K.DOCUMENT_INFECTED: Occasion(PAPERS, "the virus scanner holds back a document of {it}"),
    K.TASK_OPENED: Occasion(TASKS, "{it} is opened", "task"),
    K.TASK_ASSIGNED: Occasion(TASKS, "{it} is given to somebody", "task"),
    K.TASK_DONE: Occasion(TASKS, "{it} is done", "task"),
    K.TASK_DROPPED: Occasion(TASKS, "{it} is no longer needed", "task"),
}


def occasion(kind: str) -> Occasion:
    """How a kind of event is said; one that has no words yet is told by its own name."""
    if kind in OCCASIONS:
        return OCCASIONS[kind]
    before, _, happened = kind.partition(":")
    return Occasion(OTHER, f"{{it}} is {happened.replace('_', ' ')}", NOUNS.get(before, "referral"))


def heading(kind: str) -> str:
    """Under which heading a rule stands that waits for it."""
    return TIME if kind == K.RULE_DUE else occasion(kind).heading


ANCHORED: dict[str, Occasion] = {
    "received": Occasion(TIME, "{it} arrived or was sent"),
    "acknowledged": Occasion(TIME, "{it} is acknowledged"),
    "information_asked": Occasion(TIME, "more information is asked for about {it}"),
    "accepted": Occasion(TIME, "{it} is accepted"),
    "waitlisted": Occasion(TIME, "{it} is put on the waiting list"),
    "booked": Occasion(TIME, "an appointment is booked for {it}"),
    "appointment": Occasion(TIME, "the appointment of {it}"),
    "unbooked": Occasion(TIME, "{it} is sent, while no visit is booked"),
    "unanswered": Occasion(TIME, "{it} is sent, while nobody answers"),
    "unreported": Occasion(TIME, "the patient of {it} attends, while no report follows"),
    "missed": Occasion(TIME, "the patient of {it} does not come"),
    "visit_cancelled": Occasion(TIME, "the appointment of {it} is cancelled"),
    "attended": Occasion(TIME, "the patient of {it} attends"),
    "reported": Occasion(TIME, "the report on {it} is in"),
    "held": Occasion(TIME, "{it} is put on hold"),
    "assigned": Occasion(TIME, "{it} gets an owner"),
    "flagged": Occasion(TIME, "{it} is flagged at risk"),
    "completed": Occasion(TIME, "{it} is completed"),
    "closed": Occasion(TIME, "{it} is closed in any way"),
}
"""What a time is counted from or up to."""
