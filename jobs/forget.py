"""Once an hour, forget sign-in attempts, links and sessions that are long over."""

from core.access import machine
from core.people import forget_old

EVERY = 3600


def run() -> int:
    """How many rows went."""
    return forget_old(machine("job:forget"))
