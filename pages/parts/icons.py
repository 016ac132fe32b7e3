"""The sign beside each thing that happens, the same on its button and on the timeline."""

from core.audit import Kind

WRITTEN = "message:written"
"""A message in a story: no event, but something that happened."""
SIGNS: dict[str, str] = {
    Kind.REFERRAL_SENT: "send",
    Kind.REFERRAL_RECEIVED: "call_received",
    Kind.REFERRAL_ACKNOWLEDGED: "mark_email_read",
    Kind.REFERRAL_INFORMATION_ASKED: "help",
    Kind.REFERRAL_INFORMATION_GIVEN: "reply",
    Kind.REFERRAL_ACCEPTED: "check",
    Kind.REFERRAL_DECLINED: "block",
    Kind.REFERRAL_REDIRECTED: "alt_route",
    Kind.REFERRAL_WAITLISTED: "hourglass_top",
    Kind.REFERRAL_WAIT_REVIEWED: "hourglass_top",
    Kind.REFERRAL_BOOKED: "event",
    Kind.REFERRAL_REBOOKED: "event_repeat",
    Kind.REFERRAL_MISSED: "event_busy",
    Kind.REFERRAL_APPOINTMENT_CANCELLED: "event_busy",
    Kind.REFERRAL_ATTENDED: "how_to_reg",
    Kind.REFERRAL_VISIT_NOTED: "stethoscope",
    Kind.REFERRAL_REPORTED: "description",
    Kind.REFERRAL_COMPLETED: "task_alt",
    Kind.REFERRAL_CANCEL_ASKED: "cancel",
    Kind.REFERRAL_CANCELLED: "cancel",
    Kind.REFERRAL_LOST: "person_off",
    Kind.REFERRAL_HELD: "pause_circle",
    Kind.REFERRAL_RESUMED: "play_circle",
    Kind.REFERRAL_REOPENED: "restart_alt",
    Kind.REFERRAL_CORRECTED: "delete",
    Kind.REFERRAL_URGENCY_SET: "priority_high",
    Kind.REFERRAL_ASSIGNED: "person",
    Kind.REFERRAL_NOTED: "sticky_note_2",
    Kind.REFERRAL_CHANGED: "edit",
    Kind.REFERRAL_REFERRED_ON: "forward",
    Kind.REFERRAL_REPORT_PREPARED: "edit_document",
    Kind.REFERRAL_REPORT_CORRECTED: "description",
    Kind.REFERRAL_DOUBLED: "content_copy",
    Kind.REFERRAL_SUB_STATUS_SET: "label",
    Kind.APPROVAL_ASKED: "approval_delegation",
    Kind.APPROVAL_GIVEN: "verified",
    Kind.APPROVAL_REFUSED: "block",
    Kind.APPROVAL_OUTDATED: "history",
    Kind.REFERRAL_UNANSWERED: "mark_email_unread",
    Kind.REFERRAL_STALLED: "bedtime",
    Kind.ALERT_RAISED: "notification_important",
    Kind.ALERT_TOLD: "campaign",
    Kind.ALERT_ACKNOWLEDGED: "front_hand",
    Kind.ALERT_SETTLED: "notifications_off",
    Kind.REFERRAL_EXPORTED: "download",
    Kind.DOCUMENT_ADDED: "attach_file",
    Kind.DOCUMENT_REPLACED: "attach_file",
    Kind.DOCUMENT_WITHDRAWN: "delete",
    Kind.DOCUMENT_INFECTED: "gpp_bad",
    Kind.DOCUMENT_OPENED: "visibility",
    Kind.ARRIVAL_RECORDED: "inbox",
    Kind.ARRIVAL_ACCEPTED: "check",
    Kind.ARRIVAL_REJECTED: "block",
    Kind.ARRIVAL_ASKED: "help",
    Kind.ARRIVAL_ANSWERED: "reply",
    Kind.ARRIVAL_ASSIGNED: "person",
    Kind.DRAFT_LEFT: "draft",
    Kind.DRAFT_TAKEN_OVER: "person",
    Kind.DRAFT_SENT: "send",
    Kind.DRAFT_DISCARDED: "delete",
    Kind.WORKFLOW_SET: "account_tree",
    Kind.PATIENT_ADDED: "person_add",
    Kind.PATIENT_CHANGED: "edit",
    Kind.PATIENT_CONSENT_SET: "how_to_reg",
    Kind.PATIENT_MERGED: "merge",
    Kind.PATIENT_UNMERGED: "call_split",
    Kind.PROVIDER_ADDED: "add_home_work",
    Kind.PROVIDER_CHANGED: "edit",
    Kind.PROVIDER_STANDING_SET: "verified",
    Kind.PROVIDER_PREFERRED: "star",
    Kind.REQUIREMENT_SET: "checklist",
    Kind.PATIENT_TOLD_APART: "difference",
    Kind.APPOINTMENT_OVER: "schedule",
    Kind.TASK_OPENED: "add_task",
    Kind.TASK_ASSIGNED: "assignment_ind",
    Kind.TASK_DONE: "task_alt",
    Kind.TASK_DROPPED: "remove_done",
    WRITTEN: "mail",
    Kind.MESSAGE_RETRIED: "forward_to_inbox",
    Kind.MESSAGE_CONFIRMED: "mark_email_read",
}
GOOD = {Kind.REFERRAL_ACCEPTED, Kind.REFERRAL_ATTENDED, Kind.REFERRAL_REPORTED, Kind.REFERRAL_COMPLETED}
WAITS = {
    Kind.REFERRAL_INFORMATION_ASKED,
    Kind.REFERRAL_MISSED,
    Kind.REFERRAL_APPOINTMENT_CANCELLED,
    Kind.REFERRAL_CANCEL_ASKED,
    Kind.REFERRAL_HELD,
}


def sign(kind: str) -> str:
    """The name of its Material symbol."""
    return SIGNS.get(kind, "circle")


def sign_tone(kind: str) -> str:
    """Green for what brings a referral on, amber for what makes it wait, slate else."""
    return "green" if kind in GOOD else "amber" if kind in WAITS else "slate"
