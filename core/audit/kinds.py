"""Every kind of event, and the sentence that tells it."""

from enum import StrEnum


class Kind(StrEnum):
    """`subject:happened`; the sentence is shown on timelines and in the audit, filled from facts and words."""

    sentence: str

    def __new__(cls, value: str, sentence: str = "") -> "Kind":
        """A kind carries its own sentence."""
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.sentence = sentence
        return kind

    REFERRAL_DRAFTED = "referral:drafted", "Saved as a draft"
    REFERRAL_SENT = "referral:sent", "Sent to {recipient}"
    REFERRAL_RECEIVED = "referral:received", "Received from {referrer}"
    REFERRAL_ACKNOWLEDGED = "referral:acknowledged", "Acknowledged"
    REFERRAL_INFORMATION_ASKED = "referral:information_asked", "Information asked for"
    REFERRAL_INFORMATION_GIVEN = "referral:information_given", "Information given"
    REFERRAL_ACCEPTED = "referral:accepted", "Accepted"
    REFERRAL_DECLINED = "referral:declined", "Declined: {reason}"
    REFERRAL_REDIRECTED = "referral:redirected", "Redirected: {reason}"
    REFERRAL_WAITLISTED = "referral:waitlisted", "Put on the waiting list"
    REFERRAL_BOOKED = "referral:booked", "Appointment booked for {starts_at}"
    REFERRAL_REBOOKED = "referral:rebooked", "Appointment moved to {starts_at}"
    REFERRAL_MISSED = "referral:missed", "Appointment missed: {reason}"
    REFERRAL_APPOINTMENT_CANCELLED = "referral:appointment_cancelled", "Appointment cancelled: {reason}"
    REFERRAL_ATTENDED = "referral:attended", "Patient attended"
    REFERRAL_VISIT_NOTED = "referral:visit_noted", "Visit noted, treatment goes on"
    REFERRAL_REPORTED = "referral:reported", "Report of the outcome, signed by {signed_by}"
    REFERRAL_COMPLETED = "referral:completed", "Completed"
    REFERRAL_CANCEL_ASKED = "referral:cancel_asked", "Cancellation asked for: {reason}"
    REFERRAL_CANCELLED = "referral:cancelled", "Cancelled"
    REFERRAL_LOST = "referral:lost", "Closed without contact: {reason}"
    REFERRAL_HELD = "referral:held", "Put on hold until {until_on}: {reason}"
    REFERRAL_RESUMED = "referral:resumed", "Taken off hold"
    REFERRAL_REOPENED = "referral:reopened", "Reopened"
    REFERRAL_CORRECTED = "referral:entered_in_error", "Marked as entered in error"
    REFERRAL_URGENCY_SET = "referral:urgency_set", "Urgency changed from {before} to {after}"
    REFERRAL_ASSIGNED = "referral:assigned", "Owner is now {owner}"
    REFERRAL_NOTED = "referral:noted", "Note"
    APPOINTMENT_OVER = "appointment:over", "The appointment's day has passed; its outcome is asked for"
    TASK_OPENED = "task:opened", "Task: {title}"
    TASK_ASSIGNED = "task:assigned", "Task given to {owner}: {title}"
    TASK_DONE = "task:done", "Task done: {title}"
    TASK_DROPPED = "task:dropped", "Task no longer needed: {title}"
    MESSAGE_RETRIED = "message:retried", "Message to {audience} sent again on a person's word"
    MESSAGE_CONFIRMED = "message:confirmed", "Message to {audience} confirmed as arrived"
    PATIENT_ADDED = "patient:added", "Patient added"
    PATIENT_CHANGED = "patient:changed", "Patient's details changed"
    PATIENT_CONSENT_SET = "patient:consent_set", "Consent to {channel}: {given}"
    PATIENTS_IMPORTED = "patient:imported", "{added} patients imported, {changed} changed"
    DIRECTORY_IMPORTED = (
        "directory:imported",
        "Directory imported: {added} added, {changed} changed, {closed} closed",
    )
    SITE_ADDED = "site:added", "Site added: {name}"
    SITE_CHANGED = "site:changed", "Site changed: {what}"
    PROVIDER_ADDED = "provider:added", "Provider added: {name}"
    PROVIDER_CHANGED = "provider:changed", "Provider changed: {what}"
    ACCOUNT_INVITED = "account:invited", "{name} invited as {role}"
    ACCOUNT_INVITED_AGAIN = "account:invited_again", "New one-use link made"
    ACCOUNT_ADMITTED = "account:admitted", "Password set through a one-use link"
    ACCOUNT_CHANGED = "account:changed", "Account changed: {what}"
    ACCOUNT_DISABLED = "account:disabled", "Account disabled"
    ACCOUNT_ENABLED = "account:enabled", "Account enabled"
    ACCOUNT_SIGNED_IN = "account:signed_in", "Signed in"
    ACCOUNT_SIGNED_OUT = "account:signed_out", "Signed out"
    ACCOUNT_SESSIONS_ENDED = "account:sessions_ended", "{count} sessions ended"
