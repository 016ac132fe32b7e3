"""The day after an appointment, ask what came of it."""

from core import referral
from core.access import machine

EVERY = 60


def run() -> int:
    """How many appointments were asked about."""
    return referral.ask_outcomes(machine("job:outcomes"))
