"""Consent: what patients say about being written to, and STOP, which ends everything at once."""

from core.agreement import BY_STAFF, STOPS, Agreement, Answer, Key, Purpose, Said, Source
from core.consent.queries import Consents, Silence, agreement, of
from core.consent.saying import lift, say
from core.consent.starting import start
from core.consent.stopping import stop

__all__ = [
    "BY_STAFF",
    "STOPS",
    "Agreement",
    "Answer",
    "Consents",
    "Key",
    "Purpose",
    "Said",
    "Silence",
    "Source",
    "agreement",
    "lift",
    "of",
    "say",
    "start",
    "stop",
]
