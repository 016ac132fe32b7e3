"""Times that rules wait for: set for what is open when a rule is new, and said when they have come."""

from core import rule
from core.access import machine

EVERY = 10


def run() -> int:
    """How many were set or have come."""
    actor = machine("job:timers")
    return rule.plant(actor) + rule.ring(actor)
