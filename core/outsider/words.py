"""A referral as somebody outside reads it: where it stands in a sentence, its way in few words, and what was said."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.audit import Kind
from core.referral import Stage

STANDS: Mapping[Stage, tuple[str, str]] = {
    Stage.DRAFT: ("It is being written.", "It is being written."),
    Stage.SENT: (
        "It is with you. Please say that it has arrived, or answer it at once.",
        "It has arrived with us, and we are about to look at it.",
    ),
    Stage.ACKNOWLEDGED: (
        "You have it. Please say whether you can take it on.",
        "We have it and are deciding how it goes on.",
    ),
    Stage.NEEDS_INFORMATION: (
        "You asked us for more. We will answer here.",
        "We need to know more before we can go on. Please answer our question.",
    ),
    Stage.ACCEPTED: (
        "You have accepted it. Please tell us when you see the patient.",
        "It is accepted, and we are arranging an appointment.",
    ),
    Stage.WAITLISTED: (
        "The patient is on your waiting list. Please tell us when you know a date.",
        "The patient is on our waiting list.",
    ),
    Stage.BOOKED: ("The patient is booked with you.", "The patient is booked with us."),
    Stage.MISSED: (
        "The patient missed the appointment. Please offer another, or tell us that you cannot.",
        "The patient missed the appointment, and we are offering another.",
    ),
    Stage.APPOINTMENT_CANCELLED: (
        "The appointment was cancelled. Please offer another, or tell us that you cannot.",
        "The appointment was cancelled, and we are offering another.",
    ),
    Stage.IN_TREATMENT: (
        "The patient is in treatment with you. Please send your report when it is done.",
        "The patient is in treatment with us. Our report follows.",
    ),
    Stage.CANCEL_REQUESTED: (
        "We have asked to cancel it. Please confirm, or send your report if it is done.",
        "You have asked to cancel it, and we will confirm.",
    ),
    Stage.REPORTED: ("Your report has reached us. Thank you.", "Our report is on its way to you."),
    Stage.COMPLETED: ("It is complete. Thank you.", "It is complete. Thank you for referring."),
    Stage.DECLINED: ("You have declined it. Thank you for telling us.", "We could not take it on."),
    Stage.REDIRECTED: ("It goes elsewhere now. Thank you for telling us.", "It was referred on elsewhere."),
    Stage.CANCELLED: ("It is cancelled. There is nothing more to do.", "It is cancelled."),
    Stage.LOST: ("It is closed: the patient could not be reached.", "It is closed: we could not reach the patient."),
    Stage.ENTERED_IN_ERROR: ("It was sent in error. Please ignore it.", "It was entered in error. Please ignore it."),
}
"""To the practice that receives, and to the one that refers."""

WAY: Mapping[Stage, str] = {
    Stage.SENT: "Sent",
    Stage.ACKNOWLEDGED: "Arrived",
    Stage.ACCEPTED: "Accepted",
    Stage.BOOKED: "Booked",
    Stage.IN_TREATMENT: "Seen",
    Stage.REPORTED: "Report",
    Stage.COMPLETED: "Complete",
}
BESIDE: Mapping[Stage, Stage] = {
    Stage.DRAFT: Stage.SENT,
    Stage.NEEDS_INFORMATION: Stage.SENT,
    Stage.WAITLISTED: Stage.ACCEPTED,
    Stage.MISSED: Stage.ACCEPTED,
    Stage.APPOINTMENT_CANCELLED: Stage.ACCEPTED,
}
"""Stages beside the way, and how far on it they are."""

SAID: Mapping[str, str] = {
    Kind.REFERRAL_SENT: "Referral sent",
    Kind.REFERRAL_RECEIVED: "Referral received",
    Kind.REFERRAL_ACKNOWLEDGED: "Arrival confirmed",
    Kind.REFERRAL_INFORMATION_ASKED: "Asked for more information",
    Kind.REFERRAL_INFORMATION_GIVEN: "Gave more information",
    Kind.REFERRAL_ACCEPTED: "Accepted",
    Kind.REFERRAL_WAITLISTED: "Put on the waiting list",
    Kind.REFERRAL_WAIT_REVIEWED: "Still on the waiting list",
    Kind.REFERRAL_BOOKED: "Appointment on {starts_at}",
    Kind.REFERRAL_REBOOKED: "Appointment moved to {starts_at}",
    Kind.REFERRAL_MISSED: "Appointment missed",
    Kind.REFERRAL_APPOINTMENT_CANCELLED: "Appointment cancelled",
    Kind.REFERRAL_ATTENDED: "Patient seen",
    Kind.REFERRAL_VISIT_NOTED: "Interim note",
    Kind.REFERRAL_REPORTED: "Report sent",
    Kind.REFERRAL_REPORT_CORRECTED: "Report corrected",
    Kind.REFERRAL_COMPLETED: "Completed",
    Kind.REFERRAL_DECLINED: "Declined",
    Kind.REFERRAL_REDIRECTED: "Passed on elsewhere",
    Kind.REFERRAL_CANCEL_ASKED: "Asked to cancel",
    Kind.REFERRAL_CANCELLED: "Cancelled",
    Kind.REFERRAL_REOPENED: "Opened again",
    Kind.REFERRAL_NOTED: "Message",
    Kind.DOCUMENT_ADDED: "Document added: {title}",
}
"""What somebody outside is told of; everything else is the house's own."""
OWN = frozenset({Kind.REFERRAL_NOTED, Kind.DOCUMENT_ADDED})
"""Told to whoever did it alone: what colleagues write to each other is theirs."""
TO_THEM = frozenset({Kind.REFERRAL_INFORMATION_ASKED, Kind.REFERRAL_INFORMATION_GIVEN})
"""Their words are meant for the other side; those beside any other step may not be."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A button's words, the title of its form, and what is said once it is done."""

    label: str
    title: str
    done: str


