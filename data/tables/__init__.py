"""Every table, one file per aggregate."""

from data.base import metadata
from data.tables.alert import alert, alert_told, escalation
from data.tables.arrival import arrival
from data.tables.assignment import assignment
from data.tables.audit import chain, event, event_text, patient_read, pending, seal
from data.tables.campaign import campaign
from data.tables.carrier import callback, carrier
from data.tables.deadline import deadline, reckoning
from data.tables.directory import (
    clinician,
    provider,
    provider_choice,
    provider_contact,
    provider_network,
    provider_offer,
    requirement,
    site,
    site_holiday,
    site_hours,
)
from data.tables.document import document
from data.tables.edition import distribution, distribution_person, edition, edition_sent
from data.tables.enquiry import enquiry, enquiry_form
from data.tables.hook import hook, hook_call
from data.tables.incoming import incoming, incoming_document
from data.tables.insight import dwell, milestone, tally
from data.tables.link import link, link_code, link_press
from data.tables.look import look, look_at_home
from data.tables.manners import manners
from data.tables.message import attempt, message, message_document, writing
from data.tables.outlook import flag_limit, forecast, night, outlook, verdict
from data.tables.patient import (
    consent,
    patient,
    patient_contact,
    patient_double,
    patient_merge,
    patient_name,
    patient_site,
    stopped,
)
from data.tables.people import account, account_site, admission, feed, saved_view, session, sign_in_attempt
from data.tables.push import push_subscription
from data.tables.referral import appointment, draft, reason, referral, referral_number, report
from data.tables.rule import firing, rule, rule_version, timer
from data.tables.tag import referral_tag, tag
from data.tables.task import task
from data.tables.text import wording, wording_version
from data.tables.upkeep import heartbeat, setting
from data.tables.workflow import (
    approval,
    custom_field,
    custom_value,
    stage_setting,
    step_approval,
    step_demand,
    sub_status,
)

__all__ = [
    "account",
    "account_site",
    "admission",
    "alert",
    "alert_told",
    "appointment",
    "approval",
    "arrival",
    "assignment",
    "attempt",
    "callback",
    "campaign",
    "carrier",
    "chain",
    "clinician",
    "consent",
    "custom_field",
    "custom_value",
    "deadline",
    "distribution",
    "distribution_person",
    "document",
    "draft",
    "dwell",
    "edition",
    "edition_sent",
    "enquiry",
    "enquiry_form",
    "escalation",
    "event",
    "event_text",
    "feed",
    "firing",
    "flag_limit",
    "forecast",
    "heartbeat",
    "hook",
    "hook_call",
    "incoming",
    "incoming_document",
    "link",
    "link_code",
    "link_press",
    "look",
    "look_at_home",
    "manners",
    "message",
    "message_document",
    "metadata",
    "milestone",
    "night",
    "outlook",
    "patient",
    "patient_contact",
    "patient_double",
    "patient_merge",
    "patient_name",
    "patient_read",
    "patient_site",
    "pending",
    "provider",
    "provider_choice",
    "provider_contact",
    "provider_network",
    "provider_offer",
    "push_subscription",
    "reason",
    "reckoning",
    "referral",
    "referral_number",
    "referral_tag",
    "report",
    "requirement",
    "rule",
    "rule_version",
    "saved_view",
    "seal",
    "session",
    "setting",
    "sign_in_attempt",
    "site",
    "site_holiday",
    "site_hours",
    "stage_setting",
    "step_approval",
    "step_demand",
    "stopped",
    "sub_status",
    "tag",
    "tally",
    "task",
    "timer",
    "verdict",
    "wording",
    "wording_version",
    "writing",
]
