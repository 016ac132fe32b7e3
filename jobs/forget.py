"""Once an hour, forget sign-in attempts, links and sessions that are long over, and what nobody went on writing."""

from core import correspondence, link
from core.access import machine
from core.people import forget_old

EVERY = 3600


def run() -> int:
    """How many rows went."""
    actor = machine("job:forget")
    return forget_old(actor) + link.forget_old(actor) + correspondence.forget_old(actor)
