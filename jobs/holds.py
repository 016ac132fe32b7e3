"""On the morning of its day, take a referral off hold."""

from core import referral
from core.access import machine

EVERY = 60


def run() -> int:
    """How many came back."""
    return referral.end_holds(machine("job:holds"))
