"""What was sent and not acknowledged in time is brought to whoever follows it up."""

from core import referral
from core.access import machine

EVERY = 60


def run() -> int:
    """How many were found."""
    return referral.note_unanswered(machine("job:unanswered"))
