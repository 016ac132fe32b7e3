"""The closed lists a referral is described with, and how each is said."""

from core.directory.terms import Funding, Urgency
from core.spoken import Spoken

__all__ = ["CancelledBy", "Funding", "Request", "Source", "Urgency"]


class Source(Spoken):
    """Where a referral comes from; the primary source is what reports count."""

    PROVIDER = "provider", "Practice"
    COLLEAGUE = "colleague", "Colleague"
    PATIENT = "patient", "Patient recommended"
    PARTNER = "partner", "Partner"
    CAMPAIGN = "campaign", "Campaign"
    WEBSITE = "website", "Website"
    NHS = "nhs", "NHS"
    SELF = "self", "Patient themselves"


class Request(Spoken):
    """What is asked of the recipient."""

    ADVICE = "advice", "Advice only"
    EVALUATE = "evaluate", "Evaluate"
    TREAT = "evaluate_treat", "Evaluate and treat"
    TRANSFER = "transfer", "Transfer of care"


class CancelledBy(Spoken):
    """Who cancelled an appointment."""

    PATIENT = "patient", "The patient"
    CLINIC = "clinic", "The practice"
    OTHER = "other", "Somebody else"
