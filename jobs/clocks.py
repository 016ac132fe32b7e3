"""Tell of each deadline, in the order in which they fell due, that it is at risk and that it broke."""

from core import referral
from core.access import machine

EVERY = 5


def run() -> int:
    """How much there was to tell."""
    return referral.tell_due(machine("job:clocks"))
