"""The closed lists a referral is described with, and how each is said."""

from core.spoken import Spoken


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


class Urgency(Spoken):
    """How soon, from least to most."""

    ROUTINE = "routine", "Routine"
    SOON = "soon", "Soon"
    URGENT = "urgent", "Urgent"
    SUSPECTED_CANCER = "suspected_cancer", "Suspected cancer"

    def lower_than(self, other: "Urgency") -> bool:
        """Whether this is less pressing than the other."""
        order = list(Urgency)
        return order.index(self) < order.index(other)


class Funding(Spoken):
    """Who pays."""

    NHS = "nhs", "NHS"
    PRIVATE = "private", "Private"
    INSURANCE = "insurance", "Insurance"
    SELF_PAY = "self_pay", "Self-pay"