DEEDS: Mapping[str, Deed] = {
    "acknowledge": Deed("Confirm that it arrived", "It has arrived", "Thank you. We know that it has arrived."),
    "accept": Deed("Accept", "Accept the referral", "Thank you. You have accepted the referral."),
    "ask_information": Deed("Ask a question", "Ask us for more information", "Your question is with us."),
    "waitlist": Deed("Put on your waiting list", "On your waiting list", "We know that the patient waits."),
    "wait_on": Deed("Say how long it takes", "How long it still takes", "Thank you for telling us."),
    "book": Deed("Give an appointment", "When you see the patient", "The appointment is noted."),
    "attend": Deed("The patient was seen", "The patient was seen", "We know that the patient was seen."),
    "miss": Deed("The patient did not come", "The patient did not come", "We know that the patient did not come."),
    "reschedule": Deed("Move the appointment", "The new appointment", "The new appointment is noted."),
    "cancel_appointment": Deed("Cancel the appointment", "Cancel the appointment", "The appointment is cancelled."),
    "note_visit": Deed("Send an interim note", "How it goes so far", "Your note has reached us."),
    "report": Deed("Send your report", "Your report", "Thank you. Your report has reached us."),
    "decline": Deed("Decline", "Decline the referral", "You have declined the referral. Thank you for telling us."),
    "redirect": Deed("Pass it on elsewhere", "Pass it on elsewhere", "We know that it goes elsewhere."),
    "confirm_cancel": Deed("Confirm the cancellation", "Confirm the cancellation", "The referral is cancelled."),
    "give_information": Deed("Answer our question", "Your answer", "Thank you. Your answer is with us."),
    "ask_cancel": Deed("Ask to cancel", "Ask us to cancel it", "We know that it is to be cancelled."),
    "note": Deed("Write to us", "Write to us", "Your message is with us."),
    "document": Deed("Add a document", "Add a document", "The document has reached us."),
}
"""Every step that somebody outside can take, and what they can do besides, in words to them."""
